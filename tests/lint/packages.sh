#!/bin/sh
# Every package that the set-up installs has its reason in docs/dependencies.md.
cd "$1" || exit 1
missing=$(awk '!/^#/ && NF { print $2 }' tools/packages.txt | while read -r name; do
  grep '^| ' docs/dependencies.md | cut -d'|' -f2 | tr ', ' '\n\n' | grep -qxF "$name" || echo "$name"
done)
[ -z "$missing" ] || { echo "not in docs/dependencies.md:" $missing; exit 1; }
