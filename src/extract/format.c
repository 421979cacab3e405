/* which reader reads which kind, and the kinds of files inside files */
#include "extract/formats.h"

#include <strings.h>

#define OOXML	"application/vnd.openxmlformats-officedocument."
#define ODF	"application/vnd.oasis.opendocument."

static const struct format	 formats[] = {
	{ "application/pdf", pdf_extract, pdf_prepare },
	{ OOXML "wordprocessingml.document", docx_extract, charset_prepare },
	{ OOXML "presentationml.presentation", pptx_extract,
	    charset_prepare },
	{ OOXML "spreadsheetml.sheet", xlsx_extract, charset_prepare },
	{ "application/vnd.ms-visio.drawing.main+xml", vsdx_extract, NULL },
	{ ODF "text", odf_extract, NULL },
	{ ODF "presentation", odf_extract, NULL },
	{ ODF "spreadsheet", odf_extract, NULL },
	{ ODF "graphics", odf_extract, NULL },
	{ "application/epub+zip", epub_extract, charset_prepare },
	{ "application/msword", ole_extract, charset_prepare },
	{ "application/vnd.ms-excel", ole_extract, charset_prepare },
	{ "application/vnd.ms-powerpoint", ole_extract, charset_prepare },
	{ "application/vnd.ms-outlook", ole_extract, charset_prepare },
	{ "application/x-ole-storage", ole_extract, charset_prepare },
	{ "application/CDFV2", ole_extract, charset_prepare },
	{ "application/encrypted", ole_extract, charset_prepare },
	{ "message/rfc822", mail_extract, charset_prepare },
	{ "application/mbox", mbox_extract, charset_prepare },
	{ "application/zip", archive_extract, charset_prepare },
	{ "application/x-tar", archive_extract, charset_prepare },
	{ "application/gzip", archive_extract, charset_prepare },
	{ "application/x-bzip2", archive_extract, charset_prepare },
	{ "application/x-xz", archive_extract, charset_prepare },
	{ "application/x-7z-compressed", archive_extract, charset_prepare },
	{ "image/svg+xml", xml_extract, NULL },
	{ "text/xml", xml_extract, NULL },
	{ "application/xml", xml_extract, NULL },
	{ "text/rtf", rtf_extract, charset_prepare },
	{ "text/html", html_extract, charset_prepare },
	{ "application/xhtml+xml", html_extract, charset_prepare },
	{ "application/json", text_extract, charset_prepare },
	{ "application/x-ndjson", text_extract, charset_prepare },
	{ "application/javascript", text_extract, charset_prepare },
	/* last: the rest of these kinds */
	{ "image/", picture_extract, picture_prepare },
	{ "text/", text_extract, charset_prepare },
};

const struct format *
format_of(const char *media_type)
{
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		const char	*t = formats[i].media_type;
		size_t		 n = strlen(t);

		if (strcmp(t, media_type) == 0 || (t[n - 1] == '/' &&
		    strncmp(t, media_type, n) == 0))
			return &formats[i];
	}
	return NULL;
}

static const struct {
	const char	*start;
	size_t		 n;
	const char	*media_type;
} magic[] = {
	{ "%PDF-", 5, "application/pdf" },
	{ "PK\3\4", 4, "application/zip" },
	{ "\xD0\xCF\x11\xE0", 4, "application/x-ole-storage" },
	{ "{\\rtf", 5, "text/rtf" },
	{ "\x1F\x8B", 2, "application/gzip" },
	{ "BZh", 3, "application/x-bzip2" },
	{ "\xFD" "7zXZ", 5, "application/x-xz" },
	{ "7z\xBC\xAF", 4, "application/x-7z-compressed" },
	{ "\xFF\xD8\xFF", 3, "image/jpeg" },
	{ "\x89PNG", 4, "image/png" },
	{ "GIF8", 4, "image/gif" },
	{ "II*\0", 4, "image/tiff" },
	{ "MM\0*", 4, "image/tiff" },
	{ "From ", 5, "application/mbox" },
};

