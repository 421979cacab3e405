#!/bin/sh
# commonshelf(1), installed: settings stand in one file unless told otherwise.
: "${COMMONSHELF_CONF=/etc/commonshelf/commonshelf.env}"
[ -r "$COMMONSHELF_CONF" ] || unset COMMONSHELF_CONF
[ -z "${COMMONSHELF_CONF-}" ] || export COMMONSHELF_CONF
exec @PREFIX@/lib/commonshelf/build/commonshelf "$@"
