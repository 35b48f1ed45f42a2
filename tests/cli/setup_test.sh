#!/bin/bash
# The set-up installs what is missing and nothing else; with nothing missing it is silent and calls neither apt nor npm.
# Runs a copy of it with stand-ins for dpkg-query, apt-get and npm that note how they are called.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
mkdir -p "$tree/tools" "$tree/bin" "$tree/tests/client/node_modules" "$tree/examples"
cp "$root/tools/setup.sh" "$tree/tools/"
printf 'build alpha\nbuild beta beta-command\ntest gamma\ntest delta\n' >"$tree/tools/packages.txt"
cat >"$tree/bin/dpkg-query" <<'FAKE'
#!/bin/sh
for name in $INSTALLED; do echo "installed $name"; done
FAKE
for tool in apt-get npm; do
  printf '#!/bin/sh\necho "%s $*" >>"$CALLS"\n[ "%s $1" != "$BREAK" ]\n' $tool $tool >"$tree/bin/$tool"
done
printf '#!/bin/sh\necho 0\n' >"$tree/bin/id"
chmod +x "$tree"/bin/*
touch "$tree/tests/client/package-lock.json"
stamp=$tree/tests/client/node_modules/.package-lock.json
touch -d '1 hour' "$stamp"

failed=0
# check NAME INSTALLED GROUPS: runs the set-up; then $said, $calls and $code tell how it went.
check() {
  name=$1
  : >"$tree/calls"
  said=$(INSTALLED=$2 CALLS=$tree/calls BREAK=${BREAK:-} PATH="$tree/bin:$PATH" "$tree/tools/setup.sh" $3 2>&1)
  code=$?
  calls=$(cat "$tree/calls")
}
want() {
  [ "$2" = "$3" ] || { echo "$name: $1 is '$2', not '$3'"; failed=1; }
}

check "all is there" "alpha beta gamma delta" "build test"
want output "$said" ""
want calls "$calls" ""
want code $code 0

check "one is missing" "beta" "build"
want output "$said" "setup: installing alpha"
want calls "$calls" "apt-get update
apt-get install --yes --no-install-recommends --no-remove alpha"

check "a group that was not asked for" "alpha beta" "build"
want calls "$calls" ""

printf '#!/bin/sh\n' >"$tree/bin/beta-command"
chmod +x "$tree/bin/beta-command"
check "a command stands for its package" "alpha" "build"
want calls "$calls" ""

touch -d '1 hour ago' "$stamp"
check "the lock file is newer than what is installed" "alpha beta gamma delta" "build test"
want calls "$calls" "npm ci --ignore-scripts --prefer-offline --no-audit --no-fund --loglevel=error"

BREAK="apt-get install"
check "apt fails" "beta" "build"
want code $code 3
case $said in *"apt-get could not install alpha"*) ;; *) echo "$name: says '$said'"; failed=1 ;; esac
exit $failed
