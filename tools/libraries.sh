#!/bin/sh
# tools/libraries.sh: rows for struct library (views/about.h) out of
# tools/libraries, with the versions that are installed where we build.
set -eu
cd "$(dirname "$0")"
grep -v '^#' libraries | while read -r how name library package licence; do
	[ "$name" != "${last-}" ] || continue
	last=$name
	version=$(dpkg-query -W -f '${Version}' "$package" 2>/dev/null) || version=
	printf '\t{ "%s", "%s", "%s" },\n' "$name" "$version" \
	    "${licence#LicenseRef-}"
done