/* what an archive or a text turns out to be by its name */
static const struct {
	const char	*suffix;
	const char	*media_type;
	const char	*start;		/* its media type by the first bytes */
} suffixes[] = {
	{ "docx", OOXML "wordprocessingml.document", "application/zip" },
	{ "docm", OOXML "wordprocessingml.document", "application/zip" },
	{ "pptx", OOXML "presentationml.presentation", "application/zip" },
	{ "ppsx", OOXML "presentationml.presentation", "application/zip" },
	{ "xlsx", OOXML "spreadsheetml.sheet", "application/zip" },
	{ "xlsm", OOXML "spreadsheetml.sheet", "application/zip" },
	{ "odt", ODF "text", "application/zip" },
	{ "odp", ODF "presentation", "application/zip" },
	{ "ods", ODF "spreadsheet", "application/zip" },
	{ "epub", "application/epub+zip", "application/zip" },
	{ "html", "text/html", NULL },
	{ "htm", "text/html", NULL },
	{ "xhtml", "text/html", NULL },
	{ "svg", "image/svg+xml", NULL },
	{ "xml", "text/xml", NULL },
	{ "eml", "message/rfc822", NULL },
	{ "mht", "message/rfc822", NULL },
	{ "tar", "application/x-tar", NULL },
};

#define COUNT(a)	(sizeof(a) / sizeof((a)[0]))

static const char *
suffix_of(const char *name)
{
	const char	*dot = strrchr(name, '.');

	return dot == NULL ? "" : dot + 1;
}

/* text in any of the usual sets: no control bytes but white space */
static bool
looks_like_text(const char *data, size_t n)
{
	size_t	 look = n < 4096 ? n : 4096;

	if (n >= 2 && (memcmp(data, "\xFF\xFE", 2) == 0 ||
	    memcmp(data, "\xFE\xFF", 2) == 0))
		return true;
	for (size_t i = 0; i < look; i++) {
		unsigned char	 c = (unsigned char)data[i];

		if ((c < 0x20 && strchr("\t\n\v\f\r\x1B", c) == NULL) ||
		    c == '\0')
			return false;
	}
	return look > 0;
}

static const char *
kind_of(const char *name, const char *data, size_t n)
{
	const char	*start = NULL, *suffix = suffix_of(name);

	for (size_t i = 0; i < COUNT(magic) && start == NULL; i++)
		if (n >= magic[i].n &&
		    memcmp(data, magic[i].start, magic[i].n) == 0)
			start = magic[i].media_type;
	if (start == NULL && n > 262 && memcmp(data + 257, "ustar", 5) == 0)
		return "application/x-tar";
	for (size_t i = 0; i < COUNT(suffixes); i++)
		if (strcasecmp(suffixes[i].suffix, suffix) == 0 &&
		    (start == NULL ? suffixes[i].start == NULL &&
		    looks_like_text(data, n) : suffixes[i].start != NULL &&
		    strcmp(suffixes[i].start, start) == 0))
			return suffixes[i].media_type;
	if (start == NULL && looks_like_text(data, n))
		return "text/plain";
	return start;
}

enum extract_reason
format_inner(struct out *o, enum extract_reason (*extract)(struct out *),
    const char *data, size_t n)
{
	enum extract_reason	 r;

	if (!input_enter(data, n))
		return EXTRACT_UNSUPPORTED;
	r = extract(o);
	input_leave();
	return r;
}

enum extract_reason
format_member(struct out *o, const char *name, const char *data, size_t n)
{
	const char		*type = kind_of(name, data, n);
	const struct format	*f = type == NULL ? NULL : format_of(type);

	/* pdftotext is a program of its own, that starts before the lock */
	if (f == NULL || f->extract == pdf_extract)
		return EXTRACT_UNSUPPORTED;
	return format_inner(o, f->extract, data, n);
}
