// node truth.mjs [--json] FOLDER…: each holds truth.jsonl and findings.jsonl, and probabilities.jsonl where a fold offers it.
// Prints a table; with --json its last line is one JSON object.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { emptyTally, score, summary, table } from './truth_score.mjs'

const readLines = (file) =>
  existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line)) : []

const given = process.argv.slice(2)
const tally = emptyTally()
for (const folder of given.filter((each) => each !== '--json')) {
  const runs = readLines(join(folder, 'truth.jsonl'))
  if (runs.length === 0 || !existsSync(join(folder, 'findings.jsonl'))) {
    console.error(`${folder}: no truth.jsonl with runs, or no findings.jsonl`)
    process.exit(1)
  }
  score(tally, runs, readLines(join(folder, 'findings.jsonl')), readLines(join(folder, 'probabilities.jsonl')))
}
console.log(table(tally))
if (given.includes('--json')) console.log(JSON.stringify(summary(tally)))
