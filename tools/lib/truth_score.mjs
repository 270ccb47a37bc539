// Matches findings to the truth of runs: pure, so that it is tested without a simulator.

const minute = 60_000

// The law counts an overload as a serious one (rules.md 1.5).
const isSerious = (run) => {
  const cap = run.approved_persons
  if (cap <= 9) return run.over_by >= 7 || run.over_by >= cap
  if (cap <= 19) return run.over_by >= 10 || run.over_by * 10 >= cap * 8
  return run.over_by >= 15 || run.over_by * 2 >= cap
}
const isOver = (run) => run.over_by > 0 && run.over_moving_from !== null

// By what instants a load can be judged: when the vehicle, over, first is above 8 km/h after each stop, and each count.
const toldOver = (run) => [
  ...run.stops.filter((stop) => stop.moves !== null && peopleAt(stop) > run.approved_persons).map((stop) => stop.moves),
  ...run.counts.filter((count) => count.told > run.approved_persons).map((count) => count.at),
]
const peopleAt = (stop) => stop.aboard.driver + stop.aboard.escort + stop.aboard.pupils
// Where a rule's evidence grows during a run, it is the newest of it before the conclusion.
const newestBefore = (instants, at) => {
  const before = instants.filter((instant) => instant <= at)
  return before.length > 0 ? Math.max(...before) : Math.min(...instants)
}

// What of a run breaks a rule, by what truly happened; from which level on a finding says so; and how far beside the run a
// finding may stand. Rules that are not here are not judged, but for those in `never`.
export const judged = {
  'LD-01': { holds: isOver, level: 'likely', beside: 5 * minute, since: (run, at) => newestBefore(toldOver(run), at), first: (run) => Math.min(...toldOver(run)) },
  'LD-02': { holds: (run) => isOver(run) && isSerious(run), level: 'likely', beside: 5 * minute, since: (run, at) => newestBefore(toldOver(run), at) },
  'LD-03': { holds: () => false, level: 'likely', beside: 5 * minute, since: (run) => run.over_moving_from },
  'DR-02': { holds: (run) => run.driver !== run.planned_driver, level: 'suspected', beside: 15 * minute, since: (run) => run.moves },
  'DR-08': { holds: (run) => !run.walk_round && !run.walked_before, level: 'suspected', beside: 15 * minute, since: (run) => run.moves },
  'ES-01': { holds: (run) => run.escort === '', level: 'suspected', beside: 15 * minute, since: (run) => run.moves },
  'ES-02': { holds: (run) => run.stops.some((stop) => stop.boarded.length > 0 && stop.aboard.escort > 0 && !stop.counted_by_escort), level: 'suspected', beside: 15 * minute, since: (run) => run.starts },
  'ES-05': { holds: (run) => run.escort_left !== null || run.left.length > 0, level: 'suspected', beside: 15 * minute, since: (run) => run.escort_left ?? run.ends },
  'GA-06': { holds: (run) => isOver(run) && run.direction === 'home', level: 'likely', beside: 15 * minute, since: (run) => run.over_from },
  // A sweep that is told and not done is a pupil's matter: see the left-behind figures.
  'SW-01': { holds: (run) => !run.sweep_told, level: 'suspected', beside: 30 * minute, since: (run) => run.ends },
  'SW-02': { holds: (run) => run.left.length > 0, level: 'suspected', beside: 90 * minute, since: (run) => run.ends },
}
// In a recorded county all papers are in order and nobody rides who should not: any such finding is false.
export const never = (rule) => /^VL-/.test(rule) || ['DR-01', 'DR-03', 'DR-09', 'ES-04', 'ES-07', 'ES-08', 'GA-02'].includes(rule)

const levels = ['suspected', 'likely', 'confirmed']
const atLeast = (level, least) => levels.indexOf(level) >= levels.indexOf(least)

const vehicleOf = (thing) => `${thing.plate}/${thing.colour}`

const groupBy = (all, key) => {
  const groups = new Map()
  for (const each of all) {
    const name = key(each)
    if (!groups.has(name)) groups.set(name, [])
    groups.get(name).push(each)
  }
  return groups
}

// Does an episode say something of a run? A finding about the run itself says so whenever it stands.
const concerns = (finding, episode, run, beside) => {
  if (finding.about_run) return finding.subject === run.run
  const until = episode.until ?? Infinity
  return episode.from <= run.ends + beside && until >= run.starts - beside
}

