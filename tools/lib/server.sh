# Starts husongd and what talks to it in the background, and stops all of it.
# The script that uses it sets: home (a folder for database and logs), programs (the folder of the build).
# shellcheck shell=bash

pids=()
declare -A names

ctl() { "$programs/husongctl" --db "$home/husong.db" "$@"; }

# start NAME COMMAND…: its output goes to NAME.log.
start() {
    local name=$1
    shift
    : >"$home/$name.log"
    "$@" >"$home/$name.log" 2>&1 </dev/null &
    pids+=($!)
    names[$!]=$name
}

stop_all() {
    [ ${#pids[@]} -eq 0 ] || kill -TERM "${pids[@]}" 2>/dev/null || true
    wait || true
    pids=()
}

# start_server HTTP_PORT TERMINAL_PORT METRICS_PORT [ARGUMENT…]: port 0 takes any free one; what else the server is told.
# Sets server, http_port, terminal_port and metrics_port.
start_server() {
    start husongd "$programs/husongd" --db "$home/husong.db" --http-address 127.0.0.1 --http-port "$1" \
        --terminal-address 127.0.0.1 --terminal-port "$2" --metrics-port "$3" "${@:4}"
    server=${pids[-1]}
    await_ready
}

# Waits for the line "ready http=ADDRESS:PORT terminals=ADDRESS:PORT metrics=ADDRESS:PORT", then for /readyz.
await_ready() {
    local deadline=$((SECONDS + 30)) line
    until line=$(grep -m 1 '^ready ' "$home/husongd.log"); do
        kill -0 "$server" 2>/dev/null || fail "the server ended: $(tail -n 5 "$home/husongd.log")"
        [ $SECONDS -lt $deadline ] || fail "the server is not ready after 30 s: $(tail -n 5 "$home/husongd.log")"
        sleep 0.1
    done
    http_port=$(sed 's/.* http=[^ ]*:\([0-9]*\).*/\1/' <<<"$line")
    terminal_port=$(sed 's/.* terminals=[^ ]*:\([0-9]*\).*/\1/' <<<"$line")
    metrics_port=$(sed 's/.* metrics=[^ ]*:\([0-9]*\).*/\1/' <<<"$line")
    until curl -fsS -o /dev/null "http://127.0.0.1:$http_port/readyz" 2>/dev/null; do
        [ $SECONDS -lt $deadline ] || fail "/readyz does not answer: $(tail -n 5 "$home/husongd.log")"
        sleep 0.1
    done
}

# A register of the simulator's, its terminals enrolled, secrets for its phones and for those who tell of sightings,
# and the account "police" with a fresh password. make_register WHAT…: arguments of "husong-sim county".
make_register() {
    "$programs/husong-sim" county "$@" --out "$home/register"
    ctl import "$home/register"
    ctl terminal enrol-all
    ctl device add-phones --out "$home/secrets.csv"
    local teller
    for teller in gate hotline; do
        ctl device add "$teller" --kind camera --source "$teller" --out "$home/secrets.csv"
    done
    (umask 077 && head -c 12 /dev/urandom | base64 | tr '+/' '-_' >"$home/password")
    ctl account add police --role police --display 值勤交警 --password-file "$home/password"
}
