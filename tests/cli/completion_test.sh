#!/bin/bash
# Completes command lines as a shell would, with the script that the program prints.
set -u
host=$1
folder=$(dirname "$host")
PATH=$folder:$PATH
eval "$("$host" completion bash)"
failed=0

# expect "LINE" WORD…: completing LINE offers each of the words. expect_none "LINE": it offers nothing.
complete_line() {
  read -r -a COMP_WORDS <<<"$1"
  [[ $1 == *' ' ]] && COMP_WORDS+=("")
  COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
  COMPREPLY=()
  _aitb_host
}
expect() {
  complete_line "$1"
  local line=$1 word
  shift
  for word in "$@"; do
    [[ " ${COMPREPLY[*]} " == *" $word "* ]] || {
      echo "'$line' does not offer '$word', but: ${COMPREPLY[*]}"
      failed=1
    }
  done
}
expect_none() {
  complete_line "$1"
  [ ${#COMPREPLY[@]} -eq 0 ] || { echo "'$1' offers: ${COMPREPLY[*]}"; failed=1; }
}

expect "aitb-host do" doctor
expect "aitb-host doctor --j" --json
expect "aitb-host plugins " list show
expect "aitb-host plugins list --" --json --plugins --help
expect_none "aitb-host nonsense --unknown-option-of-nobody"

expect "aitb-host run ch" chat_basic chat_streaming
expect "aitb-host run chat_basic --profile no" no_emulation
expect "aitb-host serve op" openai

cd "$(mktemp -d)" && trap 'rm -rf "$PWD"' EXIT
mkdir folder && touch folder/file.yaml
expect "aitb-host --plugins fo" folder
expect "aitb-host plugins --plugins fo" folder

# Every option of every command's help is offered.
check_help() {
  local command=$1 option
  for option in $("$host" $command --help | grep -oE '^ +(-[a-z],)?--[a-z-]+' | grep -oE -- '--[a-z-]+'); do
    expect "aitb-host $command --" "$option"
  done
}
check_help "plugins list"
check_help doctor
for command in $("$host" --help | sed -n '/^Subcommands:/,$p' | awk '/^  [a-z]/ { print $1 }'); do check_help "$command"; done
exit $failed
