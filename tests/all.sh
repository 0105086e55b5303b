#!/usr/bin/env bash
# Everything that is tested, in order of cost. On a Debian machine with Rust and Node it installs what is missing.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '\n== %s (%s s)\n' "$*" "$SECONDS"; }

install_missing() {
    local packages=()
    command -v chromium >/dev/null || packages+=(chromium fonts-dejavu-core)
    python3 -c 'import ensurepip, venv' 2>/dev/null || packages+=(python3-venv)
    command -v postgres >/dev/null || ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || packages+=(postgresql)
    command -v psql >/dev/null || packages+=(postgresql-client)
    command -v curl >/dev/null || packages+=(curl)
    command -v openssl >/dev/null || packages+=(openssl)
    [[ -x /usr/sbin/nginx ]] || packages+=(nginx-light)
    [[ -x /usr/sbin/pgbouncer ]] || packages+=(pgbouncer)
    if ((${#packages[@]})); then
        local sudo=""
        ((EUID == 0)) || sudo="sudo"
        $sudo env DEBIAN_FRONTEND=noninteractive apt-get update -qq
        $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}"
    fi
    local venv=target/peers
    if ! cmp -s tests/peers/requirements.txt "$venv/installed.txt"; then
        python3 -m venv "$venv"
        "$venv/bin/pip" install --quiet --disable-pip-version-check -r tests/peers/requirements.txt
        cp tests/peers/requirements.txt "$venv/installed.txt"
    fi
    (cd tests/browser && npm ci --silent --no-audit --no-fund)
}

say "install what is missing"
install_missing
python=$PWD/target/peers/bin/python

say "formatting"
cargo fmt --all --check

say "lints"
cargo clippy --workspace --all-targets --quiet -- -D warnings

say "documentation"
RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --document-private-items --quiet

say "licences, duplicates and sources of what we build on"
target/peers/bin/cargo-deny --locked --workspace --config config/deny.toml check --hide-inclusion-graph bans licenses sources
echo "Known vulnerabilities are NOT looked up here: no package registry carries the advisories. Where there is a network:"
echo "  target/peers/bin/cargo-deny --workspace --config config/deny.toml check advisories"

say "one copy of sqlx and of SQLite"
for crate in sqlx-core libsqlite3-sys; do
    copies=$(cargo tree --workspace --prefix none --format '{p}' 2>/dev/null | grep -c "^$crate " || true)
    versions=$(cargo tree --workspace --prefix none --format '{p}' 2>/dev/null | grep "^$crate " | cut -d' ' -f2 | sort -u | wc -l)
    ((copies > 0 && versions == 1)) || { echo "$crate: $versions versions in the tree"; exit 1; }
done

say "the suite on SQLite"
cargo test --workspace --quiet

say "the suite on PostgreSQL"
tests/postgres.sh cargo test --test it --quiet
tests/postgres.sh cargo test --lib --quiet -- ledger::store::tests

say "calendars and mail, by other people's software"
"$python" tests/peers/test_check_ics.py
"$python" tests/peers/test_smtp_faults.py
"$python" tests/peers/check_ics.py target/mail-samples
cargo build --quiet
"$python" tests/peers/service_mail.py target/debug/jastar

say "behind a proxy"
"$python" tests/peers/behind_nginx.py target/debug/jastar
tests/postgres.sh "$python" tests/peers/behind_pgbouncer.py target/debug/jastar

say "a running service: API against its schema, pages in a browser"
tests/running.sh "$python"

say "all passed"
