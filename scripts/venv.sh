#!/bin/sh
# Makes .venv and installs the pins: venv.sh run (what the site needs) or venv.sh dev (tests and
# tools too). Does nothing when they are installed already.
set -eu
cd "$(dirname "$0")/.."
wanted=${1:?run or dev}

stop() {
    printf '%s\n' "$@" >&2
    exit 1
}

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

makes_environments() {
    "$1" -c 'import ensurepip, venv' 2>/dev/null
}

find_python() {
    # $PYTHON first; then the plain name, which people expect; then the newest.
    incomplete=""
    for candidate in "${PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11 python; do
        if [ -n "$candidate" ] && new_enough "$candidate"; then
            if makes_environments "$candidate"; then
                echo "$candidate"
                return
            fi
            incomplete=$candidate
        fi
    done
    [ -z "$incomplete" ] || stop \
        "$incomplete cannot make a virtual environment: its venv or ensurepip part is missing." \
        "On Debian or Ubuntu: sudo apt install python3-venv"
    found=$(python3 --version 2>/dev/null || echo "no python3")
    stop "Clinic needs Python 3.11 or newer; found: $found." \
        "Install it, or name it: make run PYTHON=/path/to/python3.12"
}

fingerprint() {
    cat "$@" | cksum
}

usable() {
    .venv/bin/python -m pip --version >/dev/null 2>&1 && new_enough .venv/bin/python
}

if ! usable; then
    python=$(find_python)
    echo "Making .venv with $("$python" --version)."
    rm -rf .venv
    "$python" -m venv .venv
fi

run_pins=$(fingerprint requirements.txt)
dev_pins=$(fingerprint requirements.txt requirements-dev.txt)
has() {
    [ "$(cat ".venv/installed-$1" 2>/dev/null)" = "$2" ]
}

install() {
    echo "Installing $1. The first time, this takes a minute or two."
    .venv/bin/python -m pip install --disable-pip-version-check --quiet --no-input -r "$1" || stop \
        "The packages could not be installed; the lines above say why." \
        "Clinic needs the network for this, the first time and after an upgrade."
}

case $wanted in
run)
    # The tests' packages are a superset of these.
    if ! has run "$run_pins" && ! has dev "$dev_pins"; then
        install requirements.txt
        echo "$run_pins" >.venv/installed-run
    fi
    ;;
dev)
    if ! has dev "$dev_pins"; then
        install requirements-dev.txt
        echo "$dev_pins" >.venv/installed-dev
        echo "$run_pins" >.venv/installed-run
    fi
    ;;
*) stop "Say run or dev, not $wanted." ;;
esac
