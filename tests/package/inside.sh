#!/bin/bash
# Run by systemd inside the clean Debian in which the package was just installed (tools/lib/package_root.sh): the server is
# started, used, removed and purged. Prints a line for each check, "ok WHAT" or "not ok WHAT".
set -u

state=/var/lib/husong

check() {
    local what=$1
    shift
    if "$@"; then echo "ok $what"; else echo "not ok $what: $*"; fi
}

# check_equal WHAT EXPECTED GOT
check_equal() {
    if [ "$2" = "$3" ]; then echo "ok $1"; else printf 'not ok %s: not "%s" but "%s"\n' "$1" "$2" "$3"; fi
}

# get PATH: the whole answer. The clean system has no curl.
get() {
    exec 3<>/dev/tcp/127.0.0.1/8080 || return
    printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$1" >&3
    timeout 10 cat <&3
    exec 3>&-
}

answers_ready() { get /readyz 2>/dev/null | grep -q '^HTTP/1.1 200 '; }

comes_ready() {
    local deadline=$((SECONDS + 60))
    until answers_ready; do
        [ $SECONDS -lt $deadline ] || return 1
        sleep 0.2
    done
}

has_ended() { ! systemctl --quiet is-active husongd.service; }
ctl() { runuser -u husong -- husongctl --db $state/husong.db "$@"; }
property() { systemctl show --value --property "$1" husongd.service; }

as_installed() {
    check_equal "not enabled" disabled "$(systemctl is-enabled husongd.service)"
    check_equal "not started" inactive "$(systemctl is-active husongd.service)"
    check_equal "state folder" "husong:husong 700" "$(stat -c '%U:%G %a' $state)"
    check_equal "settings" "root:root 644" "$(stat -c '%U:%G %a' /etc/husong/husongd.toml)"
    check_equal "unit is sound" "" "$(systemd-analyze verify --man=no husongd.service 2>&1)"
    check "manual pages" test -s /usr/share/man/man8/husongd.8.gz -a -s /usr/share/man/man8/husongctl.8.gz
    check "no simulator" test ! -e /usr/bin/husong-sim
}

served() {
    check "enabled and started" systemctl --quiet enable --now husongd.service
    check "answers /readyz" comes_ready
    check "serves the pages" grep -q '<!doctype html>' <(get /)
    check_equal "runs as" husong "$(stat -c %U "/proc/$(property MainPID)")"
    check_equal "gains no privileges" "NoNewPrivs: 1" "$(grep NoNewPrivs "/proc/$(property MainPID)/status" | tr '\t' ' ')"
    check_equal "database" "husong:husong 600" "$(stat -c '%U:%G %a' $state/husong.db)"
    check_equal "warns of nothing but an empty register" 1 "$(journalctl -o cat -u husongd.service | grep -c -E 'warning|error|critical')"
    check_equal "husongctl" "account wang (police)" "$(ctl account add wang --role police <<<'correct horse battery')"
    check "backup while it runs" ctl backup $state/backup.db
}

restored() {
    check "stopped" systemctl stop husongd.service
    check_equal "stopped as asked" success "$(property Result)"
    check "restore" ctl restore --force $state/backup.db
    check "started again" systemctl start husongd.service
    check "answers /readyz after the restore" comes_ready
    check "the account is there" grep -q wang <(ctl account list)
}

comes_back_when_killed() {
    local before
    before=$(property MainPID)
    kill -KILL "$before"
    local deadline=$((SECONDS + 60))
    until [ "$(property MainPID)" != "$before" ] && answers_ready; do
        [ $SECONDS -lt $deadline ] || return 1
        sleep 0.2
    done
}

upgraded() {
    local before
    before=$(property MainPID)
    echo '# edited' >>/etc/husong/husongd.toml
    check "the package again" dpkg -i /husong.deb
    check "the running server is the new one" test "$(property MainPID)" != "$before"
    check "answers /readyz after the upgrade" comes_ready
    check "edited settings stay" grep -q '^# edited' /etc/husong/husongd.toml
}

removed() {
    check "remove" dpkg -r husong
    check "the server has ended" has_ended
    check "no programs" test ! -e /usr/bin/husongd -a ! -e /usr/bin/husongctl -a ! -e /usr/share/husong
    check "settings stay" test -e /etc/husong/husongd.toml
    check "purge" dpkg -P husong
    check "user stays" getent passwd husong
    # By policy what the user made of it stays: the records must be kept for months.
    check_equal "nothing stays but the records" "$state" "$(find / -xdev -name '*husong*' -not -path "$state/*" -not -path '/proc/*' \
        -not -path /husong.deb -not -path '/run/*' -not -path '/sys/*')"
    check "records stay" test -s $state/husong.db -a -s $state/backup.db
    check_equal "dpkg knows it no more" "" "$(dpkg-query -W -f '${db:Status-Abbrev}' husong 2>/dev/null)"
}

as_installed
served
check "comes back when killed" comes_back_when_killed
restored
upgraded
removed
echo "end of the checks"
