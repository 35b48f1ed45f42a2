#!/bin/sh
# The ten slowest translation units of the last build, from ninja's log. The budget is 25 s each and eight over 10 s on a
# quiet two-core machine. Machines are noisy and compiler caches hide the cost, so times are first divided by how much longer
# than on a quiet machine (20 s) the compiled Asio and Beast took in the same build; only 60 s of that is a failure.
[ -f "$2/.ninja_log" ] || { echo "$2/.ninja_log is not there: not a ninja build"; exit 77; }
awk -F '\t' '
  /^#/ || $4 !~ /\.o$/ { next }
  { took[$4] = ($2 - $1) / 1000 }  # the last entry counts
  END { slow = took["sdk/CMakeFiles/aitb.dir/src/net/third_party.cpp.o"] / 20
        if (slow < 1) slow = 1
        for (unit in took) took[unit] /= slow
        for (unit in took) printf "%7.1f s  %s\n", took[unit], unit }' "$2/.ninja_log" | sort -rn >"$2/build_budget.txt"
echo "$(wc -l <"$2/build_budget.txt") translation units, the slowest:"
head -n 10 "$2/build_budget.txt"
awk '$1 > 10 { ten++ } $1 > 25 { slow++ } $1 > 60 { bad++ }
  END { printf "over 10 s: %d (goal at most 8), over 25 s: %d (goal 0), over 60 s: %d (limit 0)\n", ten, slow, bad
        exit bad > 0 }' "$2/build_budget.txt"
