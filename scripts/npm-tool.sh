#!/bin/sh
# npm-tool.sh FOLDER: installs the pins of tools/FOLDER, once for each change of them.
set -eu
scripts/need.sh npm npm
cd "tools/$1"
pins=$(cksum <package.json)
[ "$(cat node_modules/.pins 2>/dev/null)" = "$pins" ] && exit 0
# No lock file: it would write down where the packages came from.
PUPPETEER_SKIP_DOWNLOAD=1 npm install --no-package-lock --ignore-scripts --no-audit --no-fund --silent </dev/null
echo "$pins" >node_modules/.pins
