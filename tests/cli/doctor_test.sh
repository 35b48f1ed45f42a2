#!/bin/sh
# The doctor's exit code and JSON agree, and what it calls missing comes with a way to mend it.
host=$1
cd "$(mktemp -d)" || exit 1
trap 'rm -rf "$PWD"' EXIT
json=$("$host" doctor --json)
code=$?
failed=0
case $code in
  0) echo "$json" | grep -q '"default_run_possible":true' || { echo "exit 0, but: $json"; failed=1; } ;;
  3) echo "$json" | grep -q '"default_run_possible":false' || { echo "exit 3, but: $json"; failed=1; } ;;
  *) echo "exit $code"; failed=1 ;;
esac
for name in cores clock "idle cores" "open files" disk loopback "kernel receive time" TCP_INFO netem "packet capture" OpenSSL plugins; do
  echo "$json" | grep -q "\"name\":\"$name\"" || { echo "nothing about $name"; failed=1; }
done
echo "$json" | grep -oE '"state":"(missing|limited)","found":"([^"\\]|\\.)*","mend":null' && { echo "cannot be mended?"; failed=1; }
[ -z "$(ls -A)" ] || { echo "left behind: $(ls -A)"; failed=1; }

# A text file in a plugin folder is told as refused, and where there is no plugin at all no run is possible.
mkdir plugins && echo text >plugins/aitb-broken.so
"$host" doctor --plugins plugins | grep -q 'plugins/aitb-broken.so' || { echo "the broken plugin is not told"; failed=1; }
exit $failed
