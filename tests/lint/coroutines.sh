#!/bin/sh
# co_await statements that GCC 12.2 miscompiles (docs/coding-style.md); the check proves itself on planted samples first.
command -v python3 >/dev/null || exit 77
exec python3 -B "$1/tests/lint/coroutines.py" "$1"
