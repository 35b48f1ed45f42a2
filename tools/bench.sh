#!/bin/sh
# bench.sh BUILD: runs each benchmark, one after the other, and tells which ones missed their goal.
set -eu
build=$1
failed=
for run in bench/*/run.sh; do
  [ -x "$run" ] || continue
  name=$(basename "$(dirname "$run")")
  echo "== $name"
  "$run" "$build" || failed="$failed $name"
done
if [ -n "$failed" ]; then
  echo "bench: below goal:$failed" >&2
  exit 1
fi
