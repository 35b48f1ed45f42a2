#!/bin/sh
# No source file is longer than 400 lines: one idea each, about 100 lines, question at 300.
cd "$1" || exit 1
too_long=$(git ls-files -co --exclude-standard -- 'sdk/*.?pp' 'core/*.?pp' 'plugins/*.?pp' 'bench/*.?pp' 'sdk/*.h' |
  xargs wc -l | awk '$2 != "total" && $1 > 400 { print $2 ": " $1 " lines, at most 400" }')
[ -z "$too_long" ] || { echo "$too_long"; exit 1; }
