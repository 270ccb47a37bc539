# Which Node.js builds and tests the pages.
# shellcheck shell=bash

# The oldest that Vite and its bundler take. Debian 12 has 18: then the npm registry's own Node.js is put into
# build/node, and nowhere else.
node_oldest=20.19.0
node_pinned=22.23.3
npm_pinned=11.21.2
node_home=$root/build/node

is_at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

node_serves() {
    local version
    version=$(node --version 2>/dev/null) || return 1
    is_at_least "${version#v}" "$node_oldest"
}

# Puts a Node.js that serves on the PATH; fails when there is none.
use_node() {
    node_serves && command -v npm >/dev/null && return 0
    [ -x "$node_home/node_modules/.bin/node" ] || return 1
    PATH=$node_home/node_modules/.bin:$PATH
    node_serves
}

# Fetches a Node.js that serves with the npm that is here.
fetch_node() {
    local arch
    case $(uname -m) in
        x86_64) arch=x64 ;;
        aarch64) arch=arm64 ;;
        *) fail "no Node.js of at least $node_oldest here, and none to fetch for $(uname -m)" ;;
    esac
    mkdir -p "$node_home"
    npm install --prefix "$node_home" --no-audit --no-fund --loglevel=error \
        "node-linux-$arch@$node_pinned" "npm@$npm_pinned"
    ln -sf "../node-linux-$arch/bin/node" "$node_home/node_modules/.bin/node"
}

# npm ci in a folder whose packages are not those of its package-lock.json.
install_node_packages() {
    local folder=$1 stamp wanted
    stamp=$folder/node_modules/.installed-from
    wanted=$(sha256sum <"$folder/package-lock.json")
    [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && return 0
    (cd "$folder" && npm ci --no-audit --no-fund --loglevel=error)
    printf '%s\n' "$wanted" >"$stamp"
}
