#!/bin/sh
# Runs a command with complete production settings, for checks only. The keys are made on the spot.
set -eu
keys=$(.venv/bin/python -m clinic.new_keys)
var=$(mktemp -d)
trap 'rm -rf "$var"' EXIT
env $keys CLINIC_MODE=production CLINIC_VAR="$var" ALLOWED_HOSTS=clinic.example CLINIC_PROXIES=127.0.0.1 "$@"
