#!/bin/sh
# fuzz.sh BUILD SECONDS [SEED]: runs each libFuzzer program of BUILD/bin for SECONDS, from the seeds in tests/fuzz/corpus/NAME.
# With SEED every run takes the same path from an empty corpus, so that a failure belongs to the change under test.
set -eu
build=$1 seconds=$2 seed=${3:-0}
found=0
for program in "$build"/bin/fuzz_*; do
  [ -x "$program" ] && [ -f "$program" ] || continue
  found=$((found + 1))
  name=$(basename "$program")
  work=$build/corpus/$name
  [ "$seed" = 0 ] || rm -rf "$work"
  mkdir -p "$work"
  seeds=tests/fuzz/corpus/$name
  [ -d "$seeds" ] || seeds=
  log=$build/$name.log
  if "$program" -seed="$seed" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -artifact_prefix="$build/$name-" \
       "$work" $seeds >"$log" 2>&1; then
    echo "fuzz: $name: $(grep -o 'Done [0-9]* runs in [0-9]* second' "$log" || tail -n 1 "$log")s, nothing found"
  else
    tail -n 40 "$log"
    echo "fuzz: $name FAILED; the input that did it is named above, the whole log is $log" >&2
    exit 1
  fi
done
[ "$found" -gt 0 ] || { echo "fuzz: no fuzz program in $build/bin" >&2; exit 1; }
