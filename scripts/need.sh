#!/bin/sh
# need.sh COMMAND PACKAGE: makes sure that a command exists, by apt if we are root, else says how.
set -eu
command -v "$1" >/dev/null 2>&1 && exit 0
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
    exec scripts/apt-install.sh "$2"
fi
echo "$1 is missing. On Debian or Ubuntu: sudo apt install $2" >&2
exit 1
