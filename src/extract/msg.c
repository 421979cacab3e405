/*
 * Outlook's messages (MS-OXMSG): every property is a stream, named after its
 * number and kind; recipients and attachments are storages of their own.
 */
#include "extract/ole.h"

#include <stdlib.h>

#include "extract/formats.h"

#define UNICODE		"001F"
#define BYTES		"001E"
#define BINARY		"0102"
#define NAME_MOST	256
#define RTF_MAX		((size_t)16 * 1000 * 1000)

/* the stream of a property in that storage */
static const struct ole_entry *
property(const struct ole *f, uint32_t in, const char *number,
    const char *kind)
{
	char	 name[OLE_NAME];

	snprintf(name, sizeof(name), "__substg1.0_%s%s", number, kind);
	for (uint32_t i = 1; i < f->nentries; i++)
		if (f->entry[i].in == in && f->entry[i].stream &&
		    strcmp(f->entry[i].name, name) == 0)
			return &f->entry[i];
	return NULL;
}

static bool
text(const struct ole *f, uint32_t in, const char *number, struct out *o)
{
	const struct ole_entry	*e = property(f, in, number, UNICODE);
	struct buf		 b;
	size_t			 before = o->b.len;

	if (e != NULL) {
		ole_read(f, e, &b);
		out_utf16(o, b.data, b.len);
	} else if ((e = property(f, in, number, BYTES)) != NULL) {
		ole_read(f, e, &b);
		charset_text(&b, NULL, 0, charset_to_out, o);
	} else {
		return false;
	}
	buf_free(&b);
	out_line(o);
	return o->b.len > before;
}

/*
 * Compressed RTF (MS-OXRTFCP): bytes, and references into a ring of 4096 that
 * starts with words that most such texts begin with.
 */
static void
unpack(const struct buf *in, struct buf *to)
{
	static const char	 words[] = "{\\rtf1\\ansi\\mac\\deff0\\deftab720"
		"{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
		"\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier"
		"{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0"
		"\\fs20\\b\\i\\u\\tab\\tx";
	char			 ring[4096] = { 0 };
	size_t			 w = sizeof(words) - 1, at = 16;

	memcpy(ring, words, w);
	while (at < in->len && !to->failed) {
		unsigned char	 flags = (unsigned char)in->data[at++];

		for (int bit = 0; bit < 8 && at < in->len; bit++) {
			uint32_t	 ref, n = 1;

			if ((flags >> bit & 1) == 0) {
				ring[w++ & 4095] = in->data[at];
				buf_putc(to, in->data[at++]);
				continue;
			}
			if (at + 2 > in->len)
				return;
			ref = (uint32_t)(unsigned char)in->data[at] << 8 |
			    (unsigned char)in->data[at + 1];
			at += 2;
			if (ref >> 4 == (w & 4095))
				return;
			for (n = (ref & 15) + 2, ref >>= 4; n > 0; n--) {
				char	 c = ring[ref++ & 4095];

				ring[w++ & 4095] = c;
				buf_putc(to, c);
			}
		}
	}
}

static void
rich_text(const struct ole *f, uint32_t in, struct out *o)
{
	const struct ole_entry	*e = property(f, in, "1009", BINARY);
	struct buf		 b, rtf;

	if (e == NULL)
		return;
	ole_read(f, e, &b);
	buf_init(&rtf, RTF_MAX);
	if (b.len > 16 && memcmp(b.data + 8, "LZFu", 4) == 0)
		unpack(&b, &rtf);
	else if (b.len > 16)
		buf_add(&rtf, b.data + 16, b.len - 16);
	if (rtf.len > 0)
		format_inner(o, rtf_extract, rtf.data, rtf.len);
	buf_free(&rtf);
	buf_free(&b);
}

static void
body(const struct ole *f, uint32_t in, struct out *o)
{
	const struct ole_entry	*e;
	struct buf		 b;

	if (text(f, in, "1000", o))
		return;
	if ((e = property(f, in, "1013", BINARY)) == NULL) {
		rich_text(f, in, o);
		return;
	}
	ole_read(f, e, &b);
	format_inner(o, html_extract, b.data, b.len);
	buf_free(&b);
}

static void
attachment(const struct ole *f, uint32_t in, struct out *o)
{
	const struct ole_entry	*e = property(f, in, "3701", BINARY);
	struct out		 name;
	struct buf		 b;

	out_init(&name, NAME_MOST);
	if (!text(f, in, "3707", &name) && !text(f, in, "3704", &name))
		text(f, in, "3001", &name);
	out_finish(&name);
	if (name.b.len > 0) {
		out_text(o, name.b.data, name.b.len);
		name.b.data[--name.b.len] = '\0';
	}
	if (e != NULL && ole_read(f, e, &b) && b.len > 0) {
		format_member(o, name.b.len > 0 ? name.b.data : "", b.data,
		    b.len);
		out_line(o);
	}
	if (e != NULL)
		buf_free(&b);
	out_free(&name);
}

/* the message itself and those that are attached, which are storages too */
static void
message(const struct ole *f, uint32_t in, struct out *o)
{
	static const char *const	 heads[] = { "0037", "0C1A", "0C1F",
		"0E04", "0E03" };

	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		text(f, in, heads[i], o);
	body(f, in, o);
	out_line(o);
}

enum extract_reason
msg_read(struct ole *f, struct out *o)
{
	message(f, 0, o);
	for (uint32_t i = 1; i < f->nentries && !o->cut; i++) {
		const struct ole_entry	*e = &f->entry[i];

		if (e->stream || e->in == OLE_NOWHERE)
			continue;
		if (strncmp(e->name, "__recip_", 8) == 0)
			text(f, i, "3001", o);
		else if (strncmp(e->name, "__attach_", 9) == 0)
			attachment(f, i, o);
		else if (strcmp(e->name, "__substg1.0_3701000D") == 0)
			message(f, i, o);
	}
	return EXTRACT_OK;
}
