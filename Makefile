# Commonshelf. Explicit lists, one floor after the other: this file documents
# the house. Who may include whom is held by `make check-layers`.

VERSION := 0.1.0
# make V=1 shows every command
Q := $(if $(V),,@)
B := build
CC := gcc
CXX := g++
PG_INC := $(shell pg_config --includedir 2>/dev/null || echo /usr/include/postgresql)

WARN := -Wall -Wextra -Wshadow -Wpointer-arith -Wcast-qual -Wwrite-strings \
	-Wvla -Wformat=2 -Wswitch-enum -Wno-format-nonliteral -Werror
CWARN := $(WARN) -Wstrict-prototypes -Wmissing-prototypes
HARD := -O2 -g -ffile-prefix-map=$(CURDIR)=. -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fcf-protection -fPIC
SAN :=
CPPFLAGS := -D_GNU_SOURCE -DCS_VERSION='"$(VERSION)"' -Isrc -I$(B)/gen \
	-isystem $(PG_INC) -isystem /usr/include/libxml2
CFLAGS := -std=gnu17 $(CWARN) $(HARD) $(SAN) -include src/base/banned.h
CXXFLAGS := -std=gnu++17 $(WARN) $(HARD) $(SAN)
LDFLAGS := -Wl,-z,relro,-z,now $(SAN)
# struct http_request changes with these: the exact content of the package's file
KORE := /usr/bin/kore
KORE_FLAGS := $(shell cat /usr/share/kore/features 2>/dev/null) -isystem /usr/include/kore -isystem /usr/include

BASE := \
	src/base/arena.c \
	src/base/base64.c \
	src/base/buf.c \
	src/base/clock.c \
	src/base/digest.c \
	src/base/extract_reason.c \
	src/base/hex.c \
	src/base/log.c \
	src/base/meter.c \
	src/base/settings.c \
	src/base/status.c \
	src/base/utf8.c

DOMAIN := \
	src/domain/access.c \
	src/domain/actor.c \
	src/domain/diff.c \
	src/domain/item.c \
	src/domain/item_input.c \
	src/domain/item_json.c \
	src/domain/item_pack.c \
	src/domain/overlap.c \
	src/domain/password.c \
	src/domain/sample.c \
	src/domain/token.c \
	src/domain/words.c

STORAGE := \
	src/storage/ahead.c \
	src/storage/audit.c \
	src/storage/auth.c \
	src/storage/batch.c \
	src/storage/blob.c \
	src/storage/blob_folder.c \
	src/storage/country.c \
	src/storage/db.c \
	src/storage/event.c \
	src/storage/export.c \
	src/storage/file.c \
	src/storage/filetype.c \
	src/storage/gap.c \
	src/storage/health.c \
	src/storage/idempotency.c \
	src/storage/import.c \
	src/storage/invitation.c \
	src/storage/item.c \
	src/storage/item_changes.c \
	src/storage/item_file.c \
	src/storage/item_row.c \
	src/storage/item_write.c \
	src/storage/join.c \
	src/storage/link.c \
	src/storage/notify.c \
	src/storage/migrate.c \
	src/storage/org.c \
	src/storage/org_name.c \
	src/storage/edition.c \
	src/storage/overlap.c \
	src/storage/params.c \
	src/storage/person.c \
	src/storage/piece.c \
	src/storage/readers.c \
	src/storage/rows.c \
	src/storage/sample.c \
	src/storage/sample_remove.c \
	src/storage/server.c \
	src/storage/session.c \
	src/storage/sitemap.c \
	src/storage/sqlstate.c \
	src/storage/standing.c \
	src/storage/store.c \
	src/storage/token.c \
	src/storage/transfer.c \
	src/storage/verify.c \
	src/storage/version.c \
	src/storage/vocabulary.c \
	src/storage/work.c

SEARCH :=

SEARCH_CXX := \
	src/search/alike.cc \
	src/search/also.cc \
	src/search/answer.cc \
	src/search/asked.cc \
	src/search/check.cc \
	src/search/commit.cc \
	src/search/compare.cc \
	src/search/complete.cc \
	src/search/document.cc \
	src/search/excerpt.cc \
	src/search/facet.cc \
	src/search/finder.cc \
	src/search/generation.cc \
	src/search/language.cc \
	src/search/lists.cc \
	src/search/merge.cc \
	src/search/near.cc \
	src/search/position.cc \
	src/search/query.cc \
	src/search/rank.cc \
	src/search/record.cc \
	src/search/scores.cc \
	src/search/seen.cc \
	src/search/sketch.cc \
	src/search/skos.cc \
	src/search/snippet.cc \
	src/search/stems.cc \
	src/search/suggest.cc \
	src/search/thesaurus.cc \
	src/search/uses.cc \
	src/search/watch.cc \
	src/search/weigh.cc \
	src/search/words.cc \
	src/search/writer.cc

