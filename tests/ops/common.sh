# What the tests of faults share: sourced, after `suite` has been set.
root=$(cd "$(dirname "$0")/../.." && pwd)
build=$root/${COMMONSHELF_BUILD_DIR:-build}
work=$(mktemp -d "/tmp/cs$suite.XXXXXX")
chmod 755 "$work"
house=$work/house
passed=0 failed=0 skipped=0
cookie=cookie-of-the-$suite-test-0001
csrf=csrf-of-the-$suite-test-0001
token=$("$root/tests/key" api "key-of-the-$suite-test")

ok() {		# ok WHAT CONDITION...
	what=$1
	shift
	if "$@"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "not ok: $what"
	fi
}
until_true() {	# until_true SECONDS COMMAND...
	end=$(($(date +%s) + $1))
	shift
	while ! "$@"; do
		[ "$(date +%s)" -lt $end ] || return 1
		sleep 0.05
	done
}
is() { [ "$1" = "$2" ] || { echo "    \"$1\" is not \"$2\""; false; }; }
fails() { ! "$@" >"$work/said" 2>&1; }
says() { grep -q -e "$1" "$work/said" || { cat "$work/said"; false; }; }
us() { "$root/tools/as-user" commonshelf "$@"; }
sql() { psql -qAtX "host=$COMMONSHELF_HOME/run/pg user=postgres dbname=commonshelf" "$@"; }
ask() { curl -s -m 30 -b "cs=$cookie" -H "X-CSRF: $csrf" "$@"; }
api() { curl -s -m 30 -H "Authorization: Bearer $token" -H 'Content-Type: application/json' "$@"; }
code() { ask -o /dev/null -w '%{http_code}' "$@"; }
answers() { [ "$(code "$URL/calendar")" = 200 ]; }
id_of() { sed -n 's/.*"id": *"\([0-9A-Z]*\)".*/\1/p'; }
put() { ask -f -T "$1" "$URL/uploads/$2" | id_of; }	# put FILE NAME: its id
draft() {	# draft TITLE: a body for POST /api/v1/items
	printf '{"kind":"toolkit","title":"%s","audience":"public","org":{"slug":"a-test"},"status":"published"}' "$1"
}
sha() { sha256sum <"$1" | cut -d' ' -f1; }

# children of the supervisor by their log's name, as "PID" lines
children() { cut -d' ' -f1 "$COMMONSHELF_HOME/run/children"; }
postmaster() { head -n 1 "$COMMONSHELF_HOME/pg/postmaster.pid"; }
below() { tr ' ' '\n' 2>/dev/null <"/proc/$1/task/$1/children" | grep .; }

# one who may share, by cookie and by token
people() {
	sql <<-END
	with o as (insert into org (slug, name, country)
	    values ('a-test', 'A test', 'FJ') returning id),
	p as (insert into person (email, name) values ('a@test.example', 'A Test') returning id),
	m as (insert into membership (person, org, role) select p.id, o.id, 'admin' from p, o),
	t as (insert into api_token (public_id, person, kind, hash, scopes, expires_at)
	    select '1TEST00001', p.id, 'api', sha256('$token'), '{read,write}', now() + interval '1 day' from p)
	insert into session (hash, person, csrf, expires_at)
	select sha256('$cookie'), p.id, '$csrf', now() + interval '1 day' from p;
	END
}

# ----------------------------------------------------------- what must hold
# Each prints a number that is 0 when all is well. The ledger is
# $work/acknowledged.*, lines "id sum size"; $work/shared.*, lines "id title".
lost_uploads() {
	cat "$work"/acknowledged.* | sql -c "create temp table sent (id text,
	    sum text, size bigint)" -c "copy sent from stdin (delimiter ' ')" \
	    -c "select count(*) from sent s where not exists (select from upload u
	    join blob b using (sha256) where u.public_id = s.id and
	    encode(b.sha256, 'hex') = s.sum and b.size = s.size)"
}
lost_items() {
	cat "$work"/shared.* | sql -c "create temp table sent (id text, title text)" \
	    -c "copy sent from stdin (delimiter ' ')" -c "select count(*) from sent s
	    where not exists (select from item i where i.public_id = s.id and
	    i.title = s.title and i.status = 'published')"
}
doubles() {
	sql -c "select count(*) - count(distinct title) from item where title like 'load-%'"
}
broken_rows() {	# files in rows that are not what their names say
	sql -c "select count(*) from blob b where place = 'rows' and not exists (select from (
	    select sum(length(bytes)) as size, max(n) + 1 as chunks,
		count(*) as n, sha256(string_agg(bytes, ''::bytea order by n)) as is
	    from blob_chunk c where c.sha256 = b.sha256) x
	    where x.size = b.size and x.is = b.sha256 and x.chunks = x.n)"
}
broken_files() {
	sql -F ' ' -c "select encode(sha256, 'hex'), size from blob where place = 'files'" |
	while read -r sum size; do
		f=$(find "$COMMONSHELF_HOME/files" -type f -name "$sum")
		[ -n "$f" ] && [ "$(sha "$f")" = "$sum" ] || echo x
	done | wc -l
}
half_items() {	# published without a version, or without a word in the audit
	sql -c "select count(*) from item i where status = 'published' and not exists
	    (select from item_version v where v.item = i.id and v.version = i.version)"
}

result() {
	echo "$suite: $passed passed, $failed failed, $skipped skipped"
	[ -z "${CS_RESULTS-}" ] || echo "$suite $passed $failed $skipped" >>"$CS_RESULTS"
	[ $failed -eq 0 ]
}
