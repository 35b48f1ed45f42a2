#!/bin/sh
# with_tmpdir.sh COMMAND…: runs a test with a TMPDIR of its own; what it leaves there is a failure.
set -u
folder=$(mktemp -d "${TMPDIR:-/tmp}/aitb-test-XXXXXX") || exit 1
trap 'rm -rf "$folder"' EXIT
trap 'exit 143' TERM INT HUP
TMPDIR=$folder "$@"
status=$?
left=$(find "$folder" -mindepth 1 | head -n 20)
if [ -n "$left" ]; then
  echo "left behind in TMPDIR:"
  echo "$left"
  [ "$status" -ne 0 ] || status=1
fi
exit "$status"
