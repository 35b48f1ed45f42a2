#!/bin/sh
# The manual page names every command that the help names, and is roff without a stray control line.
host=$1
page=$("$host" man)
failed=0
for command in $("$host" --help | sed -n '/^Subcommands:/,$p' | awk '/^  [a-z]/ { print $1 }'); do
  echo "$page" | grep -q "^\.SS $command" || { echo "the page does not tell about $command"; failed=1; }
done
stray=$(echo "$page" | grep -nE "^[.']" | grep -vE '^[0-9]+:\.(TH|SH|SS|TP|PP|B|I|BR) ?')
[ -z "$stray" ] || { echo "stray control lines: $stray"; failed=1; }
[ "$(echo "$page" | wc -l)" -gt 50 ] || { echo "the page is too short"; failed=1; }
exit $failed