// The first instant at which a finding of a rule said that of a run, or null: nobody did. `undefined` instants count as found.
const foundAt = (findings, run, rule) => {
  let first = null
  for (const finding of findings) {
    for (const episode of finding.episodes) {
      if (!atLeast(episode.level, rule.level) || !concerns(finding, episode, run, rule.beside)) continue
      first = Math.min(first ?? Infinity, episode.concluded_at?.[rule.level] ?? episode.from)
    }
  }
  return first
}

// How often the door counter erred for each person who passed it, as it happened. positions.md calls it e.
export const counterErrors = (runs) => {
  const errors = new Map()
  for (const [vehicle, own] of groupBy(runs, vehicleOf)) {
    let people = 0
    let wrong = 0
    for (const stop of own.flatMap((run) => run.stops)) {
      people += stop.boarded.length + stop.alighted.length
      wrong += Math.abs((stop.counted.boarded ?? 0) - stop.boarded.length)
      wrong += Math.abs((stop.counted.alighted ?? 0) - stop.alighted.length)
    }
    errors.set(vehicle, people > 0 ? wrong / people : 0)
  }
  return errors
}

// positions.md 10: the raw count that proves an overload with 99 %, and two deviations more.
const isPlain = (run, error) => {
  const cap = run.approved_persons
  const proof = Math.floor(cap * 1.01 + 2.33 * Math.sqrt(cap * error)) + 1
  return run.most >= proof + 2 * Math.sqrt(cap * error)
}

export const emptyTally = () => ({
  vehicle_days: 0, runs: 0, rules: {}, over_by: {}, counted: { with: [0, 0], without: [0, 0] }, plain: [0, 0],
  plain_habit: [0, 0], plain_one_day: [0, 0], plain_any_level: [0, 0], any_level: [0, 0], counted_right: [0, 0], families: {},
  // Vehicles whose counter broke, and of how many that was said within one, two and three runs; runs with it on which nobody was
  // over, flagged and all; runs with a sound counter, said to be bad and all.
  broken: { vehicles: 0, exposed: [0, 0, 0], flagged: [0, 0] }, sound: [0, 0],
  left: { found: 0, missed: 0, undetectable: 0, beyond_band: 0, runs: 0, false_alarms: 0, false_gate_alarms: 0 }, bins: Array.from({ length: 10 }, () => [0, 0, 0]), unjudged: {},
})

const ruleTally = (tally, code) =>
  (tally.rules[code] ??= { runs_true: 0, runs_found: 0, runs_in_time: 0, runs_flagged: 0, findings: 0, false_findings: 0, latencies: [], online_latencies: [], waits: [] })

const add = (pair, found) => {
  pair[0] += found ? 1 : 0
  pair[1] += 1
}

// What stands behind the recall of LD-01.
const addOverload = (tally, run, { found, suspected, error }) => {
  add((tally.over_by[run.over_by] ??= [0, 0]), found)
  add(run.counts.some((count) => count.by === 'escort') ? tally.counted.with : tally.counted.without, found)
  add((tally.families[run.counter] ??= [0, 0]), found)
  const counts = run.counts.filter((count) => count.by === 'escort' && count.people > run.approved_persons)
  if (counts.length > 0 && counts.every((count) => count.told === count.people)) add(tally.counted_right, found)
  const counted = run.counts.some((count) => count.told > run.approved_persons)
  if (!isPlain(run, error) || counted) return
  add(tally.plain, found)
  add(run.over_by_habit ? tally.plain_habit : tally.plain_one_day, found)
  add(tally.plain_any_level, suspected)
}

// The counter's imbalance over the run is beyond its own band: five deviations, as it really errs.
const counterDisagrees = (run, error) => {
  const told = run.stops.map((stop) => stop.counted)
  const on = told.reduce((sum, each) => sum + (each.boarded ?? 0), 0)
  const off = told.reduce((sum, each) => sum + (each.alighted ?? 0), 0)
  return on - off > 5 * Math.sqrt(error * (on + off))
}

// The gate counted fewer who got off than the crew had told of: by her last count, else by name.
const gateDisagrees = (run) => {
  if ((run.counted_off ?? null) === null) return false
  const hers = run.counts.findLast((count) => count.by === 'escort')
  const adults = run.stops.at(-1).aboard.driver + run.stops.at(-1).aboard.escort
  const told = hers ? hers.told : run.marked_on > 0 ? run.marked_on + adults : 0
  return run.counted_off < told
}

