# Does the server at work find what a fold of its log finds? The real server, terminals and phones over sockets; then what
# its database holds is written out as a record log, folded, and both findings are compared byte by byte.
# shellcheck shell=bash

sockets_scenario=$root/device_sim/scenarios/sockets.json
sockets_seconds=600
settles_s=5 # after the last record: late data is folded within seconds
# A deadline that falls due while the server is being stopped may have fired or not: the fold's clock ends at that moment, or
# so much earlier or later.
stop_takes_s=(0 -2 2)

bench_sockets() {
    [ -z "$asked_seconds" ] || sockets_seconds=$asked_seconds
    build_release husongd husongctl husong-sim
    programs=$built
    describe_machine
    trap stop_all EXIT
    play_over_sockets
    write_out
    compare_with_fold
}

play_over_sockets() {
    say "$sockets_seconds s over sockets"
    rm -rf "${home:?}"
    mkdir -p "$home"
    make_register --scenario "$sockets_scenario" >"$home/register.log"
    start_server 0 0 0
    "$programs/husong-sim" run --scenario "$sockets_scenario" --for "$sockets_seconds" --secrets "$home/secrets.csv" \
        --port "$terminal_port" --http-port "$http_port" | tee "$home/simulator.json"
    sleep $settles_s
    stopped_at=$(date +%s)
    stop_all
}

write_out() {
    ctl records --out "$home/records.log"
    ctl findings --out "$home/found.jsonl"
    local kind count
    for kind in position passenger_flow head_count sighting; do
        count=$(grep -c "	$kind	" "$home/records.log") || true
        result "records_$kind" "$count"
        [ "$count" -gt 0 ] || complaints+=("no record of the kind $kind came")
    done
    count=$(wc -l <"$home/found.jsonl")
    result findings "$count"
    [ "$count" -gt 0 ] || complaints+=("nothing was found")
}

compare_with_fold() {
    local after until totals
    say "the fold of its log"
    for after in "${stop_takes_s[@]}"; do
        until=$(date -u -d "@$((stopped_at + after))" +%Y-%m-%dT%H:%M:%SZ)
        totals=$("$programs/husongctl" fold "$home/records.log" --register "$home/register" --until "$until" \
            --findings "$home/folded.jsonl" 2>&1) || fail "$totals"
        echo "until $until: $totals"
        if cmp -s "$home/found.jsonl" "$home/folded.jsonl"; then
            take records "$totals"
            take refolds "$totals"
            echo "the same findings, byte by byte"
            return
        fi
        diff "$home/found.jsonl" "$home/folded.jsonl" >"$home/differences-$after.diff" || true
    done
    head -n 4 "$home/differences-0.diff" | cut -c 1-1000
    complaints+=("the server found otherwise (<) than the fold of its log (>): ${home#"$root"/}/differences-0.diff")
}
