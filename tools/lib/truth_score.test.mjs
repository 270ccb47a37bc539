// node --test: how findings are matched to runs.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { counterErrors, emptyTally, percentile, score, summary, wilson } from './truth_score.mjs'

const minute = 60_000
const stop = (changes = {}) => ({
  opened: 118 * minute, closed: 119 * minute, boarded: [], alighted: [], aboard: { driver: 1, escort: 1, pupils: 48 }, counted: {},
  counted_by_escort: true, moves: null, ...changes,
})
const run = (changes = {}) => ({
  run: '2026-03-02-0640-001', plate: '冀H00352', colour: 'yellow', date: '2026-03-02', direction: 'to_school', approved_persons: 45,
  starts: 100 * minute, moves: 101 * minute, ends: 140 * minute, most: 50, over_by: 5, over_moving_from: 120 * minute, driver: 'D001',
  planned_driver: 'D001', escort: 'E0001', escort_left: null, walk_round: true, swept: true, sweep_told: true, left: [], counts: [],
  counter: 'independent', signal_lost: null, signal_back: null, stops: [stop({ moves: 120 * minute })], ...changes,
})
const lawful = (changes) => run({ most: 45, over_by: 0, over_moving_from: null, ...changes })
const finding = (rule, from, until, changes = {}) => ({
  rule, plate: '冀H00352', colour: 'yellow', subject: '',
  episodes: [{ from: from * minute, until: until === null ? null : until * minute, level: 'likely', concluded_at: { suspected: from * minute, likely: from * minute }, ...changes }],
})
const told = (runs, findings, probabilities) => summary(score(emptyTally(), runs, findings, probabilities))

test('a finding is right when it overlaps the run by which it is true', () => {
  const out = told([run()], [finding('LD-01', 121, 139)])
  assert.equal(out['LD-01'].precision, 1)
  assert.equal(out['LD-01'].recall, 1)
  assert.equal(out['LD-01'].latency_p95_s, 60)
  assert.equal(out.false_per_200_vehicle_days, 0)
})

test('five minutes beside the run are still of it, six are not', () => {
  assert.equal(told([run()], [finding('LD-01', 145, 150)])['LD-01'].recall, 1)
  const out = told([run()], [finding('LD-01', 146, 150)])
  assert.equal(out['LD-01'].recall, 0)
  assert.equal(out['LD-01'].false_findings, 1)
})

test('a suspicion is no finding of an overload, but one of a driver whom the plate does not name', () => {
  assert.equal(told([run()], [finding('LD-01', 121, 139, { level: 'suspected' })])['LD-01'].recall, 0)
  const other = lawful({ driver: 'D002' })
  assert.equal(told([other], [finding('DR-02', 101, 139, { level: 'suspected' })])['DR-02'].recall, 1)
})

test('a suspicion of an overload is counted beside: of a plain one that nobody counted, and how often it is one', () => {
  const suspicion = { level: 'suspected', concluded_at: { suspected: 121 * minute } }
  const lawfulToo = lawful({ run: 'other', plate: '冀H00355' })
  const ofOther = { ...finding('LD-01', 121, 139, suspicion), plate: lawfulToo.plate }
  const out = told([run(), lawfulToo], [finding('LD-01', 121, 139, suspicion), ofOther])
  assert.equal(out.plain_recall, 0)
  assert.equal(out.plain_recall_any_level, 1)
  assert.equal(out.any_level_precision, 0.5)
})

test('an open finding tells of every later run of the vehicle, of other vehicles none', () => {
  const later = lawful({ run: 'later', starts: 700 * minute, ends: 740 * minute })
  const other = lawful({ run: 'other', plate: '冀H00355' })
  const out = told([run(), later, other], [finding('LD-01', 121, null)])
  assert.equal(out['LD-01'].precision, 0.5)
  assert.equal(out['LD-01'].findings, 1)
})

test('what was concluded after the run was not found in time', () => {
  const late = { concluded_at: { likely: 900 * minute } }
  assert.equal(told([run()], [finding('LD-01', 121, 139, late)])['LD-01'].recall_in_time, 0)
  const silent = run({ signal_lost: 110 * minute, signal_back: 900 * minute })
  assert.equal(told([silent], [finding('LD-01', 121, 139, late)])['LD-01'].recall_in_time, 1)
})

test('a finding about a run is of that run alone', () => {
  const unswept = lawful({ swept: false, sweep_told: false })
  const about = { ...finding('SW-01', 900, 901), subject: unswept.run }
  assert.equal(told([unswept], [about])['SW-01'].recall, 1)
})

test('a finding about another run is not of this one, though it lasts into it', () => {
  const unswept = lawful({ run: 'before', swept: false, sweep_told: false })
  const later = lawful({ run: 'later', starts: 700 * minute, ends: 740 * minute })
  assert.equal(told([unswept, later], [{ ...finding('SW-01', 141, 800), subject: 'before' }])['SW-01'].precision, 1)
})

