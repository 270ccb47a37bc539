# The server under load: a fresh county, a second process that plays its terminals, what the server used.
# shellcheck shell=bash

terminals=2000
idle_terminals=10000
overloads=300 # vehicles that become overloaded while the list is open

bench_ingest() {
    prepare_load
    measure_machine
    measure_idle
    measure_ingest
}

bench_lookup() {
    prepare_load
    measure_lookup
}

prepare_load() {
    build_release husongd husongctl husong-sim disk_probe sqlite_probe stored_probe echo_probe http_probe
    programs=$built
    describe_machine
    require_real_file_system
    ulimit -n "$(ulimit -Hn)"
    trap stop_all EXIT
}

# fresh_server TERMINALS: a new database. Some vehicles of a county carry a phone instead of a terminal.
fresh_server() {
    stop_all
    rm -rf "${home:?}"
    mkdir -p "$home"
    make_register --vehicles $(($1 + 20)) >"$home/register.log"
    ctl terminal codes --out "$home/codes.csv" >>"$home/register.log"
    start_server 0 0 0
}

# load ARGUMENT…: prints its one line of JSON. It exits with 2 when a frame was lost or refused: both are in the line.
load() {
    "$programs/husong-sim" load --terminals-file "$home/codes.csv" --port "$terminal_port" "$@" || [ $? -eq 2 ]
}

# Microseconds of CPU that the server has used. Clock ticks are of 10 ms.
server_cpu_us() { awk '{ print ($14 + $15) * 10000 }' "/proc/$server/stat"; }
server_rss_mib() { awk '/^VmRSS/ { printf "%.1f", $2 / 1024 }' "/proc/$server/status"; }

measure_idle() {
    say "$idle_terminals idle connections"
    fresh_server "$idle_terminals"
    load --terminals 1 --idle $((idle_terminals - 1)) --rate 1 --seconds 30 >"$home/load.json" &
    local loader=$!
    sleep 25
    result idle_rss_mib "$(server_rss_mib)"
    wait $loader
    cat "$home/load.json"
}

measure_ingest() {
    say "$terminals terminals, $rate frames a second for $seconds s"
    fresh_server "$terminals"
    local before after line stored
    before=$(server_cpu_us)
    line=$(load --terminals "$terminals" --rate "$rate" --seconds "$seconds")
    after=$(server_cpu_us)
    echo "$line"
    stored=$("$built/tests/bench/stored_probe" "$home/husong.db")
    local key
    for key in acknowledged_per_s acknowledged acknowledged_positions acknowledged_passenger_flows lost refused \
        ack_p50_ms ack_p99_ms resent; do
        take "$key" "$line"
    done
    take stored_positions "$stored"
    take stored_passenger_flows "$stored"
    require_equal "$line" lost 0 refused 0
    require_equal "$stored" stored_positions "$(number_of acknowledged_positions "$line")" \
        stored_passenger_flows "$(number_of acknowledged_passenger_flows "$line")"
    result server_cpu_us_per_position \
        "$(awk -v used=$((after - before)) -v count="$(number_of acknowledged_positions "$line")" 'BEGIN { printf "%.1f", used / count }')"
    result rss_mib "$(server_rss_mib)"
}

# late_turn NAME WAY RATE: two thousand terminals alone (calm), or beside one whose every second record is late.
late_turn() {
    local line used
    say "$1: $terminals terminals, $3 frames a second for $seconds s"
    fresh_server $((terminals + 1))
    { head -n 1 "$home/codes.csv" && sed -n "$((terminals + 2))p" "$home/codes.csv"; } >"$home/late.csv"
    used=$(server_cpu_us)
    [ "$2" = calm ] || "$programs/husong-sim" load --terminals-file "$home/late.csv" --port "$terminal_port" --terminals 1 \
        --rate 50 --passenger-share 0 --late 1800 --seconds "$seconds" >"$home/late.json" &
    line=$(load --terminals "$terminals" --rate "$3" --seconds "$seconds")
    wait $!
    echo "$line"
    [ "$2" = calm ] || cat "$home/late.json"
    local key
    for key in acknowledged_per_s ack_p50_ms ack_p99_ms ack_max_ms; do
        result "$1_$key" "$(number_of "$key" "$line")"
    done
    [ "$2" = calm ] || result "$1_late_terminal_ack_max_ms" "$(number_of ack_max_ms "$(cat "$home/late.json")")"
    result "$1_server_cpu_s" "$(awk -v used=$(($(server_cpu_us) - used)) 'BEGIN { printf "%.1f", used / 1000000 }')"
    local step
    for step in write commit tell "read registry" "look at register" deadlines refold "clean up"; do
        result "$1_longest_${step// /_}_ms" "$(longest_ms "$step")"
    done
    require_equal "$line" lost 0 refused 0
}

# longest_ms STEP: the writer's longest, since the server was started.
longest_ms() {
    curl -fsS "http://127.0.0.1:$metrics_port/metrics" |
        awk -F '} ' -v name="husong_writer_longest_seconds{step=\"$1\"" '$1 == name { printf "%.1f", $2 * 1000 }'
}

# What one terminal costs that uploads history without end: every second of its 50 records a second is half an hour old, so that
# the vehicle is folded again and again; from 40 s on also what it told before. The others in turns without it and beside it: what
# it costs of the throughput shows at a load that fills the machine, what it delays at half of it.
bench_late() {
    prepare_load
    measure_machine
    local turn way
    for turn in 1 2; do
        for way in calm late; do
            late_turn "full_${way}_$turn" "$way" "$rate"
            late_turn "half_${way}_$turn" "$way" $((rate / 2))
        done
    done
}

measure_lookup() {
    local line loader half=$((rate / 2))
    say "look-ups while $half frames a second come in"
    fresh_server $((terminals + overloads))
    load --terminals "$terminals" --rate "$half" --seconds $((seconds + 65)) >"$home/load.json" &
    loader=$!
    sleep 5
    line=$("$built/tests/bench/http_probe" --port "$http_port" --terminal-port "$terminal_port" \
        --register "$home/register" --codes "$home/codes.csv" --spare-from "$terminals" \
        --password-file "$home/password" --seconds $((seconds + 50)))
    wait $loader
    cat "$home/load.json"
    echo "$line"
    local key
    for key in lookup_p50_ms lookup_p99_ms recount_p50_ms recount_p99_ms live live_p50_ms live_p99_ms live_missing http_failed; do
        take "$key" "$line"
    done
    for key in lost refused; do
        take "$key" "$(cat "$home/load.json")"
    done
    require_equal "$(cat "$home/load.json")" lost 0 refused 0
}
