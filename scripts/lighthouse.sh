#!/bin/sh
# Lighthouse (mobile) over the main kinds of page of a fresh demonstration. Prints the four scores.
set -eu
scripts/npm-tool.sh lighthouse
scripts/chromium.sh
exec .venv/bin/python scripts/lighthouse.py