EXTRACT := \
	src/extract/archive.c \
	src/extract/charset.c \
	src/extract/doc.c \
	src/extract/epub.c \
	src/extract/format.c \
	src/extract/helper.c \
	src/extract/html.c \
	src/extract/input.c \
	src/extract/mail.c \
	src/extract/main.c \
	src/extract/members.c \
	src/extract/mime.c \
	src/extract/msg.c \
	src/extract/ocr.c \
	src/extract/odf.c \
	src/extract/ole.c \
	src/extract/ooxml.c \
	src/extract/out.c \
	src/extract/parts.c \
	src/extract/pdf.c \
	src/extract/ppt.c \
	src/extract/rtf.c \
	src/extract/sandbox.c \
	src/extract/strings.c \
	src/extract/syscalls.c \
	src/extract/text.c \
	src/extract/xls.c \
	src/extract/xlsx.c \
	src/extract/xml.c \
	src/extract/xmltext.c

# C++ of a library's own: its exceptions end in the file
EXTRACT_CXX := \
	src/extract/picture.cc

VIEWS := \
	src/views/html.c \
	src/views/ics.c \
	src/views/ics_line.c \
	src/views/markdown.c \
	src/views/when.c \
	src/views/words.c \
	src/views/zone.c

# compiled by tools/viewc into $(B)/gen
HTML := \
	src/views/about.html \
	src/views/account.html \
	src/views/admin.html \
	src/views/calendar.html \
	src/views/changes.html \
	src/views/confirm.html \
	src/views/country.html \
	src/views/event.html \
	src/views/experience.html \
	src/views/form.html \
	src/views/frame.html \
	src/views/gap.html \
	src/views/home.html \
	src/views/invitation.html \
	src/views/item.html \
	src/views/item_form.html \
	src/views/join.html \
	src/views/login.html \
	src/views/machine.html \
	src/views/org.html \
	src/views/org_people.html \
	src/views/overlap.html \
	src/views/parts.html \
	src/views/problem.html \
	src/views/program.html \
	src/views/row.html \
	src/views/search.html \
	src/views/shelf.html \
	src/views/subscribe.html \
	src/views/toolkit.html

ASSETS := \
	assets/icon.svg \
	assets/overlap.js \
	assets/site.js \
	assets/style.css \
	assets/suggest.js \
	assets/upload.js

WEB := \
	src/web/about.c \
	src/web/accept.c \
	src/web/account.c \
	src/web/account_page.c \
	src/web/admin.c \
	src/web/admin_page.c \
	src/web/api.c \
	src/web/api_file.c \
	src/web/api_input.c \
	src/web/api_item.c \
	src/web/api_items.c \
	src/web/api_lists.c \
	src/web/api_overlap.c \
	src/web/api_search.c \
	src/web/calendar.c \
	src/web/calendar_grid.c \
	src/web/changes.c \
	src/web/check.c \
	src/web/confirm.c \
	src/web/cookie.c \
	src/web/country.c \
	src/web/etag.c \
	src/web/feed.c \
	src/web/file.c \
	src/web/form.c \
	src/web/gap.c \
	src/web/health.c \
	src/web/home.c \
	src/web/internal.c \
	src/web/invitation.c \
	src/web/item.c \
	src/web/item_fields.c \
	src/web/item_form.c \
	src/web/item_options.c \
	src/web/item_view.c \
	src/web/join.c \
	src/web/kept.c \
	src/web/known.c \
	src/web/kore.c \
	src/web/login.c \
	src/web/looks.c \
	src/web/machine.c \
	src/web/metrics.c \
	src/web/multipart.c \
	src/web/named.c \
	src/web/org.c \
	src/web/org_edit.c \
	src/web/org_people.c \
	src/web/overlap.c \
	src/web/overlap_words.c \
	src/web/page.c \
	src/web/planned.c \
	src/web/problem.c \
	src/web/program.c \
	src/web/public_file.c \
	src/web/query.c \
	src/web/reply.c \
	src/web/request.c \
	src/web/router.c \
	src/web/routes.c \
	src/web/row.c \
	src/web/search.c \
	src/web/search_facets.c \
	src/web/search_mine.c \
	src/web/search_narrow.c \
	src/web/search_params.c \
	src/web/search_run.c \
	src/web/search_why.c \
	src/web/transfer.c \
	src/web/tus.c \
	src/web/suggest.c

WORKER := \
	src/worker/builder.c \
	src/worker/document.c \
	src/worker/extract.c \
	src/worker/heap.c \
	src/worker/indexer.c \
	src/worker/jobs.c \
	src/worker/neighbour.c \
	src/worker/plain.c \
	src/worker/scrubber.c \
	src/worker/shelve.c \
	src/worker/size.c \
	src/worker/sketcher.c \
	src/worker/watcher.c \
	src/worker/worker.c

