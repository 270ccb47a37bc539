# The suite that installs what is shipped.
# shellcheck shell=bash

suite_package() {
    check "package" "$root/tools/package"
    local package=("$root"/build/release/package/husong_*.deb)
    [ ! -f "${package[0]}" ] || package_checks "${package[0]}"
}

# package_checks FILE: its lines "ok WHAT" and "not ok WHAT" are counted; that it comes to its end is one more.
package_checks() {
    local suite="package installed" started=$EPOCHREALTIME status=0 log passed failed
    say "$suite"
    logged "$suite" as_root "$root/tools/lib/package_root.sh" "$1" || status=1
    log=$logs/package-installed.log
    passed=$(grep -c '^ok ' "$log" || true)
    failed=$(grep -c '^not ok ' "$log" || true)
    grep '^not ok ' "$log" || true
    tally "$suite" "$passed" $((failed > status ? failed : status)) "$(seconds_since "$started")"
}
