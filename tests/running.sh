#!/usr/bin/env bash
# Starts a service of its own on a free port and lets other people's software use it: schemathesis its API, Chromium its
# pages. Ends only what it started.
set -euo pipefail
cd "$(dirname "$0")/.."
python=$1

cargo build --quiet
jastar=$PWD/target/debug/jastar
home=$(mktemp -d)
port=$("$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
export JASTAR_DATA__DIR=$home JASTAR_HTTP__LISTEN=127.0.0.1:$port
# A walk does in a minute what a group does in a week.
export JASTAR_LIMITS__REQUESTS_PER_HOUR=100
base=http://127.0.0.1:$port

"$jastar" serve >"$home/out.txt" 2>&1 &
server=$!
stop() {
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
    rm -rf "$home"
}
trap stop EXIT
for _ in $(seq 100); do
    curl --silent --fail "$base/readyz" >/dev/null && break
    kill -0 "$server" || { cat "$home/out.txt"; exit 1; }
    sleep 0.1
done

"$jastar" user create --email manager@youth-house.example --name "Менеджер" --manager-of youth-house >/dev/null
"$jastar" user create --email house@youth-house.example --name "Айгерім" --manager-of youth-house >/dev/null
"$jastar" user create --email member@qanat.example --name "Әсел" >/dev/null
token=$("$jastar" token create --email member@qanat.example)
manager=$("$jastar" token create --email manager@youth-house.example)

echo "-- pages in Chromium"
mkdir -p target/screenshots
# Opens with the key that the service printed at its start.
mailbox=$(grep --only-matching 'http://[^ ]*/dev/mail?key=[0-9a-f]*' "$home/out.txt")
(cd tests/browser && node walk.mjs "$base" "$PWD/../../target/screenshots" "$mailbox")
(cd tests/browser && node house.mjs "$base" "$PWD/../../target/screenshots" "$mailbox" house@youth-house.example)

echo "-- the API against its schema"
PATH=$(dirname "$python"):$PATH bash tests/peers/api_schema.sh "$base" "$token" "$manager"

echo "-- what is stored after all that"
"$jastar" doctor
"$jastar" backup "$home/copy.db"