CLI := \
	src/cli/backup.c \
	src/cli/bag.c \
	src/cli/children.c \
	src/cli/cluster.c \
	src/cli/doctor.c \
	src/cli/export.c \
	src/cli/first.c \
	src/cli/front.c \
	src/cli/hold.c \
	src/cli/house.c \
	src/cli/import.c \
	src/cli/leftover.c \
	src/cli/main.c \
	src/cli/options.c \
	src/cli/org.c \
	src/cli/program.c \
	src/cli/progress.c \
	src/cli/render.c \
	src/cli/restore.c \
	src/cli/sample.c \
	src/cli/serve.c \
	src/cli/store.c \
	src/cli/table.c \
	src/cli/task.c \
	src/cli/token.c \
	src/cli/user.c \
	src/cli/verify.c \
	src/cli/worker.c

LIBS := -lpq -lxapian -lmagic -lsodium -lcrypto -ljansson -lcmark -lm -licuuc -lz -lzstd -lcld2 -lzxcvbn
EXTRACT_LIBS := -larchive -lxml2 -lseccomp -lexiv2 -lcrypto

obj = $(patsubst %.c,$(B)/%.o,$(1))
OBJ_BASE := $(call obj,$(BASE))
OBJ_DOMAIN := $(call obj,$(DOMAIN))
OBJ_STORAGE := $(call obj,$(STORAGE))
OBJ_SEARCH := $(call obj,$(SEARCH)) $(patsubst %.cc,$(B)/%.o,$(SEARCH_CXX))
OBJ_EXTRACT := $(call obj,$(EXTRACT)) $(patsubst %.cc,$(B)/%.o,$(EXTRACT_CXX))
GEN_VIEWS := $(patsubst src/%.html,$(B)/gen/%.c,$(HTML))
OBJ_VIEWS := $(call obj,$(VIEWS)) $(patsubst %.c,%.o,$(GEN_VIEWS))
OBJ_WEB := $(call obj,$(WEB))
OBJ_WORKER := $(call obj,$(WORKER))
OBJ_CLI := $(call obj,$(CLI))
# one archive a floor: whatever links takes only what it calls
LIB_BELOW := $(B)/libsearch.a $(B)/libstorage.a $(B)/libdomain.a $(B)/libbase.a

# a sentence without French fails the build; WORDS_MODE=warn while one writes
WORDS_MODE ?= strict
WORDS := $(B)/locale/fr/LC_MESSAGES/commonshelf.mo
WORDS_FROM := $(DOMAIN) $(STORAGE) $(SEARCH) $(VIEWS) $(GEN_VIEWS) $(WEB) $(WORKER)

.DELETE_ON_ERROR:
.SUFFIXES:
.PHONY: all install deb sbom check-install bench bench-long run check check-backup check-browser check-commands check-faults \
	check-formats check-front check-full check-fuzz check-hang check-http check-index check-kill check-lag check-layers check-metrics check-overload check-tls check-power check-slow soak \
	check-ops check-feeds check-resume check-store check-unit check-words analyze asan clean coverage format fuzz \
	overlap relevance
.SECONDARY:

all: $(LIB_BELOW) $(B)/libviews.a $(if $(CLI),$(B)/commonshelf) \
	$(if $(WEB),$(B)/commonshelf.so) $(if $(EXTRACT),$(B)/commonshelf-extract) \
	$(ASSETS:%=$(B)/%) $(WORDS)

$(B)/commonshelf: $(OBJ_CLI) $(OBJ_WORKER) $(LIB_BELOW)
	$(Q)$(CXX) -pie $(LDFLAGS) -o $@ $^ $(LIBS)

$(B)/commonshelf.so: $(OBJ_WEB) $(B)/libviews.a $(LIB_BELOW)
	$(Q)$(CXX) -shared $(LDFLAGS) -o $@ $^ $(LIBS)
	$(if $(SAN),,$(Q)tools/check-module $@ $(KORE))

ifeq ($(SAN),)
$(B)/commonshelf-extract: $(OBJ_EXTRACT) $(B)/libbase.a
	$(Q)$(CXX) -pie $(LDFLAGS) -o $@ $^ $(EXTRACT_LIBS)
else
# a sandbox refuses what sanitizers need: the plain program
$(B)/commonshelf-extract: build/commonshelf-extract
	$(Q)cp $< $@
endif

