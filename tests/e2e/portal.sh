#!/usr/bin/env bash
# Serves the portal and looks at its pages with a browser, without JavaScript being of any use.
# Arguments or environment: the program (DENGJI_BIN) and an empty folder (DENGJI_TMP).
set -euo pipefail

bin=${DENGJI_BIN:-$1}
scratch=${DENGJI_TMP:-$2}
server=""

main() {
    serve
    # In Chinese first; the bytes in the addresses are 车工 and 车床工.
    page '/?on=2020-10-01' '<html lang="zh-CN"' '显示 192 个职业，共 192 个' '已退出 29' '剩 91 天'
    page '/occupation/%E8%BD%A6%E5%B7%A5?on=2020-10-01' '车工' '第一批退出」' '不可以'
    page '/occupation/%E8%BD%A6%E5%BA%8A%E5%B7%A5' '没有这个职业' '车工'
    page '/notice' 'id="p2.batch1-has-left"' '设备点检员' 'class="unruled"'
    page '/may-i?act=announce-exam&occupation=%E8%BD%A6%E5%B7%A5&on=2020-09-30' '需补充事实'
    page '/may-i?act=announce-exam&occupation=%E8%BD%A6%E5%B7%A5&on=2020-10-01&lang=en' \
        '<html lang="en"' 'may not be done' '第一批退出」'
    page '/verify' '查验证书'
    page '/health' 'ok'
    echo "8 pages were as they should be"
}

# Starts the server on a free port and waits for the line that says where it is.
serve() {
    "$bin" serve --listen 127.0.0.1:0 >"$scratch/address" &
    server=$!
    trap 'kill "$server" 2>/dev/null; wait "$server" 2>/dev/null || true' EXIT
    local tries
    for ((tries = 0; tries < 300; tries++)); do
        if [ -s "$scratch/address" ]; then
            break
        fi
        kill -0 "$server" || fail "the server ended before it was ready"
        read -r -t 0.1 <> <(:) || true
    done
    base=$(head -n 1 "$scratch/address")
    base=${base%/}
    [ -n "$base" ] || fail "the server did not say where it is within 30 seconds"
}

# Loads a page and expects texts in what the browser made of it.
page() {
    local address=$1 text dom
    shift
    dom=$(chromium --headless --no-sandbox --disable-gpu --user-data-dir="$scratch/browser" \
        --dump-dom "$base$address" 2>"$scratch/browser.log") || fail "$address did not load"
    for text in "$@"; do
        grep -qF -- "$text" <<<"$dom" || fail "$address lacks '$text'"
    done
    # A cookie from one page must not choose the language of the next.
    rm -rf "$scratch/browser"
}

fail() {
    echo "portal.sh: $1" >&2
    exit 1
}

main
