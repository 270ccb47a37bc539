# The suites of tools/test. Each builds what it needs, runs, and adds to the tally.
# shellcheck shell=bash

logs=$root/build/logs
most_lines_shown=150
declare -A built

# The build whose tests run: dev, or asan when all suites run, so that a machine compiles the tests once less. With --full
# they run in both, the faults too.
tests_build=dev
plain_tests='^(unit|property|integration|hostile)\.'

# logged NAME COMMAND…: its output goes to a file of build/logs; the end of it is shown, more when it fails.
logged() {
    local name=$1 log=$logs/${1//[^a-z0-9]/-}.log shown=12 status=0
    shift
    mkdir -p "$logs"
    ("$@") >"$log" 2>&1 </dev/null || status=$?
    [ $status -eq 0 ] || shown=$most_lines_shown
    tail -n "$shown" "$log" | cut -c 1-400
    [ $status -eq 0 ] || echo "-- $name failed ($status); all of it is in ${log#"$root"/}"
    return $status
}

# check SUITE COMMAND…: one check that passes or fails as a whole.
check() {
    local name=$1 started=$EPOCHREALTIME
    say "$name"
    if logged "$@"; then
        tally "$name" 1 0 "$(seconds_since "$started")"
    else
        tally "$name" 0 1 "$(seconds_since "$started")"
    fi
}

configure() { cmake --preset "$1" -S "$root"; }

# build PRESET [TARGET…]: once a run, whether it succeeds or not.
build() {
    local preset=$1 started=$EPOCHREALTIME
    shift
    [ -z "${built[$preset]:-}" ] || return "${built[$preset]}"
    say "build $preset"
    if logged "configure-$preset" configure "$preset" &&
        logged "build-$preset" cmake --build "$root/build/$preset" -j "$cores" ${1:+--target "$@"}; then
        built[$preset]=0
        echo "built in $(seconds_since "$started") s"
    else
        built[$preset]=1
        tally "build $preset" 0 1 "$(seconds_since "$started")"
        return 1
    fi
}

# The test programs of a build whose ctest names match.
test_programs() { ctest --test-dir "$root/build/$1" -N -R "$2" | sed -n 's/^ *Test *#[0-9]*: [a-z]*\.//p'; }

# build_programs PRESET NAMES: the test programs of these names and nothing else.
build_programs() {
    local programs
    [ -z "${built[$1]:-}" ] || return "${built[$1]}"
    configure "$1" >/dev/null
    mapfile -t programs < <(test_programs "$1" "$2" | sed 's/$/_tests/')
    build "$1" "${programs[@]}"
}

# ctest_suite SUITE PRESET NAMES
ctest_suite() {
    local suite=$1 preset=$2 names=$3 started=$EPOCHREALTIME programs passed failed status=0
    local reports=$root/build/$preset/reports
    rm -rf "$reports" && mkdir -p "$reports"
    programs=$(test_programs "$preset" "$names" | wc -l)
    say "$suite: $programs programs"
    GTEST_OUTPUT=json:$reports/ logged "$suite" ctest --test-dir "$root/build/$preset" -R "$names" \
        --no-tests=error --output-on-failure --test-output-size-failed 20000 -j "$cores" || status=1
    read -r passed failed <<<"$(gtest_counts "$reports" "$programs")"
    # A race or a leak that a sanitizer reports at the end fails the program, not one of its tests.
    tally "$suite" "$passed" $((failed > status ? failed : status)) "$(seconds_since "$started")"
}

# plain_suite SUITE
plain_suite() { ! build_programs $tests_build "$plain_tests" || ctest_suite "$1" $tests_build "^$1\."; }

suite_unit() {
    plain_suite unit
    [ ! -f "$root/web/package.json" ] || vitest_suite
}

pages_unit_tests() {
    cd "$root/web" && npx vitest run --reporter=default --reporter=json --outputFile="$1"
}

vitest_suite() {
    local report=$root/build/logs/vitest.json started=$EPOCHREALTIME
    say "pages: unit tests"
    rm -f "$report"
    logged "pages unit" pages_unit_tests "$report" || true
    if [ -s "$report" ]; then
        tally "pages unit" "$(first_number "$report" numPassedTests)" \
            "$(($(first_number "$report" numTotalTests) - $(first_number "$report" numPassedTests)))" \
            "$(seconds_since "$started")"
    else
        tally "pages unit" 0 1 "$(seconds_since "$started")"
    fi
}

suite_property() { plain_suite property; }
suite_integration() { plain_suite integration; }
suite_hostile() { plain_suite hostile; }
# The programs that are shipped, and the faults they have to bear.
build_shipped() { build release husongd husongctl husong-sim faults_tests coordination_tests plan_check_tests; }

# Does the labelled truth work: recorded, folded, matched? How right the rules are, tools/truth tells.
suite_truth() {
    build_shipped || return 0
    check "truth: matching" node --test "$root/tools/lib/truth_score.test.mjs"
    check "truth: record, fold, match" "$root/tools/truth" --check
    check "sockets: what the fold finds" "$root/tools/bench" sockets --seconds 40
}

# What the language leaves open, the other compiler may take the other way: it has done so in coordination.
suite_faults() {
    build_shipped || return 0
    ctest_suite faults release '^faults\.'
    ctest_suite "unit, as shipped" release '^unit\.(coordination|plan_check)$'
}

build_pages() { cd "$root/web" && npm run build; }

# The pages over a real server with the simulated county, and whole days on servers of their own. The invented county of
# web/dev is what one builds pages over: it is held to the same tests when this suite is named, and with --full.
suite_browser() {
    build_shipped || return 0
    check "build pages" build_pages
    beside pages_of_real_server pages_of_own_servers
    [ $tests_build = asan ] || pages_of_invented_county
    check "demo" "$root/tools/demo" --check
}

pages_of_invented_county() { browser_tests "browser, invented county" invented_county; }
pages_of_real_server() { browser_tests "browser, real server" real_server; }
pages_of_own_servers() { browser_tests "browser, own servers" own_servers; }

# browser_tests SUITE COMMAND
browser_tests() {
    local suite=$1 log=$logs/${1//[^a-z0-9]/-}.log started=$EPOCHREALTIME passed failed status=0
    say "$suite"
    logged "$suite" "$2" || status=1
    read -r passed failed <<<"$(node_counts "$log")"
    node_failures "$log"
    [ "$passed" -gt 0 ] || status=1 # no test was found
    tally "$suite" "$passed" $((failed > status ? failed : status)) "$(seconds_since "$started")"
}

invented_county() { cd "$root/tests/browser" && npm test; }
own_servers() { cd "$root/tests/browser" && HUSONG_PROGRAMS=$root/build/release npm run test:own_server; }

real_server() {
    source "$root/tools/lib/server.sh"
    local scenario=$root/device_sim/scenarios/demo.json
    home=$(mktemp -d)
    programs=$root/build/release
    trap 'stop_all; rm -rf "$home"' EXIT
    make_register --scenario "$scenario" && start_server 0 0 0 --web "$root/web/dist" || return
    start simulator "$programs/husong-sim" run --scenario "$scenario" --secrets "$home/secrets.csv" \
        --port "$terminal_port" --http-port "$http_port"
    cd "$root/tests/browser" || return
    export HUSONG_URL=http://127.0.0.1:$http_port HUSONG_USER=police HUSONG_PASSWORD_FILE=$home/password
    export HUSONG_PROGRAMS=$programs HUSONG_DB=$home/husong.db
    npm test && npm run test:server
}

suite_fuzz() {
    ! build fuzz || check fuzz fuzz_all
}

# The framer, and the decoder once for every message of either direction, so many at a time on each core. A decoder is
# a few dozen lines and sees a million inputs in a quarter of a minute's core time, so that four share a core for their 60
# seconds: 30 runs take 4 minutes on 2 cores. With --full each has a core of its own for 10 minutes: 2.5 hours on 2 cores.
fuzz_all() {
    local per_core=4 decoder=$root/build/fuzz/tests/decoder_fuzz messages
    [ "$full" = no ] || per_core=1
    messages=$(HUSONG_FUZZ_MESSAGE=list "$decoder") && [ -n "$messages" ] || return
    export root full
    export -f fuzz_one
    printf '%s\n' framer "$messages" | xargs -P $((cores * per_core)) -I NAME bash -c 'fuzz_one NAME'
}

# fuzz_one framer, or the id of a message. New inputs are kept in build/, the project's own seeds are only read.
fuzz_one() {
    local name=$1 target=decoder folders seconds=60
    [ "$name" != framer ] || target=framer
    [ $target = framer ] || export HUSONG_FUZZ_MESSAGE=$name
    folders=("$root/build/fuzz/corpus/$name")
    [ ! -d "$root/tests/data/jt808/corpus/$target" ] || folders+=("$root/tests/data/jt808/corpus/$target")
    [ "$full" = no ] || seconds=600
    mkdir -p "${folders[0]}" "$root/build/fuzz/crashes"
    cd "$root/build/fuzz/crashes" || return
    "$root/build/fuzz/tests/${target}_fuzz" -max_total_time=$seconds -timeout=10 -rss_limit_mb=2048 -verbosity=0 \
        -print_final_stats=1 -artifact_prefix="$name-" "${folders[@]}"
}

# sanitized SUITE PRESET NAMES
sanitized() { ! build_programs "$2" "$3" || ctest_suite "$1" "$2" "$3"; }

suite_sanitizers() {
    # Not the programs themselves: a signal that comes between two of its calls is kept by tsan until the next one ends, so
    # that a server that then waits for work never hears that it shall stop.
    local which=$plain_tests threaded='unit\.(ingest|live|net|http)|integration\.integration'
    [ "$full" = no ] || { which='.' && threaded+='|hostile\.'; }
    [ $tests_build = asan ] || sanitized "address and undefined" asan "$which"  # or they have all run
    sanitized threads tsan "^($threaded)"
}
