# Counts test cases: what passed and failed, by suite, from the reports that the test programs write.
# shellcheck shell=bash

tally_passed=0
tally_failed=0
tally_lines=()

# tally SUITE PASSED FAILED SECONDS
tally() {
    tally_passed=$((tally_passed + $2))
    tally_failed=$((tally_failed + $3))
    tally_lines+=("$(printf '%-28s %6d tests %5d failures %8s s' "$1" $(($2 + $3)) "$3" "$4")")
}

# beside JOB JOB…: functions that tally, all at once; their output is shown one after the other when all have ended.
beside() {
    local job folder=$root/build/logs/beside
    rm -rf "$folder" && mkdir -p "$folder"
    for job in "$@"; do
        (
            tally_passed=0 tally_failed=0 tally_lines=()
            "$job"
            printf '%s\n' "$tally_passed $tally_failed" "${tally_lines[@]}" >"$folder/$job.tally"
        ) >"$folder/$job.out" 2>&1 </dev/null &
    done
    wait
    for job in "$@"; do
        cat "$folder/$job.out"
        take_tally "$job" "$folder/$job.tally"
    done
}

# take_tally JOB FILE: what a job of beside() has written. One that wrote nothing did not come to its end.
take_tally() {
    local lines passed failed
    if [ ! -s "$2" ]; then
        tally "$1" 0 1 0
        return
    fi
    mapfile -t lines <"$2"
    read -r passed failed <<<"${lines[0]}"
    tally_passed=$((tally_passed + passed))
    tally_failed=$((tally_failed + failed))
    tally_lines+=("${lines[@]:1}")
}

# The table, then the closing line. Fails when a test failed or none ran.
print_tally() {
    say "suites"
    printf '%s\n' "${tally_lines[@]}"
    printf '\n%d passed, %d failed\n' "$tally_passed" "$tally_failed"
    [ "$tally_failed" -eq 0 ] && [ "$tally_passed" -gt 0 ]
}

# The first number that a key has in a JSON file: GoogleTest and Vitest put the totals first.
first_number() { grep -o -m 1 "\"$2\": *[0-9]*" "$1" | head -n 1 | grep -o '[0-9]*$' || echo 0; }

# gtest_counts FOLDER PROGRAMS: "passed failed" over GoogleTest's reports. A program that left no report has
# crashed, and a test that was skipped has proved nothing: both count as failures.
gtest_counts() {
    local folder=$1 programs=$2 report reports=0 total=0 failed=0 skipped
    for report in "$folder"/*.json; do
        [ -s "$report" ] || continue
        reports=$((reports + 1))
        total=$((total + $(first_number "$report" tests)))
        skipped=$(grep -c '"result": "SKIPPED"' "$report" || true)
        failed=$((failed + $(first_number "$report" failures) + skipped))
    done
    local crashed=$((programs > reports ? programs - reports : 0))
    echo "$((total - failed)) $((failed + crashed))"
}

# node_counts LOG: "passed failed" from the summary of node --test.
node_counts() {
    awk '/^(#|ℹ) pass [0-9]+$/ { passed += $3 }
         /^(#|ℹ) (fail|cancelled|skipped|todo) [0-9]+$/ { failed += $3 }
         END { print passed + 0, failed + 0 }' "$1"
}

# node_failures LOG: each test that failed under node --test, with its reason, at most 60 lines of each.
node_failures() {
    awk '/^not ok / { left = 60 }
         left > 0 { print; left-- }
         /^  \.\.\.$/ { left = 0 }' "$1"
}
