#!/bin/sh
# Prints the addresses of the assets as C macros. Each carries the start of the
# file's digest, so that browsers may keep it for ever and never show an old one.
for f in "$@"; do
	name=$(basename "$f")
	macro=$(printf %s "$name" | tr 'a-z.-' 'A-Z__')
	printf '#define ASSET_%s "/assets/%s?v=%.8s"\n' "$macro" "$name" \
	    "$(sha256sum "$f" | cut -c1-8)"
done
