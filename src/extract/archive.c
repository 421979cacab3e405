/*
 * Archives and compressed files: the name of every member, and the text of
 * those that have one. Members stay in memory and their names are only text:
 * nothing is ever unpacked to a path.
 */
#include "extract/formats.h"

#include "extract/members.h"

static void
say_name(struct out *o, const char *name)
{
	out_line(o);
	charset_text(&(struct buf){ .data = (char *)(uintptr_t)name,
	    .len = strlen(name) }, "ibm437", 6, charset_to_out, o);
	out_line(o);
}

static bool
stops_it_all(enum extract_reason r)
{
	return r == EXTRACT_BOMB || r == EXTRACT_MEMORY;
}

/* "data" is what libarchive calls the one member of a compressed file */
static enum extract_reason
one_member(struct members *m, const char *name, struct out *o)
{
	struct buf		 b;
	enum extract_reason	 r = EXTRACT_OK;

	if (strcmp(name, "data") != 0)
		say_name(o, name);
	if (!members_is_file(m))
		return EXTRACT_OK;
	if (members_slurp(m, &b)) {
		r = format_member(o, name, b.data, b.len);
		out_line(o);
	}
	buf_free(&b);
	return stops_it_all(r) ? r : EXTRACT_OK;
}

enum extract_reason
archive_extract(struct out *o)
{
	struct members		*m = members_open(MEMBERS_ANY);
	const char		*name;
	enum extract_reason	 r = EXTRACT_OK, archive;

	if (m == NULL)
		return EXTRACT_MEMORY;
	while (r == EXTRACT_OK && !o->cut &&
	    (name = members_next(m)) != NULL)
		r = one_member(m, name, o);
	archive = members_close(m);
	if (r == EXTRACT_OK)
		r = archive;
	/* the names are readable where the rest is locked */
	if (r == EXTRACT_PASSWORD && out_finish(o)) {
		o->cut = true;
		return EXTRACT_OK;
	}
	if (r == EXTRACT_OK && !out_finish(o))
		return EXTRACT_UNSUPPORTED;
	return r;
}
