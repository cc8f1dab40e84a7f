#!/usr/bin/env bash
# Runs a command with CLINIC_TEST_DATABASE naming a throw-away PostgreSQL, which ends with it.
set -euo pipefail

postgres_bin() {
    ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1
}

stop() {
    echo "$1" >&2
    exit 1
}

bin=$(postgres_bin)
if [ ! -x "${bin:-/nowhere}/initdb" ]; then
    [ "$(id -u)" -eq 0 ] || stop "PostgreSQL is not installed: sudo apt install postgresql"
    scripts/apt-install.sh postgresql
    bin=$(postgres_bin)
fi

# PostgreSQL refuses to run as root; Debian's package makes the user postgres.
as_user() {
    if [ "$(id -u)" -eq 0 ]; then
        runuser -u postgres -- "$@"
    else
        "$@"
    fi
}

folder=$(mktemp -d /tmp/clinic-postgres.XXXXXX)
chmod 755 "$folder"
[ "$(id -u)" -ne 0 ] || chown postgres "$folder"

end() {
    as_user "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

cd "$folder"
as_user "$bin/initdb" -D data --username=clinic --auth=trust --encoding=UTF8 --locale=C.UTF-8 \
    >initdb.log 2>&1 || { cat initdb.log >&2; exit 1; }
# A socket in our own folder and no port: several can run on one machine. What it holds is thrown
# away, so it need not reach the disk; durability is not what these tests look at.
as_user "$bin/pg_ctl" -D data -w -l "$folder/postgres.log" start -o \
    "-c listen_addresses='' -c unix_socket_directories='$folder' -c fsync=off \
     -c synchronous_commit=off -c full_page_writes=off -c max_connections=200" >/dev/null ||
    { cat "$folder/postgres.log" >&2; exit 1; }
cd - >/dev/null

export CLINIC_TEST_DATABASE="postgres://clinic@/postgres?host=$folder"
# In the background, so that a signal to us is handled while the tests still run.
"$@" &
tests=$!
trap 'kill -TERM $tests 2>/dev/null; wait $tests || true; exit 143' INT TERM
status=0
wait $tests || status=$?
exit $status
