# How long a build takes.
# shellcheck shell=bash

# The files a person touches most, and the ones that cost most.
touched_files=(server/rules/evaluate.cpp server/ingest/loop.cpp server/net/terminal_session.cpp server/http/server.cpp)

bench_build() {
    local folder=$root/build/bench started file
    export CCACHE_DISABLE=1
    describe_machine
    rm -rf "$folder"
    cmake --preset release -S "$root" -B "$folder" >/dev/null

    say "clean release build"
    started=$EPOCHREALTIME
    cmake --build "$folder" -j "$cores" --target husongd husongctl husong-sim | tail -n 1
    result clean_build_s "$(seconds_since "$started")"
    slowest_units "$folder"

    say "after one touched file"
    for file in "${touched_files[@]}"; do
        [ -f "$root/$file" ] || continue
        touch "$root/$file"
        started=$EPOCHREALTIME
        cmake --build "$folder" -j "$cores" --target husongd husongctl husong-sim | tail -n 1
        result "rebuild_s $file" "$(seconds_since "$started")"
    done
    rm -rf "$folder"
}

# Ninja's log: start and end in ms, then the target.
slowest_units() {
    echo "slowest (s):"
    awk '!/^#/ { printf "%7.1f %s\n", ($2 - $1) / 1000, $4 }' "$1/.ninja_log" | sort -rn | head -n 10
}
