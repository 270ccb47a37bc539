# Shared by the scripts of tools/: where the project is, how to speak, how to fail.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cores=$(nproc)

# What one checkout compiled, another one on this machine need not compile again; with precompiled headers too, which ccache
# trusts only when told so.
export CCACHE_BASEDIR=$root CCACHE_NOHASHDIR=true CCACHE_SLOPPINESS=pch_defines,time_macros

say() { printf '\n== %s\n' "$*"; }

fail() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        fail "not root and no sudo here; as root: $*"
    fi
}

# The comment that opens a script is its manual.
print_manual() { sed -n '2,/^[^#]/{/^#/s/^# \{0,1\}//p}' "$1"; }

# The seconds since a moment taken by: started=$EPOCHREALTIME
seconds_since() {
    local now=$EPOCHREALTIME
    awk -v from="$1" -v to="$now" 'BEGIN { printf "%.1f", to - from }'
}
