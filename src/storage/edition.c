/*
 * edition: see edition.h.
 */
#include "storage/edition.h"

#include "base/buf.h"

#define SHARE_TEXT	0.35	/* of runs of words: another edition */
#define SHARE_MARKS	0.45	/* of marks: a translation */

/* $1 id of the item, $2 uploads. `me` is one or nothing; what RLS hides is
 * gone before anything is counted or cut. */
static const struct stmt NEAR = { "edition_near", "tt",
	"with me as materialized (select id from item where public_id = $1), "
	"mine as materialized (select sha256 from file "
	"where item = (select id from me) union "
	"select sha256 from upload where public_id = any ($2::text[])), "
	"sk as materialized (select id, mins, marks, language from sketch "
	"where item = (select id from me) union all "
	"select id, mins, marks, language from sketch "
	"where sha256 in (select sha256 from mine)), "
	"near as materialized (select a.sketch as my, b.sketch, "
	"count(*) as bands from sk join sketch_band a on a.sketch = sk.id "
	"join sketch_band b on b.band = a.band and b.sketch <> a.sketch "
	"group by 1, 2), "
	"found as (select f.item, f.name, 'b' as how, 1000 as bands, "
	"null::bytea as my_mins, null::bytea as mins, "
	"null::bytea as my_marks, null::bytea as marks, false as foreign "
	"from mine join file f using (sha256) where f.live "
	"union all select coalesce(s.item, f.item), coalesce(f.name, ''), "
	"'t', n.bands, sk.mins, s.mins, sk.marks, s.marks, "
	"s.language <> sk.language from near n join sk on sk.id = n.my "
	"join sketch s on s.id = n.sketch "
	"left join file f on f.sha256 = s.sha256 and f.live "
	"where s.item is not null or f.item is not null) "
	"select " ITEM_CARD ", x.name, x.how, x.my_mins, x.mins, x.my_marks, "
	"x.marks, x.foreign from found x join item_full f on f.id = x.item "
	"where f.status = 'published' and f.public_id <> $1 "
	"order by x.bands desc, f.id, x.name limit 60" };
enum { NAME = ITEM_COLUMNS, HOW, MY_MINS, MINS, MY_MARKS, MARKS, FOREIGN };

static const struct stmt STORE = { "edition_store", "xtyyt",
	"insert into sketch (sha256, item, mins, marks, language) "
	"select $1::bytea, (select id from item where public_id = $2), "
	"$3::bytea, $4::bytea, $5 where $1::bytea is not null or exists (select from item "
	"where public_id = $2) "
	"on conflict (sha256) do update set mins = excluded.mins, "
	"marks = excluded.marks, language = excluded.language, "
	"made_at = now()" };
static const struct stmt FORGET = { "edition_forget", "xt",
	"delete from sketch where sha256 = $1 "
	"or item = (select id from item where public_id = $2)" };
static const struct stmt BANDS = { "edition_bands", "xtt",
	"insert into sketch_band (band, sketch) select distinct b, s.id "
	"from unnest($3::bigint[]) b, sketch s where s.sha256 = $1 "
	"or s.item = (select id from item where public_id = $2)" };
static const struct stmt FILE_TEXT = { "edition_file_text", "x",
	"select text from extracted_text where sha256 = $1 "
	"and state = 'extracted' and text is not null" };

void
edition_send(struct db *db, struct arena *a, const char *id,
    const char *const *uploads, size_t n)
{
	db_send(db, &NEAR, id, db_list(a, uploads, n));
}

/* how many of the numbers of two sketches are the same */
static double
share(struct arena *a, const struct rows *r, int row, int mine, int theirs)
{
	size_t		 n, m, same = 0;
	const uint8_t	*x = rows_bytes(a, r, row, mine, &n);
	const uint8_t	*y = rows_bytes(a, r, row, theirs, &m);

	if (n == 0 || n != m)
		return 0;
	for (size_t i = 0; i < n; i += 4)
		same += memcmp(x + i, y + i, 4) == 0;
	return (double)same * 4 / (double)n;
}

static bool
read_one(struct arena *a, const struct rows *r, int i, struct edition *e)
{
	double	j;

	e->file = rows_dup(a, r, i, NAME);
	e->how = EDITION_BYTES;
	e->share = 1;
	if (*rows_ref(r, i, HOW) == 'b')
		return true;
	e->how = EDITION_TEXT;
	j = share(a, r, i, MY_MINS, MINS);
	if (j < SHARE_TEXT) {
		e->how = EDITION_LANGUAGE;
		j = share(a, r, i, MY_MARKS, MARKS);
		if (j < SHARE_MARKS || !rows_bool(r, i, FOREIGN))
			return false;
	}
	/* of either text, when they are of one length */
	e->share = 2 * j / (1 + j);
	return true;
}

static bool
is_known(const struct editions *out, const char *id)
{
	for (size_t i = 0; i < out->n; i++)
		if (strcmp(out->v[i].item.id, id) == 0)
			return true;
	return false;
}

enum status
edition_take(struct db *db, struct arena *a, struct editions *out)
{
	struct edition	one;
	struct rows	r;
	enum status	st;

	memset(out, 0, sizeof(*out));
	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	out->v = arena_array(a, struct edition, r.n + 1);
	for (int i = 0; i < r.n && out->n < EDITIONS_MAX; i++) {
		if (!read_one(a, &r, i, &one))
			continue;
		item_from_row(a, &r, i, &one.item);
		if (!is_known(out, one.item.id))
			out->v[out->n++] = one;
	}
	return ST_OK;
}

static const char *
numbers(struct arena *a, const int64_t *v, size_t n)
{
	struct buf	 b;
	char		*out;

	buf_init(&b, 32 * (n + 1));
	buf_add(&b, "{", 1);
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, i == 0 ? "%lld" : ",%lld", (long long)v[i]);
	buf_add(&b, "}", 1);
	out = arena_strdup(a, b.data);
	buf_free(&b);
	return out;
}

enum status
edition_store(struct db *db, struct arena *a, const uint8_t *sha256,
    const char *item, const struct edition_sketch *s)
{
	enum status	st;

	if ((st = db_begin(db, DB_WRITE)) != ST_OK)
		return st;
	if ((st = db_do(db, &FORGET, sha256, item)) == ST_OK &&
	    s->nbands > 0 &&
	    (st = db_do(db, &STORE, sha256, item, s->mins, s->len,
	    s->marks == NULL ? (const uint8_t *)"" : s->marks,
	    s->marks == NULL ? (size_t)0 : s->len, s->language)) == ST_OK)
		st = db_do(db, &BANDS, sha256, item, numbers(a, s->bands,
		    s->nbands));
	if (st == ST_OK)
		return db_end(db);
	db_rollback(db);
	return st;
}

enum status
edition_file_text(struct db *db, struct arena *a, const uint8_t *sha256,
    const char **text)
{
	struct rows	r;
	enum status	st;

	if ((st = db_begin(db, DB_READ)) != ST_OK)
		return st;
	db_send(db, &FILE_TEXT, sha256);
	if ((st = db_take(db, &r)) == ST_OK && r.n == 0)
		st = ST_NOT_FOUND;
	if (st == ST_OK)
		*text = rows_dup(a, &r, 0, 0);
	db_end(db);
	return st;
}
