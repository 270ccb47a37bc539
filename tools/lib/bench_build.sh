# How long a build takes.
# shellcheck shell=bash

# The files a person touches most, and the ones that cost most.
touched_files=(server/rules/fold.cpp server/ingest/loop.cpp server/net/terminal_session.cpp server/http/server.cpp)

bench_build() {
    local folder=$root/build/bench file
    describe_machine
    rm -rf "$folder"
    say "clean release build, nothing cached"
    CCACHE_DISABLE=1 timed_build release "$folder" clean_build_s
    slowest_units "$folder"
    rm -rf "$folder"

    say "after one touched file, in the build that one edits in"
    timed_build dev "$folder" "first build of dev, from the cache where it can"
    for file in "${touched_files[@]}"; do
        [ -f "$root/$file" ] || fail "$file is gone: name another in touched_files"
        touch "$root/$file"
        CCACHE_DISABLE=1 timed_build dev "$folder" "rebuild_s $file"
    done
    rm -rf "$folder"
}

# timed_build PRESET FOLDER RESULT: the programs.
timed_build() {
    local started
    cmake --preset "$1" -S "$root" -B "$2" >/dev/null
    started=$EPOCHREALTIME
    cmake --build "$2" -j "$cores" --target husongd husongctl husong-sim | tail -n 1
    result "$3" "$(seconds_since "$started")"
}

# Ninja's log: start and end in ms, then the target.
slowest_units() {
    echo "slowest (s):"
    awk '!/^#/ { printf "%7.1f %s\n", ($2 - $1) / 1000, $4 }' "$1/.ninja_log" | sort -rn | head -n 10
}
