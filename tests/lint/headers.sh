#!/bin/sh
# Every public header compiles alone, without warnings; the slowest are named (goal: under 4 s each on a quiet machine).
cd "$1" || exit 1
compiler=$(command -v g++-12 || command -v g++) || exit 77
bad=0
: >"$2/headers.txt.part"
for header in sdk/include/aitb/*.hpp sdk/include/aitb/testing/*.hpp; do
  name=${header#sdk/include/}
  started=$(date +%s%N)
  printf '#include <%s>\n#include <%s>\n' "$name" "$name" |
    "$compiler" -std=c++20 -fsyntax-only -Wall -Wextra -Wpedantic -Wshadow -Werror -Isdk/include -DBOOST_ASIO_SEPARATE_COMPILATION \
      -DBOOST_ASIO_DYN_LINK -DBOOST_BEAST_SEPARATE_COMPILATION -x c++ - || { echo "$header does not compile alone"; bad=1; }
  echo "$((($(date +%s%N) - started) / 1000000)) ms $name" >>"$2/headers.txt.part"
done
sort -rn "$2/headers.txt.part" >"$2/headers.txt"
rm -f "$2/headers.txt.part"
head -n 5 "$2/headers.txt"
exit $bad
