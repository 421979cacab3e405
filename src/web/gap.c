/*
 * gap: see gap.h.
 */
#include "web/gap.h"

#include <string.h>

#include "base/utf8.h"
#include "storage/gap.h"
#include "views/gap.h"
#include "views/when.h"
#include "web/page.h"
#include "web/problem.h"

#define DIGITS_MAX	6
#define WORDS_BYTES	(4 * GAP_WORDS + 1)

static struct {
	char	words[WORDS_BYTES];
	int	times;
} gaps[GAPS_MAX];

static size_t	ngaps;
static int64_t	first;		/* when the oldest of them was counted */

static bool
is_private(const char *s)
{
	size_t	digits = 0;

	for (; *s != '\0'; s++) {
		if (*s == '@')
			return true;
		if (*s >= '0' && *s <= '9')
			digits++;
	}
	return digits > DIGITS_MAX;
}

/* in small letters, one space between; false: too long, or nothing */
static bool
tidy(const char *s, char out[WORDS_BYTES])
{
	size_t	n = 0;

	if (utf8_count(s) > GAP_WORDS)
		return false;
	for (; *s != '\0'; s++) {
		if ((unsigned char)*s > ' ')
			out[n++] = (char)(*s >= 'A' && *s <= 'Z' ?
			    *s + 'a' - 'A' : *s);
		else if (n > 0 && out[n - 1] != ' ')
			out[n++] = ' ';
	}
	while (n > 0 && out[n - 1] == ' ')
		n--;
	out[n] = '\0';
	return n > 0;
}

void
gap_count(const char *words)
{
	char	tidied[WORDS_BYTES];
	size_t	i;

	if (is_private(words) || !tidy(words, tidied))
		return;
	for (i = 0; i < ngaps && strcmp(gaps[i].words, tidied) != 0; i++)
		;
	if (i == GAPS_MAX)
		return;
	if (i == ngaps) {
		if (ngaps++ == 0)
			first = clock_now();
		memcpy(gaps[i].words, tidied, sizeof(tidied));
		gaps[i].times = 0;
	}
	gaps[i].times++;
}

void
gap_tell(struct db *db)
{
	size_t	i;

	if (ngaps == 0 || clock_now() - first < GAPS_SECONDS)
		return;
	db_as(db, NULL, NULL);
	if (db_begin(db, DB_READ) != ST_OK)
		return;
	for (i = 0; i < ngaps; i++)
		gap_note_send(db, gaps[i].words, gaps[i].times);
	if (db_take_all(db) == ST_OK)
		ngaps = 0;
	db_end(db);
}

static const char *
day(struct request *r, const char *s)
{
	struct local	l;

	return clock_parse_local(s, &l) ? when_date(r->arena, &l, r->lang) :
	    s;
}

static const char *
search_for(struct request *r, const char *words)
{
	struct html	 h = { .lang = r->lang };
	const char	*out;

	buf_init(&h.out, 4096);
	html_url(&h, words);
	out = arena_printf(r->arena, "/search?q=%s", h.out.data);
	buf_free(&h.out);
	return out;
}

static struct reply *
show(struct request *r, const char *done)
{
	struct gap_view	 v = { .done = done, .csrf = r->actor.csrf };
	struct gap_line	*lines;
	struct gap	*g;
	struct html	*h = reply_page(r);
	struct reply	*reply;
	enum status	 st;
	size_t		 i;

	if ((st = db_begin(r->db, DB_READ)) == ST_OK) {
		gap_list_send(r->db, GAPS_SHOWN);
		st = gap_list_take(r->db, r->arena, &g, &v.n);
	}
	db_end(r->db);
	if (st != ST_OK)
		return problem(r, st);
	lines = arena_array(r->arena, struct gap_line, v.n + 1);
	for (i = 0; i < v.n; i++) {
		lines[i].words = g[i].words;
		lines[i].times = g[i].times;
		lines[i].last = day(r, g[i].last);
		lines[i].href = search_for(r, g[i].words);
	}
	v.lines = lines;
	v.page = page_new(r, _("What nobody found"));
	v.page->nav = "admin";
	v.page->noindex = true;
	v.page->path = "/admin/gaps";
	view_gap(h, &v);
	reply = reply_html(r, 200, h);
	reply_header(r, reply, "cache-control", "no-store");
	return reply;
}

struct reply *
gap_show(struct request *r)
{
	if (!request_may(r, MAY_ADMINISTER, NULL, 0))
		return problem(r, ST_NOT_FOUND);
	return show(r, NULL);
}

struct reply *
gap_post(struct request *r)
{
	const char	*words = form_text(r, "words");
	bool		 all = strcmp(form_text(r, "do"), "all") == 0;
	enum status	 st;

	if (!request_may(r, MAY_ADMINISTER, NULL, 0))
		return problem(r, ST_NOT_FOUND);
	if (!all && *words == '\0')
		return problem(r, ST_MALFORMED);
	if ((st = db_begin(r->db, DB_WRITE)) == ST_OK &&
	    (st = gap_forget(r->db, all ? NULL : words)) == ST_OK)
		st = db_end(r->db);
	else
		db_rollback(r->db);
	if (st != ST_OK)
		return problem(r, st);
	return show(r, all ? _("The list is empty.") : _("It is taken off "
	    "the list."));
}