// Was anything told by which a pupil left aboard could be found?
const canBeFound = (run, error) =>
  !run.sweep_told || counterDisagrees(run, error) || gateDisagrees(run) ||
  run.left.some((pupil) => (pupil.marked_on && !pupil.marked_off) || pupil.missed_at_school || pupil.missed_at_home)

// More by the counter than positions.md 10 gives any counter as its band, whatever this one's errors are.
const isBeyondAnyBand = (run) => {
  const on = run.stops.reduce((sum, stop) => sum + (stop.counted.boarded ?? 0), 0)
  const off = run.stops.reduce((sum, stop) => sum + (stop.counted.alighted ?? 0), 0)
  return on - off > Math.max(2, on / 20)
}

// Rules that name a pupil say nothing of another one.
const namesPupil = new Set(['SW-05', 'GA-05'])

const addLeft = (tally, run, findings, error) => {
  const until = run.left[0].found_at
  const found = ['SW-01', 'SW-02', 'SW-03', 'SW-05', 'GA-04', 'GA-05'].some((code) => {
    const about = (findings.get(code) ?? []).filter((each) => !namesPupil.has(code) || each.subject === run.left[0].code)
    const at = foundAt(about, run, { level: 'suspected', beside: 0.5 * minute + (until - run.ends) })
    return at !== null && at <= until
  })
  tally.left[found ? 'found' : canBeFound(run, error) ? 'missed' : 'undetectable'] += 1
  if (!found && !canBeFound(run, error) && isBeyondAnyBand(run)) tally.left.beyond_band += 1
}

const addRun = (tally, run, findings, error) => {
  tally.runs += 1
  for (const [code, rule] of Object.entries(judged)) {
    const score = ruleTally(tally, code)
    const at = foundAt(findings.get(code) ?? [], run, rule)
    const holds = rule.holds(run)
    score.runs_true += holds ? 1 : 0
    score.runs_flagged += at !== null ? 1 : 0
    if (code === 'LD-01') {
      const suspected = foundAt(findings.get(code) ?? [], run, { ...rule, level: 'suspected' }) !== null
      if (suspected) add(tally.any_level, holds)
      if (holds) addOverload(tally, run, { found: at !== null, suspected, error })
    }
    if (!holds || at === null) continue
    score.runs_found += 1
    score.runs_in_time += at <= Math.max(run.ends, run.signal_back ?? 0) + minute ? 1 : 0
    const latency = Math.max(0, at - (rule.since(run, at) ?? run.starts)) / 1000
    score.latencies.push(latency)
    if (run.signal_lost === null) score.online_latencies.push(latency)
    if (rule.first) score.waits.push(Math.max(0, at - rule.first(run)) / 1000)
  }
  tally.left.runs += 1
  if (run.left.length > 0) addLeft(tally, run, findings, error)
  // Of a run that nobody has swept somebody has to look anyway.
  else if (run.sweep_told) {
    if (foundAt(findings.get('SW-02') ?? [], run, judged['SW-02']) !== null) tally.left.false_alarms += 1
    else if (foundAt(findings.get('GA-04') ?? [], run, { ...judged['SW-02'], level: 'likely' }) !== null) tally.left.false_gate_alarms += 1
  }
}

// A finding that says too much and is true of no run.
const addFalseFindings = (tally, findings, runs) => {
  for (const finding of findings) {
    const rule = judged[finding.rule]
    if (!rule && !never(finding.rule)) {
      tally.unjudged[finding.rule] = (tally.unjudged[finding.rule] ?? 0) + 1
      continue
    }
    if (rule && !finding.episodes.some((episode) => atLeast(episode.level, rule.level))) continue
    ruleTally(tally, finding.rule).findings += 1
    const isTrue = rule && runs.some((run) => rule.holds(run) && foundAt([finding], run, rule) !== null)
    if (!isTrue) ruleTally(tally, finding.rule).false_findings += 1
  }
}

// A counter is bad by LD-07, at any level, from the end of a run on.
const saidToBeBad = (findings, run) => {
  const settled = run.ends + 15 * minute
  const said = (episode) => Math.min(...Object.values(episode.concluded_at ?? { from: episode.from }))
  return findings.some((finding) => finding.episodes.some((each) => said(each) <= settled && (each.until ?? Infinity) > run.starts))
}