$(B)/libbase.a: $(OBJ_BASE)
$(B)/libdomain.a: $(OBJ_DOMAIN)
$(B)/libstorage.a: $(OBJ_STORAGE)
$(B)/libsearch.a: $(OBJ_SEARCH)
$(B)/libextract.a: $(OBJ_EXTRACT)
$(B)/libviews.a: $(OBJ_VIEWS)
$(B)/libworker.a: $(OBJ_WORKER)
$(B)/libcli.a: $(OBJ_CLI)
# without the file that needs Kore's own symbols
$(B)/libweb.a: $(filter-out $(B)/src/web/kore.o,$(OBJ_WEB))
# an object that was made before it was listed here is new to its library too
$(B)/lib%.a: Makefile
	@mkdir -p $(@D)
	@rm -f $@
	$(Q)ar rcs $@ $(filter %.o,$^)

# objects are made anew when these words change, not with every edit of this file
FLAGS := $(CC) $(CXX) $(CPPFLAGS) $(KORE_FLAGS) $(CFLAGS) $(CXXFLAGS)
$(B)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(subst ','\'',$(FLAGS))' | cmp -s - $@ || \
		echo '$(subst ','\'',$(FLAGS))' > $@
FORCE:

$(B)/viewc: tools/viewc.c
	@mkdir -p $(@D)
	$(Q)$(CC) -std=gnu17 -O1 -Wall -Wextra -D_GNU_SOURCE -o $@ $<

$(B)/gen/%.c: src/%.html $(B)/viewc
	@mkdir -p $(@D)
	$(Q)$(B)/viewc $< > $@

# addresses of the assets, each with the start of its digest
$(B)/gen/assets.h: tools/assets.sh $(ASSETS)
	@mkdir -p $(@D)
	$(Q)tools/assets.sh $(ASSETS) > $@

# what /about names: the list and the versions that are installed here
$(B)/gen/libraries.h: tools/libraries.sh tools/libraries FORCE
	@mkdir -p $(@D)
	@tools/libraries.sh >$@.new && { cmp -s $@.new $@ && rm $@.new || mv $@.new $@; }
$(B)/src/web/about.o: $(B)/gen/libraries.h

# what nginx serves under /assets/, and the same compressed beforehand
$(B)/assets/%: assets/%
	@mkdir -p $(@D)
	cp $< $@ && gzip -9 -n -k -f $@

$(WORDS): tools/words $(WORDS_FROM) $(wildcard assets/po/fr/*.po)
	$(Q)CS_RESULTS= tools/words $(B) $(WORDS_MODE) $(WORDS_FROM)

$(B)/gen/%.o: $(B)/gen/%.c $(B)/flags | $(B)/gen/assets.h
	@echo '  CC $<'
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(B)/src/web/%.o: src/web/%.c $(B)/flags
	@mkdir -p $(@D)
	@echo '  CC $<'
	$(Q)$(CC) $(CPPFLAGS) $(KORE_FLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(B)/%.o: %.c $(B)/flags
	@mkdir -p $(@D)
	@echo '  CC $<'
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(B)/%.o: %.cc $(B)/flags
	@mkdir -p $(@D)
	@echo '  CXX $<'
	$(Q)$(CXX) $(CPPFLAGS) $(CXXFLAGS) -MMD -MP -c -o $@ $<

-include $(shell find $(B) -name '*.d' 2>/dev/null)

# installs what is missing, builds, starts everything in the foreground
run:
	@tools/bootstrap run
	@$(MAKE) --no-print-directory -s -j$(shell nproc) all
	@COMMONSHELF_BUILD_DIR=$(B) tools/as-user commonshelf serve

# What is installed lies as in the tree, under PREFIX/lib/commonshelf; state and
# settings lie where the packager's conventions (FHS 3.0) want them.
PREFIX ?= /usr/local
SYSCONFDIR ?= /etc
HOUSE := $(DESTDIR)$(PREFIX)/lib/commonshelf
install: all
	install -d $(HOUSE)/build $(DESTDIR)$(PREFIX)/bin \
	    $(DESTDIR)$(PREFIX)/share/man/man1 $(DESTDIR)$(PREFIX)/share/man/man5 \
	    $(DESTDIR)$(PREFIX)/share/bash-completion/completions \
	    $(DESTDIR)$(PREFIX)/share/doc/commonshelf \
	    $(DESTDIR)$(PREFIX)/lib/systemd/system $(DESTDIR)$(SYSCONFDIR)/commonshelf
	install -m 755 $(B)/commonshelf $(B)/commonshelf-extract $(HOUSE)/build
	install -m 644 $(B)/commonshelf.so $(HOUSE)/build
	cp -R $(B)/assets $(B)/locale $(HOUSE)/build
	cp -R assets conf migrations $(HOUSE)
	rm -rf $(HOUSE)/conf/commonshelf.env
	chmod -R u+rwX,go+rX,go-w $(HOUSE)
	sed 's|@PREFIX@|$(PREFIX)|' tools/commonshelf.sh >$(DESTDIR)$(PREFIX)/bin/commonshelf
	chmod 755 $(DESTDIR)$(PREFIX)/bin/commonshelf
	install -m 644 docs/man/commonshelf.1 $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 644 docs/man/commonshelf-settings.5 $(DESTDIR)$(PREFIX)/share/man/man5
	install -m 644 conf/commonshelf.bash \
	    $(DESTDIR)$(PREFIX)/share/bash-completion/completions/commonshelf
	cp -R conf/monitoring $(DESTDIR)$(PREFIX)/share/doc/commonshelf
	chmod -R u+rwX,go+rX,go-w $(DESTDIR)$(PREFIX)/share/doc/commonshelf
	install -m 644 README.md docs/operations.md docs/api.md conf/nginx-site.conf \
	    $(DESTDIR)$(PREFIX)/share/doc/commonshelf
	for u in conf/systemd/*; do sed 's|@PREFIX@|$(PREFIX)|' $$u \
	    >$(DESTDIR)$(PREFIX)/lib/systemd/system/$${u##*/}; done
	[ -e $(DESTDIR)$(SYSCONFDIR)/commonshelf/commonshelf.env ] || \
	    printf '# see commonshelf-settings(5)\nCOMMONSHELF_HOME=/var/lib/commonshelf\n' \
	    >$(DESTDIR)$(SYSCONFDIR)/commonshelf/commonshelf.env

