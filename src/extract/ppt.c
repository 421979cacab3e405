/*
 * PowerPoint 97 to 2003 (MS-PPT): records, some of which hold records. All
 * texts are read in the order of the file, whatever slide they belong to.
 */
#include "extract/ole.h"

#include "extract/formats.h"

#define RECORD		8
#define SLIDE		1006
#define NOTES		1008
#define TEXT_WIDE	4000
#define TEXT_NARROW	4008
#define STRING		4026
#define SLIDE_IN_LIST	1011
#define LOCKED		0xF3D1C4DFU

static void
text_of(struct out *o, uint32_t type, const char *s, size_t n)
{
	if (type == TEXT_NARROW)
		out_latin(o, s, n);
	else
		out_utf16(o, s, n);
	out_line(o);
}

/*
 * Containers are entered by reading on behind their head, so depth costs
 * nothing. False when a record claims more than there is.
 */
static bool
records(struct out *o, const char *s, size_t n)
{
	size_t	 at = 0;

	while (at + RECORD <= n && !o->cut) {
		uint32_t	 type = ole_u16(s + at + 2);
		uint32_t	 len = ole_u32(s + at + 4);
		bool		 holds = (ole_u16(s + at) & 0xF) == 0xF;

		at += RECORD;
		if ((type == SLIDE || type == NOTES || type == SLIDE_IN_LIST)
		    && !out_blank_page(o))
			out_page(o);
		if (holds)
			continue;
		if (len > n - at)
			return false;
		if (type == TEXT_WIDE || type == TEXT_NARROW ||
		    type == STRING)
			text_of(o, type, s + at, len);
		at += len;
	}
	return true;
}

static bool
is_locked(struct ole *f)
{
	const struct ole_entry	*e = ole_find(f, "Current User");
	struct buf		 b;
	bool			 locked;

	if (e == NULL)
		return false;
	ole_read(f, e, &b);
	locked = b.len >= 16 && ole_u32(b.data + 12) == LOCKED;
	buf_free(&b);
	return locked;
}

enum extract_reason
ppt_read(struct ole *f, struct out *o)
{
	struct buf	 b;
	bool		 whole;

	if (is_locked(f))
		return EXTRACT_PASSWORD;
	whole = ole_read(f, ole_find(f, "PowerPoint Document"), &b);
	whole = records(o, b.data, b.len) && whole;
	buf_free(&b);
	return whole ? EXTRACT_OK : EXTRACT_DAMAGED;
}