const addCounter = (tally, runs, findings) => {
  const bad = findings.get('LD-07') ?? []
  const ordered = [...runs].sort((a, b) => a.starts - b.starts)
  const broken = ordered.filter((run) => run.counter_broken)
  for (const run of ordered.filter((each) => !each.counter_broken)) add(tally.sound, saidToBeBad(bad, run))
  if (broken.length < 3) return
  tally.broken.vehicles += 1
  for (const runs_later of [0, 1, 2])
    tally.broken.exposed[runs_later] += broken.slice(0, runs_later + 1).some((run) => saidToBeBad(bad, run)) ? 1 : 0
  for (const run of broken)
    if (!isOver(run)) add(tally.broken.flagged, foundAt(findings.get('LD-01') ?? [], run, judged['LD-01']) !== null)
}

// When the first pupil gets off: until then a vehicle only fills.
const firstAlights = (run) => run.stops.find((stop) => stop.alighted.length > 0)?.opened ?? run.ends

// probabilities: {plate, colour, at, over}, of which the last one before anybody gets off is what was said of a run.
const addProbabilities = (tally, runs, probabilities) => {
  for (const run of runs) {
    const until = firstAlights(run)
    const last = probabilities.findLast((each) => each.at >= run.starts && each.at <= until)
    if (last === undefined) continue
    const bin = tally.bins[Math.min(9, Math.floor(last.over * 10))]
    bin[0] += 1
    bin[1] += last.over
    bin[2] += isOver(run) ? 1 : 0
  }
}

// A driver's walk-round is of his vehicle and day.
const noteWalkRounds = (runs) => {
  const walked = new Set()
  for (const run of [...runs].sort((a, b) => a.starts - b.starts)) {
    const day = `${vehicleOf(run)} ${run.date} ${run.driver}`
    run.walked_before = walked.has(day)
    if (run.walk_round) walked.add(day)
  }
}

// Adds one recorded county: its runs, its findings, and what the fold was sure of.
export const score = (tally, runs, findings, probabilities = []) => {
  noteWalkRounds(runs)
  const codes = new Set(runs.map((run) => run.run))
  for (const finding of findings) finding.about_run = codes.has(finding.subject)
  const errors = counterErrors(runs)
  const found = groupBy(findings, vehicleOf)
  const sure = groupBy(probabilities, vehicleOf)
  const byVehicle = groupBy(runs, vehicleOf)
  tally.vehicle_days += new Set(runs.map((run) => `${vehicleOf(run)} ${run.date}`)).size
  for (const [vehicle, own] of byVehicle) {
    const of_vehicle = found.get(vehicle) ?? []
    const by_rule = groupBy(of_vehicle, (finding) => finding.rule)
    for (const run of own) addRun(tally, run, by_rule, errors.get(vehicle))
    addCounter(tally, own, by_rule)
    addFalseFindings(tally, of_vehicle, own)
    addProbabilities(tally, own, sure.get(vehicle) ?? [])
  }
  addFalseFindings(tally, findings.filter((finding) => !byVehicle.has(vehicleOf(finding))), [])
  return tally
}

// 95 %, after Wilson: a share's interval that is right for few, and for none. null of none at all.
export const wilson = (hits, all) => {
  if (all === 0) return null
  const z = 1.96
  const share = hits / all
  const middle = (share + (z * z) / (2 * all)) / (1 + (z * z) / all)
  const half = (z / (1 + (z * z) / all)) * Math.sqrt((share * (1 - share)) / all + (z * z) / (4 * all * all))
  return [Math.max(0, middle - half), Math.min(1, middle + half)]
}

export const percentile = (values, share) => {
  if (values.length === 0) return null
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)]
}

const rounded = (value, digits = 4) => (value === null ? null : Number(value.toFixed(digits)))
const share = ([hits, all]) => (all === 0 ? null : rounded(hits / all))

