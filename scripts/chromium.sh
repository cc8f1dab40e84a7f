#!/bin/sh
# Installs Debian's Chromium for the browser tests, if there is none and we may. If we may not,
# those tests are skipped and say so (a failure when CI=true).
set -eu
for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
    if [ -n "$name" ] && command -v "$name" >/dev/null 2>&1; then
        exit 0
    fi
done
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
    exec scripts/apt-install.sh chromium
fi