# a Debian package of this tree, and what it is made of
deb: all
	@tools/deb $(VERSION) $(B)
sbom: all
	@tools/sbom $(VERSION) >$(B)/commonshelf.spdx.json
	@echo $(B)/commonshelf.spdx.json

check-install: all
	@tests/ops/test_install

# Suites. Each prints what it does and appends `suite passed failed skipped` to
# $(CS_RESULTS); `make check` runs them all and ends with the sums.
export CS_RESULTS ?= $(abspath $(B))/results
CHECKS := check-layers check-words check-unit check-fuzz check-ops \
	check-faults check-backup check-install check-kill check-hang check-full \
	check-cluster check-migrate check-restart \
	check-power check-slow check-commands check-front check-metrics check-overload check-index check-lag check-store check-resume check-http check-feeds \
	check-browser

check:
	@tools/bootstrap check
	@$(MAKE) --no-print-directory -s -j$(shell nproc) all
	@MAKE='$(MAKE)' tests/check $(CHECKS)

# unit tests: tests/unit/test_NAME.c, each a cmocka program of its own
UNIT := $(patsubst tests/unit/%.c,%,$(wildcard tests/unit/test_*.c))
UNIT_LIBS := $(B)/libcli.a $(B)/libworker.a $(B)/libweb.a $(B)/libviews.a \
	$(B)/libextract.a $(LIB_BELOW)
$(B)/tests/%.o: tests/unit/%.c $(B)/flags
	@mkdir -p $(@D)
	@echo '  CC $<'
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(B)/tests/%: $(B)/tests/%.o $(UNIT_LIBS)
	$(Q)$(CXX) -pie $(LDFLAGS) -o $@ $^ -Wl,--as-needed -lcmocka -lical $(LIBS) \
		$(EXTRACT_LIBS)

# calls that its tests let fail
FALLIBLE := fsync fdatasync mkdir unlink rename linkat write digest_file \
	copy_file_range fstat mmap open blob_folder_nameless blob_open db_begin db_take \
	db_take_all db_do
$(B)/tests/test_store_faults: LDFLAGS += $(FALLIBLE:%=-Wl,--wrap=%)

# starts the program itself
$(B)/tests/test_extract $(B)/tests/test_formats: | $(B)/commonshelf-extract

check-unit: $(addprefix $(B)/tests/,$(if $(ONLY),$(ONLY),$(UNIT)))
	@tests/unit/run $^

# skipped with its reason where npm's registry or the house is missing
check-browser:
	@tests/browser/run

# calendars as ical.js and icalendar see them, over the life of an event
check-feeds: all
	@tests/feeds/run

# how good the check for overlap is, on judged pairs
overlap: all
	@tests/overlap/run

check-faults: all $(B)/tests/found
	@tests/ops/test_faults

check-backup: all
	@tests/ops/test_backup

# 50 kills; KILLS=2000 in make soak
check-kill: all
	@tests/ops/test_kill $(KILLS)

# PostgreSQL stopped, hung, killed, again and again: ROUNDS=10 in make soak
check-hang: all
	@tests/ops/test_hang $(ROUNDS)

# several machines in network namespaces; as root, else skipped
check-cluster: all
	@tests/ops/test_cluster

# a hundred kills of Kore's workers, an end in order, another build
check-restart: all
	@tests/ops/test_restart $(KILLS)

# migrations while people are at work
check-migrate: all
	@tests/ops/test_migrate_load
	@tests/ops/test_upgrade

check-commands: all
	@tests/ops/test_commands

