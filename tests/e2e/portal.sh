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
    page '/bodies' '没有登记册'
    page '/health' 'ok'
    stop
    # The demonstration's register, in which a body was recognised; 车工 at level 4.
    "$bin" demo --no-serve --data "$scratch/register" >"$scratch/demo.log" 2>&1
    serve --data "$scratch/register"
    page '/bodies?on=2021-01-10' '示例制造有限公司' '✓</span> 有效' '四级/中级工' '/bodies.csv?on=2021-01-10'
    page '/bodies?on=2021-01-10&level=5' '没有符合条件的评价机构'
    page '/bodies/3' '沿革' '依据' 'role="note"'
    page '/bodies/3?occupation=%E8%BD%A6%E5%B7%A5&level=4&on=2021-01-10&lang=en' \
        '<html lang="en"' 'class="answer permit"' 'Rests on entry' '「'
    page '/bodies/3?occupation=%E8%BD%A6%E5%B7%A5&level=4&on=2020-11-08' 'class="answer forbid"' '尚未备案'
    page '/bodies/3?occupation=%E8%BD%A6%E5%BA%8A%E5%B7%A5&level=4' 'role="alert"' '车工'
    page '/occupation/%E8%BD%A6%E5%B7%A5?on=2021-01-10' '/bodies?occupation=%E8%BD%A6%E5%B7%A5'
    page "/verify?number=$(certificate)" '/bodies/3?occupation=' '查看发证机构当日的备案情况'
    stop
    echo "17 pages were as they should be"
}

# Starts the server on a free port and waits for the line that says where it is.
serve() {
    "$bin" serve --listen 127.0.0.1:0 "$@" >"$scratch/address" 2>"$scratch/serve.log" &
    server=$!
    trap stop EXIT
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

# Stops the server, if one is running.
stop() {
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    server=""
    : >"$scratch/address"
}

# Names a certificate of the demonstration's employer by its number.
certificate() {
    local files=("$scratch"/register/certificates/Y*.dengji)
    basename "${files[0]}" .dengji
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
