#!/bin/sh
# Who may include and name what, and what no committed file may hold.
cd "$1" || exit 1
broken=0

# rule MEANING PATTERN PATHSPEC…: no line of these files matches the pattern.
rule() {
  meaning=$1 pattern=$2
  shift 2
  found=$(git grep -InE --untracked -e "$pattern" -- "$@" ':!tests/lint' ':!*.tar.xz')
  [ -z "$found" ] && return
  echo "$meaning:"
  echo "$found" | cut -c1-160
  broken=1
}

rule "a plugin includes aitb/*.hpp, plugins/common and libraries of its own" \
  '#include [<"](core/|plugins/(providers|scenarios|simulators|emulators|capture|sinks)|boost/beast|openssl/|curl/|spdlog/|yaml-cpp/|CLI/)' 'plugins/*.?pp' 'sdk/templates/*.?pp'
rule "core names no vendor (outside of comments)" '^([^/]|/[^/])*([Oo]pen_?[Aa][Ii]|OPENAI|[Aa]nthropic|[Cc]laude|[Gg]emini|[Dd]eep_?[Ss]eek|[Tt]wilio|[Aa]udio_?[Cc]odes)' 'core/*.?pp'
rule "core knows no plugin" '#include "(\.\./)*plugins/' 'core/*.?pp' 'sdk/*.?pp'
rule "core knows no database" '#include <sqlite3' 'core/*.?pp' 'sdk/*.?pp'
rule "the SDK knows no host" '#include "core/' 'sdk/*.?pp'
rule "SDK headers stay light" '#include <(boost/beast|openssl/|curl/|spdlog/|yaml-cpp/|fmt/(format|chrono|ranges))' 'sdk/include/*'
rule "no machine's own paths" '(^|[^a-zA-Z0-9_.])/(work|root|tmp|home)/[a-zA-Z0-9_]' . ':!tests/data/compat'
rule "no package registry hosts" 'registry\.(npmjs|yarnpkg)\.|npmmirror|(deb|security)\.debian\.org|archive\.ubuntu|pypi\.org|proxy\.golang' .
rule "nothing is left for later" '(^|[^A-Za-z])(TODO|FIXME|XXX)([^a-zA-Z]|$)' 'sdk/*' 'core/*' 'plugins/*' 'bench/*' 'tests/*' 'docs/*' 'tools/*'
rule "no raw new" '[=(] *new [A-Za-z_:]+[({]' 'sdk/*.cpp' 'core/*.cpp' 'plugins/*.cpp' ':!*_test.cpp'

# A header opens with one sentence that says what it is for.
for header in $(git ls-files -co --exclude-standard -- '*.hpp' '*.h'); do
  case "$(head -n 1 "$header")" in "// "?* | "/* "?*) ;; *) echo "$header:1: does not open with what it is for"; broken=1 ;; esac
done

# A plugin folder is complete. Its tests are in it, or tests/unit builds them.
for list in $(git ls-files -co --exclude-standard -- 'plugins/*/*/CMakeLists.txt'); do
  folder=$(dirname "$list")
  name=$(sed -n 's/^aitb_add_plugin(\([a-z0-9_]*\).*/\1/p' "$list")
  [ -n "$name" ] || continue
  for part in README.md sample.yaml src; do
    [ -e "$folder/$part" ] || { echo "$folder: has no $part"; broken=1; }
  done
  [ -d "$folder/tests" ] || grep -rqw "$name" tests/unit --include=CMakeLists.txt ||
    { echo "$folder: has no tests"; broken=1; }
done
exit $broken
