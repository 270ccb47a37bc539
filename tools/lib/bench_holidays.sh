# How well, and how fast, a county's holidays are coordinated: invented registers of two terms, of each husongctl makes the
# case and the plan, both terms at once, and the checker of the tests judges them.
# shellcheck shell=bash

years=10
county=(--schools 20 --boarders 9000 --places 60 --vehicles 90)
term_seconds=50
terms=(2026-2027-1 2026-2027-2)
before_terms=2026-08-15
planning_rate=2000

bench_holidays() {
    local seed line
    [ -z "$asked_seconds" ] || term_seconds=$asked_seconds
    if [ "$large" = yes ]; then
        years=1 county=(--schools 200 --boarders 90000 --places 600 --vehicles 900)
        [ -n "$asked_seconds" ] || term_seconds=560
    fi
    build_release husongctl husong-sim holidays_probe
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
    [ "$large" = yes ] || hold_to_what_is_promised
    result violations "$(sorted violations | awk '{ sum += $1 } END { print sum + 0 }')"
}

# Medians over the years, but for pupils and time: those of the worst.
hold_to_what_is_promised() {
    local peak
    peak=$(middle_of peak_vehicles)
    hold "gap <= 0.05" "$(middle_of gap)" 0.05
    hold "30 % under the wishes" "$peak" "$(awk -v of="$(middle_of baseline_peak_vehicles)" 'BEGIN { print of * 0.7 }')"
    hold "10 % under first fit" "$peak" "$(awk -v of="$(middle_of greedy_peak_vehicles)" 'BEGIN { print of * 0.9 }')"
    hold "nobody without a vehicle" "$(sorted unserved | tail -n 1)" 0
    hold "within 60 s" "$(sorted seconds | tail -n 1)" 60
}

# hold WHAT VALUE MOST
hold() {
    awk -v value="$2" -v most="$3" 'BEGIN { exit !(value <= most) }' || complaints+=("$1: $2 is above $3")
}

plan_year() {
    local probe=$built/tests/bench/holidays_probe term started seconds line files=() at_work=() one
    invent_county "$1"
    started=$EPOCHREALTIME
    for term in "${terms[@]}"; do
        files+=("$home/$1.$term.case.json" "$home/$1.$term.plan.json")
        plan_term "$1" "$term" 2>"$home/$1.$term.log" &
        at_work+=($!)
    done
    for one in "${at_work[@]}"; do wait "$one" || return 1; done
    seconds=$(seconds_since "$started")
    line=$("$probe" judge "${files[@]}" 2>"$home/$1.violations") || return 1
    echo "{\"seed\": $1, \"seconds\": $seconds, ${line#\{}"
}

invent_county() { "$built/husong-sim" boarding --out "$home/$1" --seed "$1" --date "$before_terms" "${county[@]}"; }

# plan_term SEED TERM: out of the registers, before the school year, so that both terms are to come whole whenever this runs.
plan_term() {
    local name=$home/$1.$2
    "$built/husongctl" holidays case --register "$home/$1" --term "$2" --as-of "${before_terms}T08:00" \
        --out "$name.case.json" &&
        "$built/husongctl" holidays plan --case "$name.case.json" --out "$name.plan.json" --seconds "$term_seconds"
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
    build_release husongctl
    seconds=${asked_seconds:-50} term_seconds=$seconds
    for way in alone planning; do
        say "$way: $terminals terminals, $planning_rate frames a second for $seconds s"
        fresh_server "$terminals"
        at_work=()
        if [ "$way" = planning ]; then
            invent_county 1
            for term in "${terms[@]}"; do
                plan_term 1 "$term" 2>"$home/1.$term.log" &
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
