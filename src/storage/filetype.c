#include "storage/filetype.h"

#include <magic.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include "base/log.h"

#define N_(s)		s
#define HEAD		65536
#define LOOKED_AT	((size_t)7 << 20)	/* libmagic's own limit */
#define OF_LARGER	((size_t)1 << 20)	/* none of these is seen whole */
#define TAIL		66000		/* a zip's end record and its comment */
#define DIRECTORY	((size_t)512 * 1024)
#define UNKNOWN		"application/octet-stream"
#define OOXML		"application/vnd.openxmlformats-officedocument."
#define ODF		"application/vnd.oasis.opendocument."

static magic_t	 handle;

bool
filetype_open(void)
{
	if (handle != NULL)
		return true;
	handle = magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS);
	if (handle != NULL && magic_load(handle, NULL) == 0)
		return true;
	log_error("filetype", "no database of file types: %s",
	    handle != NULL ? magic_error(handle) : "out of memory");
	if (handle != NULL)
		magic_close(handle);
	handle = NULL;
	return false;
}

/* type/subtype of RFC 6838: nothing that could break a header */
static bool
well_formed(const char *t)
{
	size_t	 type = strcspn(t, "/"), n = strlen(t);

	return type > 0 && type < n && n < FILETYPE_MAX &&
	    strspn(t + type + 1, "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.+-_!#$&^") == n - type - 1;
}

static bool
has_suffix(const char *name, const char *suffix)
{
	size_t	 n = strlen(name), s = strlen(suffix);

	return n > s && strcasecmp(name + n - s, suffix) == 0;
}