test('latency is from the newest evidence before the conclusion: each departure with too many, each count of too many', () => {
  const stops = [stop({ moves: 120 * minute }), stop({ moves: 130 * minute })]
  assert.equal(told([run({ stops })], [finding('LD-01', 131, 139)])['LD-01'].first_evidence_p95_s, 660)
  assert.equal(told([run({ stops })], [finding('LD-01', 131, 139)])['LD-01'].latency_p95_s, 60)
  const counts = [{ at: 134 * minute, by: 'escort', told: 50, people: 50 }]
  assert.equal(told([run({ stops, counts })], [finding('LD-01', 134.5, 139)])['LD-01'].latency_p95_s, 30)
})

test('a walk-round is of a driver and day', () => {
  const first = lawful({ run: 'first' })
  const second = lawful({ run: 'second', starts: 700 * minute, ends: 740 * minute, walk_round: false })
  assert.equal(told([first, second], [finding('DR-08', 701, 702)])['DR-08'].precision, 0)
})

test('papers are in order in a recorded county: any finding about them is false', () => {
  assert.equal(told([lawful()], [finding('VL-02', 100, null)])['VL-02'].false_per_200_vehicle_days, 200)
})

test('a pupil left aboard is found before somebody comes, missed, or nothing was told of it', () => {
  const left = (pupil, changes) => lawful({ swept: false, left: [{ code: 'P', found_at: 200 * minute, missed_at_school: false, ...pupil }], ...changes })
  const marked = left({ marked_on: true, marked_off: false })
  assert.deepEqual(told([marked], [finding('SW-02', 150, null)]).left_behind, { found: 1, missed: 0, undetectable: 0, beyond_band: 0, runs: 1, false_alarms: 0, false_gate_alarms: 0 })
  assert.deepEqual(told([marked], [finding('SW-02', 150, null, { concluded_at: { suspected: 201 * minute } })]).left_behind, { found: 0, missed: 1, undetectable: 0, beyond_band: 0, runs: 1, false_alarms: 0, false_gate_alarms: 0 })
  assert.deepEqual(told([left({ marked_on: true, marked_off: true })], []).left_behind, { found: 0, missed: 0, undetectable: 1, beyond_band: 0, runs: 1, false_alarms: 0, false_gate_alarms: 0 })
  const by_the_family = left({ missed_at_home: true })
  assert.equal(told([by_the_family], [{ ...finding('SW-05', 150, null), subject: 'P' }]).left_behind.found, 1)
  assert.equal(told([by_the_family], [{ ...finding('SW-05', 150, null), subject: 'Q' }]).left_behind.missed, 1)
  const by_the_gate = { marked_on: 20, counted_off: 21, stops: [stop()] }  // with driver and escort
  assert.equal(told([left({ marked_on: true, marked_off: true }, by_the_gate)], []).left_behind.missed, 1)
  assert.equal(told([left({}, { ...by_the_gate, marked_on: 19 })], []).left_behind.undetectable, 1)
  assert.equal(told([lawful()], [{ ...finding('SW-02', 150, null), subject: lawful().run }]).left_behind.false_alarms, 1)
  assert.equal(told([lawful({ sweep_told: false })], [{ ...finding('SW-02', 150, null), subject: lawful().run }]).left_behind.false_alarms, 0)
})

test('calibration compares what was said with what happened', () => {
  const said = [{ plate: '冀H00352', colour: 'yellow', at: 121 * minute, over: 0.9 }]
  assert.equal(told([run()], [], said).calibration_error, 0.1)
  assert.equal(told([lawful()], [], said).calibration_error, 0.9)
  assert.equal(told([run()], []).calibration_error, null)
})

test('a counter errs by what it told of those who passed it', () => {
  const stops = [{ boarded: ['a', 'b', 'c'], alighted: [], counted: { boarded: 2, alighted: 0 } }, { boarded: [], alighted: ['a'], counted: {} }]
  assert.equal(counterErrors([run({ stops })]).get('冀H00352/yellow'), 0.5)
})

test('an interval after Wilson is right for few', () => {
  const [low, high] = wilson(0, 10)
  assert.equal(low, 0)
  assert.ok(Math.abs(high - 0.2775) < 0.001)
  assert.equal(wilson(0, 0), null)
  assert.equal(percentile([4, 1, 3, 2], 0.5), 2)
})

test('a counter that broke is found by the run after which that is said; a lawful run with it is no overload', () => {
  const day = 1440
  const broken = [0, 1, 2].map((n) =>
    lawful({ run: `b${n}`, starts: (100 + n * day) * minute, ends: (140 + n * day) * minute, counter_broken: true }))
  const sound = lawful({ run: 's', plate: '冀H00355', counter_broken: false })
  const at_the_second = finding('LD-07', 141 + day, null, { level: 'suspected', concluded_at: { suspected: (141 + day) * minute } })
  const out = told([...broken, sound], [at_the_second])
  assert.deepEqual(out.broken_counters, { vehicles: 1, exposed: [0, 1, 1], flagged: [0, 3] })
  assert.equal(out.sound_counter_said_bad, 0)
  assert.deepEqual(told(broken, [finding('LD-01', 121, 139)]).broken_counters, { vehicles: 1, exposed: [0, 0, 0], flagged: [1, 3] })
  assert.equal(told([sound], [{ ...at_the_second, plate: '冀H00355', episodes: finding('LD-07', 105, 120).episodes }]).sound_counter_said_bad, 1)
})