// The last line: one object.
export const summary = (tally) => {
  const out = {}
  let wrong = 0
  for (const [code, rule] of Object.entries(tally.rules).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const right = rule.runs_found
    wrong += rule.false_findings
    if (rule.runs_true + rule.runs_flagged + rule.false_findings === 0) continue
    out[code] = {
      precision: share([right, rule.runs_flagged]), recall: share([right, rule.runs_true]), n: rule.runs_true,
      recall_in_time: share([rule.runs_in_time, rule.runs_true]), findings: rule.findings, false_findings: rule.false_findings,
      latency_p95_s: rounded(percentile(rule.latencies, 0.95), 1), latency_p95_online_s: rounded(percentile(rule.online_latencies, 0.95), 1),
      ...(rule.waits.length > 0 ? { first_evidence_p95_s: rounded(percentile(rule.waits, 0.95), 1) } : {}),
      false_per_200_vehicle_days: rounded((rule.false_findings * 200) / tally.vehicle_days, 3),
    }
  }
  const told = tally.bins.reduce((all, [count]) => all + count, 0)
  out.plain_recall = share(tally.plain)
  out.plain_recall_by_habit = share(tally.plain_habit)
  out.plain_recall_one_day = share(tally.plain_one_day)
  out.plain_recall_any_level = share(tally.plain_any_level)
  out.any_level_precision = share(tally.any_level)
  out.recall_counted_right = share(tally.counted_right)
  out.broken_counters = tally.broken
  out.sound_counter_said_bad = share(tally.sound)
  out.left_behind = tally.left
  out.calibration_error =
    told === 0 ? null : rounded(tally.bins.reduce((sum, [, said, over]) => sum + Math.abs(said - over), 0) / told)
  out.false_per_200_vehicle_days = rounded((wrong * 200) / tally.vehicle_days, 3)
  out.runs = tally.runs
  out.vehicle_days = tally.vehicle_days
  return out
}

const shareText = (hits, all) => {
  if (all === 0) return 'none'
  const [low, high] = wilson(hits, all)
  return `${((hits / all) * 100).toFixed(1)} % (${(low * 100).toFixed(1)}–${(high * 100).toFixed(1)}), ${hits} of ${all}`
}

// For people.
export const table = (tally) => {
  const lines = [`${tally.runs} runs, ${tally.vehicle_days} vehicle-days; in brackets 95 % after Wilson`]
  for (const [code, rule] of Object.entries(tally.rules).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (rule.runs_true + rule.runs_flagged + rule.false_findings === 0) continue
    lines.push(`${code}  precision ${shareText(rule.runs_found, rule.runs_flagged)}`)
    lines.push(`       recall    ${shareText(rule.runs_found, rule.runs_true)}`)
    lines.push(`       in time   ${shareText(rule.runs_in_time, rule.runs_true)}`)
    lines.push(`       false findings ${shareText(rule.false_findings, rule.findings)}; latency p50 ${percentile(rule.latencies, 0.5) ?? '–'} s, p95 ${percentile(rule.latencies, 0.95) ?? '–'} s`)
  }
  const parts = (name, groups) =>
    Object.entries(groups).forEach(([key, pair]) => lines.push(`LD-01 recall, ${name}${key}: ${shareText(...pair)}`))
  parts('+', tally.over_by)
  parts('escort count: ', tally.counted)
  parts('counter ', tally.families)
  lines.push(`LD-01 recall where the escort counted right: ${shareText(...tally.counted_right)}`)
  lines.push(`LD-01 recall uncounted, where the truth is two deviations beyond what proves it: ${shareText(...tally.plain)}`)
  lines.push(`  of vehicles over by habit: ${shareText(...tally.plain_habit)}; on one day: ${shareText(...tally.plain_one_day)}`)
  lines.push(`  at any level, of which the police and the gate are told to count: ${shareText(...tally.plain_any_level)}; of all runs with such a finding over: ${shareText(...tally.any_level)}`)
  lines.push(`LD-07 runs with a sound counter that was said to be bad: ${shareText(...tally.sound)}`)
  const { vehicles, exposed, flagged } = tally.broken
  if (vehicles > 0) {
    exposed.forEach((count, index) => lines.push(`LD-07 counters that broke, found within ${index + 1} run(s): ${shareText(count, vehicles)}`))
    lines.push(`  lawful runs with such a counter that were called an overload: ${shareText(...flagged)}`)
  }
  const { found, missed, undetectable, beyond_band, runs, false_alarms, false_gate_alarms } = tally.left
  if (found + missed + undetectable > 0) {
    lines.push(`left aboard: ${shareText(found, found + missed)} found before somebody came; ${undetectable} more of whom nothing was told`)
    lines.push(`  of these ${beyond_band} with a counter off by more than two and 5 %, as sound ones are now and then`)
    lines.push(`false alarms after a sweep, SW-02: ${shareText(false_alarms, runs)}; GA-04 alone: ${shareText(false_gate_alarms, runs)}`)
  }
  for (const [rule, count] of Object.entries(tally.unjudged)) lines.push(`${rule}: ${count} findings, for which the truth has no word yet`)
  return lines.join('\n')
}