# a full disk; the power fails (IMAGES=100 in make soak); as root, else skipped
check-full: all
	@tests/ops/test_full

check-power: all
	@tests/ops/test_power $(IMAGES)

check-slow: all
	@tests/ops/test_slow

# what takes long, both stores
soak: all $(B)/tests/load
	@COMMONSHELF_STORE=postgres tests/ops/test_kill $(or $(KILLS),2000)
	@COMMONSHELF_STORE=files tests/ops/test_kill $(or $(KILLS),2000)
	@tests/ops/test_hang $(or $(ROUNDS),10)
	@tests/ops/test_power $(or $(IMAGES),100)
	@tests/ops/test_lag $(or $(ITEMS),10000)
	@tests/ops/test_leaks $(or $(LEAKS),7200)
	@tests/ops/test_tls
	@MIXED_SECONDS=$(or $(MIXED_SECONDS),600) tests/bench/mixed

# the real nginx and Kore; skipped with its reason where node is missing
check-http: all
	@tests/http/run

# real documents through the site, a minute: not in `make check`
check-formats: all
	@tests/ops/test_formats

check-ops: all
	@tests/ops/test_serve

check-index: all
	@tests/ops/test_index

# a backlog of 600; ITEMS=10000 in make soak
check-lag: all
	@tests/ops/test_lag $(ITEMS)

# the site with TLS, as testssl.sh sees it; two minutes: not in `make check`
check-tls: all
	@tests/ops/test_tls

check-overload: all $(B)/tests/load
	@tests/ops/test_overload

check-metrics: all
	@tests/ops/test_metrics

check-front: all
	@tests/ops/test_front

# files in the folder alone: the same cases once more, and moving
check-store: all
	@tests/ops/test_store
	@COMMONSHELF_STORE=files tests/http/run tests/http/files.case

# uploads in pieces over a line that is cut; skipped where npm is missing
check-resume: all
	@tests/ops/test_resume

check-words: all
	@tools/words $(B) strict $(WORDS_FROM)

# programs of the benchmark
BENCH_CXX := $(B)/tests/raw $(B)/tests/snippets
BENCH := $(B)/tests/found $(B)/tests/hostile $(B)/tests/load $(B)/tests/reference_insert \
	$(B)/tests/reference_write
$(BENCH): $(B)/tests/%: tests/bench/%.c $(LIB_BELOW) $(B)/flags
	@mkdir -p $(@D)
	@echo '  LD $@'
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@.o $<
	$(Q)$(CXX) -pie $(LDFLAGS) -o $@ $@.o $(LIB_BELOW) $(LIBS)

$(BENCH_CXX): $(B)/tests/%: tests/bench/%.cc $(LIB_BELOW) $(B)/flags
	@mkdir -p $(@D)
	@echo '  LD $@'
	$(Q)$(CXX) $(CPPFLAGS) $(CXXFLAGS) -c -o $@.o $<
	$(Q)$(CXX) -pie $(LDFLAGS) -o $@ $@.o $(LIB_BELOW) $(LIBS)

bench: all $(BENCH) $(BENCH_CXX)
	@tools/bootstrap bench
	@tests/bench/run
	@tests/bench/mixed
	@tests/bench/search/run 10000 100000
	@CLOSE=1 tests/bench/search/run 50000

# an hour or more: a million items, built in parts and merged
bench-long: all $(BENCH) $(BENCH_CXX)
	@tools/bootstrap bench
	@tests/bench/search/run 1000000

# judged collections through our own index and search, beside plain BM25
$(B)/tests/relevance: tests/bench/relevance.c $(B)/tests/bench/bm25.o \
		$(LIB_BELOW) $(B)/flags
	@mkdir -p $(@D)
	@echo '  LD $@'
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -Itests/bench -c -o $@.o $<
	$(Q)$(CXX) -pie $(LDFLAGS) -o $@ $@.o $(B)/tests/bench/bm25.o $(LIB_BELOW) $(LIBS)

