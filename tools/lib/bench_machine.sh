# What machine a measurement was made on, and what it does without Husong.
# shellcheck shell=bash

describe_machine() {
    say "machine"
    printf '    %-14s %s\n' \
        processor "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $cores cores" \
        memory "$(awk '/^MemTotal/ { printf "%.1f GiB", $2 / 1048576 }' /proc/meminfo)" \
        kernel "$(uname -sr)" \
        "load before" "$(cut -d ' ' -f 1-3 /proc/loadavg)"
}

# The type of the file system that holds var/bench. In memory nothing is kept, so nothing is measured.
require_real_file_system() {
    mkdir -p "$home"
    file_system=$(df --output=fstype "$home" | tail -n 1)
    case $file_system in
        tmpfs | ramfs | overlay) fail "${home#"$root"/} lies on $file_system: a measurement needs a disk" ;;
    esac
    printf '    %-14s %s\n' "file system" "$file_system"
    result file_system "$file_system"
}

# number_of KEY JSON
number_of() { grep -o "\"$1\": *-\?[0-9.]*" <<<"$2" | head -n 1 | sed 's/.*: *//'; }

# take KEY JSON: hands a number on into the results.
take() {
    local value
    value=$(number_of "$1" "$2")
    [ -n "$value" ] || fail "no $1 in: $2"
    result "$1" "$value"
}

# require_equal JSON KEY WANTED …: a run in which a number is another ends with 1, after it was printed.
require_equal() {
    local line=$1 value
    shift
    while [ $# -gt 0 ]; do
        value=$(number_of "$1" "$line") || value=
        [ "$value" = "$2" ] || complaints+=("$1 is ${value:-missing}, not $2")
        shift 2
    done
}

measure_machine() {
    local disk sqlite echo
    say "what the machine does without Husong"
    disk=$("$built/tests/bench/disk_probe" "$home")
    sqlite=$("$built/tests/bench/sqlite_probe" "$home" "$root/db/migrations")
    echo=$("$built/tests/bench/echo_probe")
    printf '    %s\n' "$disk" "$sqlite" "$echo"
    take fdatasync_p50_ms "$disk"
    take fdatasync_p99_ms "$disk"
    take raw_sqlite_per_s "$sqlite"
    take bare_echo_per_s "$echo"
}
