#!/bin/sh
# The validator of the W3C over every public page of a freshly started demonstration, and our CSS.
set -eu
scripts/need.sh java default-jre-headless
scripts/npm-tool.sh html
pages=$(mktemp -d)
trap 'rm -rf "$pages"' EXIT
.venv/bin/python scripts/save_pages.py "$pages"
java -jar tools/html/node_modules/vnu-jar/build/dist/vnu.jar --Werror --also-check-css \
    "$pages"/*.html static/css/*.css
echo "The validator found nothing."
