#!/usr/bin/env bash
# Tests a package: package_root.sh FILE.deb, as root. Makes a clean Debian 12 in memory, installs the package there, boots it,
# and lets tests/package/inside.sh check it. Everything ends with this process: mounts and processes live in its namespaces.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

suite=bookworm
cache=$root/build/package-cache
clean=$root/build/package-root

# The machine's own mirror of Debian and how it is reached: what apt uses, and never another one.
apt_sources() {
    # shellcheck disable=SC2016
    apt-get indextargets --format '$(REPO_URI) $(CODENAME) $(COMPONENT)' 'Created-By: Packages' 'Origin: Debian' | sort -u |
        grep -E " $suite(-[a-z]+)? main\$"
}

mirror() { apt_sources | awk -v suite=$suite '$2 == suite { print $1; exit }'; }

make_root() {
    local uri proxy=''
    uri=$(mirror)
    [ -n "$uri" ] || fail "apt on this machine knows no Debian 12 ($suite); after apt-get update it may"
    eval "$(apt-config shell proxy Acquire::http::Proxy)"
    [ -z "$proxy" ] || export http_proxy=$proxy
    mkdir -p "$clean" "$cache"
    mount -t tmpfs -o size=2g,mode=755 husong-package "$clean"
    timeout 900 debootstrap --variant=minbase --include=systemd,systemd-sysv --cache-dir="$cache" $suite "$clean" "$uri" ||
        { tail -n 20 "$clean/debootstrap/debootstrap.log"; fail "debootstrap failed"; }
    apt_sources | sed 's/^/deb /' >"$clean/etc/apt/sources.list"
    apt-config dump | grep -E '^Acquire::(Check-|https?::|Retries)' >"$clean/etc/apt/apt.conf.d/90machine" || true
}

# inside ARGUMENT…: of systemd-nspawn. Debian's systemd is there, this machine's need not be.
inside() { systemd-nspawn --quiet --directory="$clean" --machine=husong-package --register=no --keep-unit --console=pipe "$@"; }

install_package() {
    cp "$1" "$clean/husong.deb"
    inside sh -c 'apt-get update -q && dpkg -i /husong.deb
        DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends --fix-broken'
}

# The checks are a service of the booted system; when it ends, the system does.
boot() {
    cp "$root/tests/package/inside.sh" "$clean/usr/local/sbin/package-checks"
    cat >"$clean/etc/systemd/system/package-checks.service" <<'EOT'
[Unit]
After=multi-user.target
SuccessAction=poweroff-force
FailureAction=poweroff-force
[Service]
Type=oneshot
ExecStart=/usr/local/sbin/package-checks
StandardOutput=file:/checks.log
StandardError=inherit
TimeoutStartSec=300
EOT
    ln -s ../package-checks.service "$clean/etc/systemd/system/multi-user.target.wants/"
    timeout --kill-after=10 360 systemd-nspawn --boot --directory="$clean" --machine=husong-package --register=no --keep-unit \
        --console=pipe --private-network --link-journal=no >"$clean/boot.log" 2>&1 || true
    cat "$clean/checks.log" || tail -n 40 "$clean/boot.log"
    grep -q '^end of the checks$' "$clean/checks.log"
}

main() {
    local started=$EPOCHREALTIME
    mount -t tmpfs husong-nspawn /run/systemd
    make_root
    say "a clean Debian after $(seconds_since "$started") s"
    install_package "$1"
    say "installed after $(seconds_since "$started") s"
    boot
    say "checked after $(seconds_since "$started") s"
}

case ${HUSONG_OWN_NAMESPACES:-no} in
    yes) main "$@" ;;
    no)
        HUSONG_OWN_NAMESPACES=yes exec unshare --mount --propagation private --pid --fork --mount-proc --kill-child \
            "${BASH_SOURCE[0]}" "$@"
        ;;
esac
