# Each hostile case at full rate beside 500 honest terminals that come in while it is under way.
# shellcheck shell=bash

honest_terminals=500
stolen_keys=8           # of terminals whose keys the attackers have
honest_rate=500         # frames a second, all together
most_p99_ms=200         # of their acknowledgements, during each case
# Of the server's memory since the calm run before all cases: both lanes full once, and the incomplete messages of eight
# terminals, 2 MiB each, which are kept for an hour.
most_growth_mib=64
under_way_s=1           # a case has begun, and goes on so long after the honest have ended
case_seconds=5

bench_hostile() {
    local hostile_names=() hostile_counters=() name counter
    [ -z "$asked_seconds" ] || case_seconds=$asked_seconds
    build_release husongd husongctl husong-sim hostile_probe
    programs=$built
    describe_machine
    require_real_file_system
    ulimit -n "$(ulimit -Hn)"
    trap stop_all EXIT
    fresh_server $((honest_terminals + stolen_keys))
    metrics_port=$(sed -n 's/^ready .* metrics=[^ ]*:\([0-9]*\).*/\1/p' "$home/husongd.log")
    while read -r name counter; do
        [ -z "$only_case" ] || [ "$only_case" = "$name" ] || continue
        hostile_names+=("$name") hostile_counters+=("$counter")
    done < <("$built/tests/bench/hostile_probe" --list)
    [ ${#hostile_names[@]} -gt 0 ] || fail "no hostile case '$only_case'"

    say "calm: $honest_terminals honest terminals alone"
    honest_load
    result calm_ack_p99_ms "$(number_of ack_p99_ms "$honest")"
    calm_mib=$(server_rss_mib)
    result calm_rss_mib "$calm_mib"
    worst_p99_ms=0 worst_mib=$calm_mib
    local i
    for i in "${!hostile_names[@]}"; do
        hostile_case "${hostile_names[$i]}" "${hostile_counters[$i]}"
    done
    result cases ${#hostile_names[@]}
    result worst_ack_p99_ms "$worst_p99_ms"
    result worst_rss_mib "$worst_mib"
    result log_lines "$(wc -l <"$home/husongd.log")"
}

# Sets honest: the one line of JSON.
honest_load() {
    honest=$(load --terminals $honest_terminals --rate $honest_rate --seconds "$case_seconds") || honest='{}'
    echo "$honest"
}

# metric NAME: without "husong_", with its labels.
metric() {
    curl -fsS "http://127.0.0.1:$metrics_port/metrics" | awk -v name="husong_$1" '$1 == name { print $2 }'
}

# hostile_case NAME COUNTER
hostile_case() {
    local name=$1 counter=$2 before after p99 rss
    say "$name"
    before=$(metric "$counter")
    "$built/tests/bench/hostile_probe" --case "$name" --terminal-port "$terminal_port" --http-port "$http_port" \
        --codes "$home/codes.csv" --keys-from $honest_terminals --seconds $((case_seconds + 2 * under_way_s)) &
    local attack=$!
    sleep $under_way_s
    honest_load
    wait $attack || complaints+=("the attack of $name failed")
    after=$(metric "$counter")
    await_quiet
    p99=$(number_of ack_p99_ms "$honest")
    rss=$(server_rss_mib)
    echo "$counter: $before to $after; server $rss MiB"
    result "${name}_ack_p99_ms" "${p99:--1}"
    result "${name}_counted" $((after - before))
    result "${name}_rss_mib" "$rss"
    [ "$after" -gt "$before" ] || complaints+=("$name is not counted")
    is_at_most "${p99:-1e9}" $most_p99_ms || complaints+=("$name: p99 of ${p99:-no} ms")
    is_at_most "$rss" "$(awk -v calm="$calm_mib" -v growth=$most_growth_mib 'BEGIN { print calm + growth }')" ||
        complaints+=("$name: $rss MiB, $calm_mib before all cases")
    require_equal "$honest" lost 0 refused 0
    is_at_most "${p99:-0}" "$worst_p99_ms" || worst_p99_ms=$p99
    is_at_most "$rss" "$worst_mib" || worst_mib=$rss
}

is_at_most() { awk -v value="$1" -v limit="$2" 'BEGIN { exit !(value <= limit) }'; }

# The attackers' connections are gone; those that were not read are seen to go within half a minute.
await_quiet() {
    local deadline=$((SECONDS + 40))
    until [ "$(metric terminal_connections_open)" = 0 ] && [ "$(metric http_connections)" = 0 ]; do
        if [ $SECONDS -ge $deadline ]; then
            complaints+=("connections stay open")
            return
        fi
        sleep 0.2
    done
}
