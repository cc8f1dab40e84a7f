#!/bin/sh
# Everything that can be said about the code without running it. Runs all, then fails if one did.
set -u
failed=""
step() {
    name=$1
    shift
    echo "== $name"
    "$@" || failed="$failed $name"
}
in_var() {
    CLINIC_MODE=demo CLINIC_VAR="$var" "$@"
}
var=$(mktemp -d)
trap 'rm -rf "$var"' EXIT
python=.venv/bin/python

step ruff $python -m ruff check .
step format $python -m ruff format --check .
step djlint $python -m djlint templates --lint --quiet
step migrations in_var $python manage.py makemigrations --check --dry-run
step production scripts/production-example.sh $python manage.py check --deploy --fail-level WARNING
step mypy in_var $python -m mypy
if [ -n "$failed" ]; then
    echo "Failed:$failed" >&2
    exit 1
fi
echo "All clean."
