/*
 * gap: see gap.h.
 */
#include "storage/gap.h"

static const struct stmt NOTE = { "gap_note", "ti",
	"select gap_note($1, $2)" };
static const struct stmt LIST = { "gap_list", "i",
	"select words, times, first_on::text, last_on::text from gap "
	"order by times desc, last_on desc, words limit $1" };
static const struct stmt FORGET = { "gap_forget", "t",
	"delete from gap where $1::text is null or words = $1" };

void
gap_note_send(struct db *db, const char *words, int times)
{
	db_send(db, &NOTE, words, (int64_t)times);
}

void
gap_list_send(struct db *db, int limit)
{
	db_send(db, &LIST, (int64_t)limit);
}

enum status
gap_list_take(struct db *db, struct arena *a, struct gap **out, size_t *n)
{
	struct rows	r;
	enum status	st;
	int		i;

	*n = 0;
	if ((st = db_take(db, &r)) != ST_OK)
		return st;
	*out = arena_array(a, struct gap, r.n + 1);
	for (i = 0; i < r.n; i++) {
		(*out)[i].words = rows_dup(a, &r, i, 0);
		(*out)[i].times = (int)rows_int(&r, i, 1);
		(*out)[i].first = rows_dup(a, &r, i, 2);
		(*out)[i].last = rows_dup(a, &r, i, 3);
	}
	*n = (size_t)r.n;
	return ST_OK;
}

enum status
gap_forget(struct db *db, const char *words)
{
	return db_do(db, &FORGET, words);
}