COLLECTIONS ?= ../shared/data/relevance
relevance: $(B)/tests/relevance
	@$< $(patsubst %/corpus.jsonl,%,$(wildcard $(COLLECTIONS)/*/corpus.jsonl))

check-layers:
	@tools/check-layers

# fuzzers of what reads bytes from outside: tests/fuzz/fuzz_NAME.c, and with it
# the sources that it needs
FUZZ_clock :=
FUZZ_cookie := src/web/cookie.c
FUZZ_diff := src/domain/diff.c
# pdf.c and picture.cc hand on to others, sandbox.c to the kernel
FUZZ_document := $(filter-out src/extract/main.c src/extract/helper.c \
	src/extract/ocr.c src/extract/pdf.c src/extract/sandbox.c \
	src/extract/syscalls.c,$(EXTRACT))
# it holds members.c itself, to begin each file anew
FUZZ_archive := $(filter-out src/extract/members.c,$(FUZZ_document))
FUZZ_etag := src/web/accept.c src/web/etag.c
# it holds src/worker/extract.c itself: the child is what is fuzzed
FUZZ_extracted :=
FUZZ_filetype := src/storage/filetype.c
FUZZ_ics := src/views/ics.c src/views/ics_line.c src/views/zone.c $(DOMAIN)
FUZZ_item := $(DOMAIN)
FUZZ_markdown := src/views/markdown.c src/views/html.c
FUZZ_multipart := src/web/multipart.c
FUZZ_pack := $(DOMAIN)
FUZZ_params := src/web/search_params.c src/web/query.c src/views/html.c $(DOMAIN)
FUZZ_query := src/web/query.c
FUZZ_settings :=
FUZZ_token := src/domain/token.c
FUZZ_tus := src/web/tus.c
FUZZ_utf8 := src/web/query.c
FUZZ_writers := src/web/reply.c src/web/request.c src/web/etag.c \
	src/web/accept.c src/views/html.c $(DOMAIN)
FUZZ := archive clock cookie diff document etag extracted filetype ics item \
	markdown multipart pack params query searchquery settings skos token tus utf8 \
	writers
FUZZ_CC := clang-14 -std=gnu17 -g -O1 -include src/base/banned.h \
	-fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all

.SECONDEXPANSION:
$(B)/fuzz/fuzz_%: tests/fuzz/fuzz_%.c tests/fuzz/fuzz.h tests/fuzz/extracting.h $$(FUZZ_$$*) $(BASE)
	@mkdir -p $(@D)
	@echo '  FUZZ $<'
	$(Q)$(FUZZ_CC) $(CPPFLAGS) $(if $(filter src/web/request.c,$^),$(KORE_FLAGS)) -o $@ $(filter %.c,$^) \
		-Wl,--as-needed -lcrypto -lmagic -lcmark -ljansson -lsodium \
		-larchive -lxml2 -lz -lzxcvbn -lm $(FUZZ_LIBS_$*)

FUZZ_CXX := $(subst clang-14 -std=gnu17,clang++-14 -std=gnu++17,$(filter-out \
	-include src/base/banned.h,$(FUZZ_CC)))
# of the search they need its names of fields alone
FUZZ_LIBS_params = $(B)/libsearch.a -lstdc++ $(LIBS)
$(B)/fuzz/fuzz_params: $(B)/libsearch.a

FUZZ_SEARCH := $(B)/fuzz/fuzz_searchquery $(B)/fuzz/fuzz_skos
FUZZ_OBJ_SEARCH := $(patsubst %.cc,$(B)/fuzz/%.o,$(SEARCH_CXX))
$(B)/fuzz/src/search/%.o: src/search/%.cc
	@mkdir -p $(@D)
	@echo '  FUZZ $<'
	$(Q)$(FUZZ_CXX) $(CPPFLAGS) -MMD -MP -c -o $@ $<

$(FUZZ_SEARCH): $(B)/fuzz/%: tests/fuzz/%.cc $(FUZZ_OBJ_SEARCH) $(B)/libbase.a
	@mkdir -p $(@D)
	@echo '  FUZZ $<'
	$(Q)$(FUZZ_CXX) $(CPPFLAGS) -o $@ $^ -Wl,--as-needed $(LIBS)

# hours: FUZZ_SECONDS=36000 make fuzz; each run leaves its lines in the ledger
FUZZ_LEDGER ?= tests/fuzz/ledger.tsv
fuzz: $(FUZZ:%=$(B)/fuzz/fuzz_%)
	@FUZZ_LEDGER=$(FUZZ_LEDGER) tests/fuzz/run $^

check-fuzz:
	@FUZZ_SECONDS=4 FUZZ_LEDGER= $(MAKE) --no-print-directory fuzz

OURS_C = $(BASE) $(DOMAIN) $(STORAGE) $(EXTRACT) $(VIEWS) $(WEB) $(WORKER) $(CLI)
# missingInclude*: the headers of libraries are not cppcheck's business; so it
# is told what two of their macros are
CPPCHECK := cppcheck --quiet --std=c11 --language=c --error-exitcode=1 \
	--enable=warning,portability,performance --inline-suppr \
	--suppress=missingInclude --suppress=missingIncludeSystem \
	-D'json_array_foreach(a,i,v)=while((i=0)<json_array_size(a)&&(v=json_array_get(a,i)))' \
	-D'json_object_foreach(o,k,v)=while((k="")&&(v=json_object_get(o,k)))' \
	-D'KORE_SECCOMP_FILTER(name,...)=' -D_GNU_SOURCE -D__GNUC__ \
	-DCS_VERSION='""' -Isrc -I$(B)/gen

# gcc's own analysis and clang-tidy's (.clang-tidy says what it may not say),
# file by file, then cppcheck; and two C++ types of one name in two files, which
# only shows where the linker sees all of them at once. Minutes of work when all
# is new, so it is not part of `make check`.
OURS_CXX := $(SEARCH_CXX) $(EXTRACT_CXX)
analyze: $(OURS_C:%.c=$(B)/analyze/%.ok) $(B)/analyze/one-name.ok \
		$(OURS_C:%=$(B)/analyze/%.tidy) $(OURS_CXX:%=$(B)/analyze/%.tidy)
	$(CPPCHECK) -j2 $(OURS_C)

TIDY_C := -std=gnu17 -include src/base/banned.h
TIDY_CXX := -std=gnu++17
$(B)/analyze/%.tidy: % .clang-tidy $(B)/gen/assets.h
	@mkdir -p $(@D)
	@echo '  TIDY $<'
	$(Q)clang-tidy-14 --quiet $< -- $(CPPFLAGS) \
		$(if $(findstring src/web,$<),$(KORE_FLAGS)) \
		$(if $(filter %.cc,$<),$(TIDY_CXX),$(TIDY_C)) 2>$@.said || \
		{ cat $@.said; exit 1; }
	@touch $@

$(B)/analyze/one-name.ok: $(OURS_CXX)
	@mkdir -p $(@D)
	@echo '  ANALYZE types of one name'
	$(Q)$(CXX) $(CPPFLAGS) -std=gnu++17 -O1 -flto=2 -fPIC -shared \
		-Werror=odr -o /dev/null $^
	@touch $@

$(B)/analyze/%.ok: %.c $(B)/gen/assets.h $(B)/gen/libraries.h
	@mkdir -p $(@D)
	@echo '  ANALYZE $<'
	$(Q)$(CC) $(CPPFLAGS) $(if $(findstring src/web,$<),$(KORE_FLAGS)) -std=gnu17 -O1 -Werror -fanalyzer \
		-include src/base/banned.h -c -o /dev/null $<
	@touch $@

# Only lines changed since the last commit: clang-format cannot line up
# declarations in tabs as kernel normal form does, so it never gets whole files.
format:
	git clang-format-14 --extensions c,h,cc HEAD

# Unit tests and the tests against a running house under ASan and UBSan, with a
# Kore out of the package's own source built the same way. The sanitizers' checks
# lead gcc's warnings astray, so those end nothing here. Xapian's check of an
# index gives a table back by the size of its base class: not ours.
asan: build-asan/kore build/commonshelf-extract
	@ASAN_OPTIONS=new_delete_type_mismatch=0 \
	    COMMONSHELF_BUILD_DIR=build-asan CS_RESULTS=$(abspath build-asan)/results \
	    UNIT_TIMEOUT=600 UNIT_SKIP='test_extract test_sandbox' \
	    UNIT_SKIP_WHY='a sandbox refuses what sanitizers need' \
	    $(MAKE) --no-print-directory B=build-asan \
	    SAN='-fsanitize=address,undefined -fno-omit-frame-pointer \
	    -fno-sanitize-recover=undefined -U_FORTIFY_SOURCE -w' \
	    CHECKS='check-unit check-front $(filter check-http,$(CHECKS))' check

build-asan/kore: /usr/share/kore/RELEASE
	@mkdir -p build-asan
	rm -rf build-asan/kore-src && cp -R /usr/share/kore build-asan/kore-src
	$(MAKE) -C build-asan/kore-src PGSQL=1 TASKS=1 NOOPT=1 CC=$(CC) \
	    SANITIZE=address,undefined kore >build-asan/kore.log 2>&1 || \
	    { tail -n 20 build-asan/kore.log; exit 1; }
	cp build-asan/kore-src/kore $@

# what the unit tests take of every file; whole are the table of rights, the
# parsers, the writer of headers and the store of bytes
WHOLE := src/base/base64.c src/base/hex.c src/base/utf8.c src/domain/access.c src/domain/token.c \
	src/domain/item_input.c src/domain/item_json.c src/storage/blob.c \
	src/storage/blob_folder.c src/storage/store.c src/web/accept.c \
	src/web/cookie.c src/web/etag.c src/web/form.c src/web/multipart.c \
	src/web/query.c src/web/reply.c src/web/tus.c
coverage: all
	@find build-coverage -name '*.gcda' -delete 2>/dev/null; true
	@COMMONSHELF_BUILD_DIR=build CS_RESULTS= UNIT_TIMEOUT=600 \
	    $(MAKE) --no-print-directory -s B=build-coverage \
	    SAN='--coverage -O0 -U_FORTIFY_SOURCE -w' \
	    ONLY='$(ONLY)' check-unit
	@WHOLE='$(WHOLE)' tools/coverage build-coverage $(OURS_C)

clean:
	rm -rf $(B)
