#!/bin/sh
# setup.sh GROUP…: installs the Debian packages of these groups (tools/packages.txt) that this machine lacks, and the
# node packages of the tests for group "test". Says what it installs; says and fetches nothing when all is there.
set -eu
cd "$(dirname "$0")/.."

fail() {
  echo "setup: $*" >&2
  exit 3
}

wanted=$(for group in "$@"; do awk -v group="$group" '$1 == group { print $2 " " $3 }' tools/packages.txt; done)
names=$(echo "$wanted" | awk '{ print $1 }')
command -v dpkg-query >/dev/null ||
  fail "this is not Debian; install by hand what corresponds to:" $names
installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' $names 2>/dev/null | awk '$1 == "installed" { print $2 }')

missing=$(echo "$wanted" | while read -r name command; do
  echo "$installed" | grep -qxF "$name" && continue
  [ -n "$command" ] && command -v "$command" >/dev/null && continue
  echo "$name"
done)

if [ -n "$missing" ]; then
  echo "setup: installing" $missing
  if [ "$(id -u)" = 0 ]; then as_root=""
  elif command -v sudo >/dev/null; then as_root=sudo
  else fail "this needs root; as root, run: apt-get install" $missing
  fi
  export DEBIAN_FRONTEND=noninteractive
  log=$(mktemp)
  # --no-remove: another Boost version stays where it is rather than being thrown out unasked.
  if ! { $as_root apt-get update && $as_root env DEBIAN_FRONTEND=noninteractive \
           apt-get install --yes --no-install-recommends --no-remove $missing; } </dev/null >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    rm -f "$log"
    fail "apt-get could not install" $missing "(its last lines are above);" \
      "if it would have to remove packages, decide that yourself: apt-get install" $missing
  fi
  rm -f "$log"
fi

case " $* " in *" test "*) ;; *) exit 0 ;; esac
# npm writes node_modules/.package-lock.json last, so a stamp not older than the lock file means: complete.
find tests examples -name node_modules -prune -o -name package-lock.json -print | while read -r lock; do
  folder=$(dirname "$lock")
  stamp=$folder/node_modules/.package-lock.json
  [ -f "$stamp" ] && [ ! "$lock" -nt "$stamp" ] && continue
  echo "setup: installing the node packages of $folder"
  (cd "$folder" && npm ci --ignore-scripts --prefer-offline --no-audit --no-fund --loglevel=error </dev/null) ||
    fail "npm could not install the packages of $folder/package-lock.json"
done
