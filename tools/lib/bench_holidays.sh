# How well, and how fast, a county's holidays are coordinated: made-up years of two terms, each planned by husongctl,
# both at once, and judged by the checker of the tests.
# shellcheck shell=bash

years=10
county=(--schools 20 --boarders 9000 --places 60 --vehicles 90)
term_seconds=50
terms=(autumn spring)
planning_rate=2000

bench_holidays() {
    local seed line
    [ -z "$asked_seconds" ] || term_seconds=$asked_seconds
    if [ "$large" = yes ]; then
        years=1 county=(--schools 200 --boarders 90000 --places 600 --vehicles 900)
        [ -n "$asked_seconds" ] || term_seconds=560
    fi
    build_release husongctl holidays_probe
    describe_machine
    rm -rf "${home:?}"
    mkdir -p "$home"
    say "$years years of ${county[*]}, at most $term_seconds s a term, both terms at once"
    for ((seed = 1; seed <= years; ++seed)); do
        plan_year "$seed" || complaints+=("seed $seed: no plan, or a constraint is broken")
    done >"$home/years.jsonl"
    cat "$home/years.jsonl"
    for figure in peak_vehicles baseline_peak_vehicles greedy_peak_vehicles unserved baseline_unserved gap seconds; do
        result $figure "$(middle_of $figure)"
    done
    result gap_most "$(sorted gap | tail -n 1)"
    result unserved_most "$(sorted unserved | tail -n 1)"
    result seconds_most "$(sorted seconds | tail -n 1)"
    result violations "$(sorted violations | awk '{ sum += $1 } END { print sum + 0 }')"
}

plan_year() {
    local probe=$built/tests/bench/holidays_probe term started seconds line files=() at_work=() one
    for term in "${terms[@]}"; do
        "$probe" make "$home/$1.$term.case.json" --seed "$1" --term "$term" "${county[@]}"
        files+=("$home/$1.$term.case.json" "$home/$1.$term.plan.json")
    done
    started=$EPOCHREALTIME
    for term in "${terms[@]}"; do
        "$built/husongctl" holidays plan --case "$home/$1.$term.case.json" --out "$home/$1.$term.plan.json" \
            --seconds "$term_seconds" 2>"$home/$1.$term.log" &
        at_work+=($!)
    done
    for one in "${at_work[@]}"; do wait "$one" || return 1; done
    seconds=$(seconds_since "$started")
    line=$("$probe" judge "${files[@]}" 2>"$home/$1.violations") || return 1
    echo "{\"seed\": $1, \"seconds\": $seconds, ${line#\{}"
}

# sorted FIGURE: of all years, ascending.
sorted() {
    local line
    while read -r line; do number_of "$1" "$line"; done <"$home/years.jsonl" | sort -g
}

middle_of() { sorted "$1" | awk '{ all[NR] = $1 } END { print NR % 2 ? all[(NR + 1) / 2] : (all[NR / 2] + all[NR / 2 + 1]) / 2 }'; }

# What terminals wait for their answers while two terms are planned on the same machine: 2,000 of them, 2,000 frames a second.
bench_planning() {
    local term line at_work=() one
    prepare_load
    build_release husongctl holidays_probe
    seconds=${asked_seconds:-50}
    for way in alone planning; do
        say "$way: $terminals terminals, $planning_rate frames a second for $seconds s"
        fresh_server "$terminals"
        at_work=()
        if [ "$way" = planning ]; then
            for term in "${terms[@]}"; do
                "$built/tests/bench/holidays_probe" make "$home/$term.json" --seed 1 --term "$term" "${county[@]}"
                "$built/husongctl" holidays plan --case "$home/$term.json" --out "$home/$term.plan" \
                    --seconds "$seconds" 2>/dev/null &
                at_work+=($!)
            done
        fi
        line=$(load --terminals "$terminals" --rate "$planning_rate" --seconds "$seconds")
        echo "$line"
        for one in "${at_work[@]}"; do wait "$one" || complaints+=("a term was not planned"); done
        for figure in acknowledged_per_s ack_p50_ms ack_p99_ms ack_max_ms; do
            result "${way}_$figure" "$(number_of $figure "$line")"
        done
        require_equal "$line" lost 0 refused 0
    done
}
