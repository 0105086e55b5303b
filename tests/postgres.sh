#!/bin/sh
# Runs a command against a PostgreSQL server of its own, which is gone afterwards:
#
#     tests/postgres.sh cargo test --test it
#
# The command finds the server in TEST_DATABASE_URL, the folder of PostgreSQL's programs in TEST_POSTGRES_PROGRAMS, and in
# TEST_POSTGRES_AS what runs them as somebody else where it is run by root. Needs the programs of Debian's package
# `postgresql`.
set -eu

for folder in /usr/local/bin /usr/lib/postgresql/*/bin; do
    if [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ]; then bin=$folder; fi
done
[ -n "${bin:-}" ] || { echo "postgres.sh: no initdb; install the package postgresql" >&2; exit 1; }

folder=$(mktemp -d)
# initdb and postgres refuse root.
as_owner=
if [ "$(id -u)" = 0 ]; then
    owner=nobody
    if id postgres >/dev/null 2>&1; then owner=postgres; fi
    chown "$owner" "$folder"
    as_owner="setpriv --reuid=$owner --regid=$(id -g "$owner") --clear-groups"
fi

# Runs one of PostgreSQL's programs as the owner of the data, who may not see the folder that we are in.
run() {
    program=$1
    shift
    # shellcheck disable=SC2086
    (cd "$folder" && $as_owner "$bin/$program" "$@" >>"$folder/out" 2>&1)
}

stop() {
    status=$?
    trap - EXIT
    run pg_ctl -D data -m immediate stop || true
    rm -rf "$folder"
    exit "$status"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

fail() {
    cat "$folder/out" "$folder/log" >&2 || true
    exit 1
}

run initdb --pgdata data --username jastar --auth trust --encoding UTF8 --locale C.UTF-8 || fail

# Two runs at once must not meet, so a port that is taken gives way to the next.
port=$(( 20000 + $$ % 20000 ))
last=$(( port + 20 ))
until run pg_ctl -D data -l "$folder/log" -w start \
    -o "-k $folder -h 127.0.0.1 -p $port -c max_connections=300 -c max_locks_per_transaction=256"; do
    port=$(( port + 1 ))
    [ "$port" -lt "$last" ] || fail
done

TEST_POSTGRES_PROGRAMS=$bin TEST_POSTGRES_AS=$as_owner \
    TEST_DATABASE_URL="postgres://jastar@127.0.0.1:$port/postgres" "$@"
