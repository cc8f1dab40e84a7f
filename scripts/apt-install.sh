#!/bin/sh
# Installs Debian packages without questions; quiet unless it fails. Needs root.
set -eu
echo "Installing: $*"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
export DEBIAN_FRONTEND=noninteractive
install() {
    apt-get install -y --no-install-recommends "$@" >"$log" 2>&1 </dev/null
}
# Package lists may be missing or old in a fresh machine.
install "$@" || { apt-get update >"$log" 2>&1 </dev/null && install "$@"; } || {
    cat "$log" >&2
    echo "Could not install: $*" >&2
    exit 1
}