static bool
starts(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

/* members whose presence tells the kind */
static const struct {
	const char	*start_of;	/* of a member's name */
	const char	*media_type;
} members[] = {
	{ "word/", OOXML "wordprocessingml.document" },
	{ "ppt/", OOXML "presentationml.presentation" },
	{ "xl/workbook.bin",
	    "application/vnd.ms-excel.sheet.binary.macroenabled.12" },
	{ "xl/", OOXML "spreadsheetml.sheet" },
	{ "META-INF/container.xml", "application/epub+zip" },
};

static const struct {
	const char	*suffix;
	const char	*media_type;
} opendocument[] = {
	{ ".odt", ODF "text" },
	{ ".odp", ODF "presentation" },
	{ ".ods", ODF "spreadsheet" },
	{ ".odg", ODF "graphics" },
};

#define COUNT(a)	(sizeof(a) / sizeof((a)[0]))

struct zip {
	const char	*media_type;
	size_t		 rank;
	bool		 content, manifest;	/* as OpenDocument has them */
};

static void
member(struct zip *z, const char *name, size_t n)
{
	while (n > 0 && (*name == '/' || *name == '\\'))
		name++, n--;
	if (n == strlen("content.xml") && memcmp(name, "content.xml", n) == 0)
		z->content = true;
	if (n >= strlen("META-INF/") && memcmp(name, "META-INF/", 9) == 0)
		z->manifest = true;
	for (size_t i = 0; i < COUNT(members); i++) {
		size_t	 len = strlen(members[i].start_of);

		if (n >= len && strncasecmp(name, members[i].start_of, len)
		    == 0 && (z->media_type == NULL || i < z->rank)) {
			z->media_type = members[i].media_type;
			z->rank = i;
		}
	}
}

static uint32_t
little(const unsigned char *p, int n)
{
	uint32_t	 v = 0;

	while (n-- > 0)
		v = v << 8 | p[n];
	return v;
}

/* records of one kind in a piece of a zip; the length of a name stands at
 * `length`, the name at `name` */
static void
walk(struct zip *z, const unsigned char *p, size_t n, const char *magic,
    size_t length, size_t name)
{
	const unsigned char	*end = p + n, *q;

	while ((q = memmem(p, (size_t)(end - p), magic, 4)) != NULL) {
		size_t	 have = (size_t)(end - q), len;

		if (have < name)
			return;
		len = little(q + length, 2);
		if (len <= have - name)
			member(z, (const char *)q + name, len);
		p = q + 4;
	}
}

/* the directory at the end, found by its end record (APPNOTE 4.3.16) */
static void
walk_directory(struct zip *z, int fd)
{
	static unsigned char	 buf[DIRECTORY];
	off_t			 size = lseek(fd, 0, SEEK_END), from;
	ssize_t			 n;
	size_t			 at;

	from = size > TAIL ? size - TAIL : 0;
	n = pread(fd, buf, TAIL, from);
	for (at = n >= 22 ? (size_t)n - 22 : 0; at > 0; at--)
		if (memcmp(buf + at, "PK\5\6", 4) == 0)
			break;
	if (at == 0)
		return;
	n = pread(fd, buf, sizeof(buf), (off_t)little(buf + at + 16, 4));
	if (n > 0)
		walk(z, buf, (size_t)n, "PK\1\2", 28, 46);
}

/* an archive that libmagic could not name; NULL when it is just that */
static const char *
office_type(int fd, const unsigned char *head, size_t n, const char *name)
{
	struct zip	 z = { 0 };

	walk_directory(&z, fd);
	walk(&z, head, n, "PK\3\4", 26, 30);	/* when the end is cut off */
	if (z.media_type != NULL)
		return z.media_type;
	for (size_t i = 0; i < COUNT(opendocument); i++)
		if (z.content && z.manifest &&
		    has_suffix(name, opendocument[i].suffix))
			return opendocument[i].media_type;
	return NULL;
}

/* which text it is, where the content alone does not say */
static const struct {
	const char	*suffix;
	const char	*media_type;
} texts[] = {
	{ ".md", "text/markdown" },
	{ ".markdown", "text/markdown" },
	{ ".csv", "text/csv" },
	{ ".tsv", "text/tab-separated-values" },
	{ ".txt", "text/plain" },
	{ ".ics", "text/calendar" },
	{ ".eml", "message/rfc822" },
	{ ".mht", "message/rfc822" },
	{ ".mhtml", "message/rfc822" },
	{ ".mbox", "application/mbox" },
};

static const char *
text_type(const char *media_type, const char *name)
{
	if (strcmp(media_type, "application/csv") == 0)
		return "text/csv";
	if (!starts(media_type, "text/") ||
	    strcmp(media_type, "text/rtf") == 0 ||
	    strcmp(media_type, "text/calendar") == 0)
		return NULL;
	for (size_t i = 0; i < COUNT(texts); i++)
		if (has_suffix(name, texts[i].suffix))
			return texts[i].media_type;
	if (strcmp(media_type, "text/plain") == 0 &&
	    (has_suffix(name, ".html") || has_suffix(name, ".htm")))
		return "text/html";
	return NULL;
}

/* streams whose presence tells the kind of an old Office file (MS-CFB) */
static const struct {
	const char	*stream;	/* the start of its name */
	const char	*media_type;
} streams[] = {
	{ "EncryptedPackage", "application/encrypted" },
	{ "WordDocument", "application/msword" },
	{ "Workbook", "application/vnd.ms-excel" },
	{ "Book", "application/vnd.ms-excel" },
	{ "PowerPoint Document", "application/vnd.ms-powerpoint" },
	{ "__properties_", "application/vnd.ms-outlook" },
	{ "__nameid_", "application/vnd.ms-outlook" },
};

static bool
is_stream(const unsigned char *entry, const char *name)
{
	for (; *name != '\0'; name++, entry += 2)
		if (entry[0] != (unsigned char)*name || entry[1] != 0)
			return false;
	return true;
}

/* the first entries of the directory name what stands at the top */
static const char *
ole_type(int fd, const unsigned char *head)
{
	unsigned char	 dir[4096];
	unsigned	 shift = little(head + 30, 2);
	off_t		 at = ((off_t)little(head + 48, 4) + 1) << (shift & 15);
	ssize_t		 n = pread(fd, dir, sizeof(dir), at);

	for (size_t i = 0; i < COUNT(streams); i++)
		for (ssize_t k = 0; k + 128 <= n; k += 128)
			if (is_stream(dir + k, streams[i].stream))
				return streams[i].media_type;
	return NULL;
}

/* a box of mail begins with a line that no header is, then headers */
static bool
is_mbox(const unsigned char *head, size_t n)
{
	return n > 5 && memcmp(head, "From ", 5) == 0 &&
	    (memmem(head, n, "\nFrom: ", 7) != NULL ||
	    memmem(head, n, "\nReceived: ", 11) != NULL);
}

static const char *
mended(int fd, const char *media_type, const char *name)
{
	static unsigned char	 head[HEAD];
	ssize_t			 n = pread(fd, head, sizeof(head), 0);
	size_t			 have = n > 0 ? (size_t)n : 0;
	const char		*better = NULL;

	if (have >= 4 && memcmp(head, "PK\3\4", 4) == 0 &&
	    (strcmp(media_type, "application/zip") == 0 ||
	    strcmp(media_type, UNKNOWN) == 0))
		better = office_type(fd, head, have, name);
	else if (strcmp(media_type, UNKNOWN) == 0 &&
	    memmem(head, have < 1024 ? have : 1024, "%PDF-", 5) != NULL)
		better = "application/pdf";
	else if (have >= 64 && memcmp(head, "\xD0\xCF\x11\xE0", 4) == 0 &&
	    (strcmp(media_type, "application/vnd.ms-office") == 0 ||
	    strcmp(media_type, "application/x-ole-storage") == 0 ||
	    strcmp(media_type, "application/CDFV2") == 0 ||
	    strcmp(media_type, UNKNOWN) == 0))
		better = ole_type(fd, head);
	else if (starts(media_type, "text/") && is_mbox(head, have))
		better = "application/mbox";
	else
		better = text_type(media_type, name);
	return better != NULL ? better : media_type;
}

/* how much of a file libmagic reads */
static void
look_at(int fd)
{
	struct stat	s;
	size_t		n = LOOKED_AT;

	if (fstat(fd, &s) == 0 && s.st_size > (off_t)LOOKED_AT)
		n = OF_LARGER;
	magic_setparam(handle, MAGIC_PARAM_BYTES_MAX, &n);
}

void
filetype_of_fd(int fd, const char *name, char *out)
{
	off_t		 at = lseek(fd, 0, SEEK_CUR);
	const char	*t = NULL;

	if (filetype_open())
		look_at(fd);
	if (handle != NULL && lseek(fd, 0, SEEK_SET) == 0)
		t = magic_descriptor(handle, fd);
	if (t == NULL || !well_formed(t) || starts(t, "inode/") ||
	    strcmp(t, "application/x-empty") == 0)
		t = UNKNOWN;
	snprintf(out, FILETYPE_MAX, "%s", mended(fd, t, name));
	if (at != -1)
		lseek(fd, at, SEEK_SET);
}

/* the first that fits: a type, or the start of one that ends in '/' or '.' */
static const struct {
	const char	*media_type;
	const char	*words;
} people_say[] = {
	{ "application/pdf", N_("PDF") },
	{ OOXML "wordprocessingml.document", N_("Word") },
	{ OOXML "presentationml.presentation", N_("PowerPoint") },
	{ OOXML "spreadsheetml.sheet", N_("Excel") },
	{ "application/msword", N_("Word (old)") },
	{ "application/vnd.ms-powerpoint", N_("PowerPoint (old)") },
	{ "application/vnd.ms-excel", N_("Excel (old)") },
	{ "application/vnd.ms-excel.", N_("Excel") },
	{ ODF "text", N_("OpenDocument text") },
	{ ODF "presentation", N_("OpenDocument slides") },
	{ ODF "spreadsheet", N_("OpenDocument table") },
	{ ODF "graphics", N_("OpenDocument drawing") },
	{ "application/encrypted", N_("Document with a password") },
	{ "application/epub+zip", N_("Book (EPUB)") },
	{ "application/vnd.ms-outlook", N_("Mail") },
	{ "application/vnd.ms-visio.", N_("Drawing (Visio)") },
	{ "application/mbox", N_("Mail") },
	{ "message/", N_("Mail") },
	{ "image/svg+xml", N_("Drawing") },
	{ "application/json", N_("Data (JSON)") },
	{ "application/zip", N_("Archive") },
	{ "application/gzip", N_("Archive") },
	{ "application/x-tar", N_("Archive") },
	{ "application/x-7z-compressed", N_("Archive") },
	{ "application/x-rar", N_("Archive") },
	{ "application/x-bzip2", N_("Archive") },
	{ "application/x-xz", N_("Archive") },
	{ "text/html", N_("Web page") },
	{ "text/markdown", N_("Text") },
	{ "text/csv", N_("Table (CSV)") },
	{ "text/tab-separated-values", N_("Table (TSV)") },
	{ "text/calendar", N_("Calendar") },
	{ "text/rtf", N_("Formatted text (RTF)") },
	{ "text/xml", N_("Data (XML)") },
	{ "text/", N_("Text") },
	{ "image/", N_("Picture") },
	{ "audio/", N_("Sound") },
	{ "video/", N_("Video") },
};

const char *
filetype_words(const char *media_type)
{
	for (size_t i = 0; i < COUNT(people_say); i++) {
		const char	*t = people_say[i].media_type;
		char		 last = t[strlen(t) - 1];

		if (strcmp(t, media_type) == 0 || ((last == '/' ||
		    last == '.') && starts(media_type, t)))
			return people_say[i].words;
	}
	return N_("File");
}
