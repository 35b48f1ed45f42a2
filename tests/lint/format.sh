#!/bin/sh
# Every C++ file is as clang-format (.clang-format) writes it.
cd "$1" || exit 1
command -v clang-format >/dev/null || { echo "clang-format is not installed: make setup-test"; exit 77; }
bad=$(git ls-files -co --exclude-standard -- '*.cpp' '*.hpp' '*.h' ':!sdk/templates' |
  xargs clang-format --dry-run 2>&1 | grep -oE '^[^ ]+:[0-9]+:[0-9]+' | sort -u -t: -k1,1)
[ -z "$bad" ] || { echo "$bad"; echo "to mend: make format"; exit 1; }
