#!/bin/sh
# with_npm.sh COMMAND…: runs a test in a folder whose npm packages it needs; skips it (77) where they are not.
set -eu
if ! command -v node >/dev/null || [ ! -f node_modules/.package-lock.json ]; then
  echo "skipped: the npm packages of $PWD are not installed; make test installs them"
  exit 77
fi
exec "$@"
