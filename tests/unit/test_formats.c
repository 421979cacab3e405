/*
 * The other formats: what each gives, in files that are made here. The three
 * in tests/unit/files were written for this test by an office program.
 */
#include "extracting.h"

#include <fcntl.h>

#include "base/buf.h"
#include "base/settings.h"
#include "storage/filetype.h"

#define SECTOR		512
#define PLAIN		1		/* the FAT's own sector is the first */

static void
has(struct extract_result r, const char *words)
{
	if (r.text == NULL || strstr(r.text, words) == NULL)
		fail_msg("no \"%s\" in \"%s\" (%s)", words,
		    r.text == NULL ? "" : r.text,
		    r.reason == EXTRACT_OK ? "well" :
		    extract_reason_word(r.reason));
}

static void
lacks(struct extract_result r, const char *words)
{
	if (r.text != NULL && strstr(r.text, words) != NULL)
		fail_msg("\"%s\" in \"%s\"", words, r.text);
}

static struct extract_result
run_file(const char *name, const char *expected_type)
{
	char	 path[256], type[FILETYPE_MAX];
	int	 fd;

	snprintf(path, sizeof(path), "tests/unit/files/%s", name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	assert_int_not_equal(fd, -1);
	filetype_of_fd(fd, name, type);
	assert_string_equal(type, expected_type);
	return run_fd(fd, type);
}

static void
handbook(struct extract_result r)
{
	has(r, "Incident handbook");
	has(r, "Élève à Genève, Привет мир, 漢字テスト, 😀 end.");
	has(r, "“quotes” and a — dash");
	has(r, "fifteen minutes");
	assert_int_equal(r.reason, EXTRACT_OK);
}

static void
written_by_an_office(void **state)
{
	(void)state;
	handbook(run_file("handbook.doc", "application/msword"));
	handbook(run_file("handbook.rtf", "text/rtf"));
	handbook(run_file("handbook.epub", "application/epub+zip"));
}

static void
rich_text(void **state)
{
	struct extract_result	 r;

	(void)state;
	r = RUN("{\\rtf1\\ansi\\ansicpg1251{\\fonttbl{\\f0\\fcharset204 A;}"
	    "{\\f1\\fcharset128 B;}{\\f2\\fcharset0 C;}}{\\info{\\title Tit}"
	    "{\\author Me}}{\\*\\unknown gone}{\\pict 0102}\\f0 \\'cc\\'e8"
	    "\\'f0\\par{\\f1 \\'8a\\'bf}\\f2 caf\\'e9\\tab x\\u8212 ?y"
	    "\\u-10179 ?\\u-8704 ?{\\v hidden}\\v0 \\{z\\}\\page last}",
	    "text/rtf");
	assert_string_equal(r.text, "Tit\nMe\nМир\n漢cafй\tx—y😀{z}\n\flast\n");
	r = RUN("{\\rtf1 one {two {three", "text/rtf");
	has(r, "one two three");
	ends(r, EXTRACT_STATE_EXTRACTED, EXTRACT_PART);
	r = RUN("{\\rtf1 a\\bin3 }}}b\\bin999999999 c", "text/rtf");
	has(r, "ab");
	ends(RUN("garbage", "text/rtf"), EXTRACT_STATE_FAILED,
	    EXTRACT_DAMAGED);
}

/* groups without end: as deep as the file is long */
static void
deep_rich_text(void **state)
{
	struct buf	 b;

	(void)state;
	buf_init(&b, 4 << 20);
	buf_puts(&b, "{\\rtf1 top ");
	for (int i = 0; i < 1000000; i++)
		buf_puts(&b, "{");
	buf_puts(&b, "below");
	has(run(b.data, b.len, "text/rtf"), "top");
	buf_free(&b);
}

#define MAIL	"From: =?utf-8?Q?J=C3=B6?= <j@example.org>\r\n" \
	"Subject: =?ISO-8859-1?B?4uU=?=\r\n =?utf-8?q?_two?= plain\r\n" \
	"MIME-Version: 1.0\r\n"

static void
mail(void **state)
{
	struct extract_result	 r;

	(void)state;
	r = RUN(MAIL "Content-Type: multipart/mixed; boundary=\"a b\"\r\n\r\n"
	    "preamble\r\n--a b\r\nContent-Type: multipart/alternative; "
	    "boundary=in\r\n\r\n--in\r\nContent-Type: text/plain; "
	    "charset=windows-1251\r\nContent-Transfer-Encoding: quoted-"
	    "printable\r\n\r\n=CC=E8=\r\n=F0\r\n--in\r\nContent-Type: "
	    "text/html\r\n\r\n<p>again</p>\r\n--in--\r\n--a b\r\n"
	    "Content-Type: text/html; name*=utf-8''a%20%C3%A9.html\r\n"
	    "Content-Transfer-Encoding: base64\r\n\r\nPHA+YXR0YWNoZWQ8L3A+"
	    "\r\n--a b--\r\nepilogue", "message/rfc822");
	has(r, "Jö <j@example.org>");
	has(r, "âå two plain");
	has(r, "Мир");
	has(r, "a é.html\nattached");
	lacks(r, "again");
	lacks(r, "preamble");
	lacks(r, "epilogue");
}

static void
mail_in_a_box(void **state)
{
	struct extract_result	 r;

	(void)state;
	r = RUN("From a@b Mon Jun 01\nSubject: One\n\nfirst\n\nFrom c@d Tue\n"
	    "Subject: Two\nContent-Type: message/rfc822\n\nSubject: Three\n\n"
	    "third\n", "application/mbox");
	assert_string_equal(r.text, "One\nfirst\n\n\fTwo\nThree\nthird\n");
}

/* mail in mail in mail ends, whatever it claims */
static void
deep_mail(void **state)
{
	struct buf	 b;

	(void)state;
	buf_init(&b, 4 << 20);
	buf_puts(&b, "Subject: top\n");
	for (int i = 0; i < 20000; i++)
		buf_puts(&b, "Content-Type: message/rfc822\n\n");
	buf_puts(&b, "Subject: bottom\n\nx");
	has(run(b.data, b.len, "message/rfc822"), "top");
	buf_reset(&b);
	buf_puts(&b, "Content-Type: multipart/mixed; boundary=x\n\n");
	for (int i = 0; i < 100000; i++)
		buf_puts(&b, "--x\n\na\n");
	has(run(b.data, b.len, "message/rfc822"), "a\n");
	buf_free(&b);
}

static char *
file_of(int fd, size_t *n)
{
	char	*data;

	*n = (size_t)lseek(fd, 0, SEEK_END);
	data = malloc(*n + 1);
	assert_non_null(data);
	assert_int_equal(pread(fd, data, *n, 0), (ssize_t)*n);
	close(fd);
	return data;
}

static const char	 word[] = "<w:document xmlns:w=\"urn:w\"><w:body><w:p>"
	"<w:r><w:t>inside</w:t></w:r></w:p></w:body></w:document>";

static void
archives(void **state)
{
	struct extract_result	 r;
	char			*docx;
	size_t			 n;

	(void)state;
	docx = file_of(zip_of("word/document.xml", word, sizeof(word) - 1,
	    1), &n);
	r = run_fd(zip_of("folder/letter.docx", docx, n, 1),
	    "application/zip");
	assert_string_equal(r.text, "folder/letter.docx\ninside\n");
	r = run_fd(archive_of(archive_write_set_format_pax, "../x/letter.DOCX",
	    docx, n, 1), "application/x-tar");
	assert_string_equal(r.text, "../x/letter.DOCX\ninside\n");
	free(docx);
	r = run_fd(zip_of("picture.png", "\x89PNG\r\n", 6, 1),
	    "application/zip");
	assert_string_equal(r.text, "picture.png\n");
	r = RUN("\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\x2b\xcf\x2f\x4a"
	    "\x29\x56\xc8\xcc\x53\x48\x54\x28\x2e\x29\x4a\x4d\xcc\xe5"
	    "\x02\x00\xf1\x2d\xee\xbe\x12\x00\x00\x00",
	    "application/gzip");
	assert_string_equal(r.text, "words in a stream\n");
	ends(RUN("garbage", "application/zip"), EXTRACT_STATE_FAILED,
	    EXTRACT_DAMAGED);
}

/* an archive in an archive in an archive …: down to a depth, not further */
static void
archives_in_archives(void **state)
{
	struct extract_result	 r;
	size_t			 n = 4;
	char			*in = strdup("deep"), *next;

	(void)state;
	for (int i = 0; i < 12; i++) {
		next = file_of(zip_of(i == 0 ? "t.txt" : "a.zip", in, n, 1),
		    &n);
		free(in);
		in = next;
	}
	r = run(in, n, "application/zip");
	free(in);
	has(r, "a.zip");
	lacks(r, "deep");
}

static void
bombs_in_archives(void **state)
{
	static char	 zeros[1 << 20];
	char		*bomb;
	size_t		 n;

	(void)state;
	ends(run_fd(zip_of("a.txt", zeros, sizeof(zeros), 300),
	    "application/zip"), EXTRACT_STATE_FAILED, EXTRACT_BOMB);
	bomb = file_of(zip_of("b.txt", zeros, sizeof(zeros), 300), &n);
	ends(run_fd(zip_of("b.zip", bomb, n, 1), "application/zip"),
	    EXTRACT_STATE_FAILED, EXTRACT_BOMB);
	free(bomb);
}

static void
data_and_drawings(void **state)
{
	struct extract_result	 r;

	(void)state;
	r = RUN("<?xml version=\"1.0\"?><!DOCTYPE svg PUBLIC \"x\" \"file:///"
	    "etc/passwd\"><svg><title>Map</title><script>evil()</script>"
	    "<text>One <tspan>two</tspan></text></svg>", "image/svg+xml");
	assert_string_equal(r.text, "Map\nOne two\n");
	r = RUN("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
	    "<a>b&x;c</a>", "text/xml");
	lacks(r, "root");
}

/* a picture of nothing but words in XMP */
static void
picture(void **state)
{
	static const char	 xmp[] = "http://ns.adobe.com/xap/1.0/\0"
		"<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf="
		"\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:"
		"Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/"
		"elements/1.1/\"><dc:title><rdf:Alt><rdf:li xml:lang="
		"\"x-default\">Opening of the école</rdf:li></rdf:Alt>"
		"</dc:title></rdf:Description></rdf:RDF></x:xmpmeta>";
	size_t			 n = sizeof(xmp) - 1 + 2;
	struct buf		 b;

	(void)state;
	buf_init(&b, 65536);
	buf_add(&b, "\xFF\xD8\xFF\xE1", 4);
	buf_putc(&b, (char)(n >> 8));
	buf_putc(&b, (char)n);
	buf_add(&b, xmp, sizeof(xmp) - 1);
	buf_add(&b, "\xFF\xD9", 2);
	assert_string_equal(run(b.data, b.len, "image/jpeg").text,
	    "Opening of the école\n");
	buf_free(&b);
	ends(RUN("\x89PNG\r\n\x1A\n", "image/png"), EXTRACT_STATE_NONE,
	    EXTRACT_PICTURES);
}

static void
text_in_a_picture(void **state)
{
	(void)state;
	ends(run_file("sign.png", "image/png"), EXTRACT_STATE_NONE,
	    EXTRACT_PICTURES);
	if (access("/usr/bin/tesseract", X_OK) != 0) {
		print_message("skipped: tesseract-ocr is not installed\n");
		skip();
	}
	settings.ocr = "eng";
	has(run_file("sign.png", "image/png"), "Meeting point");
	settings.ocr = "no such language";
	ends(RUN("x", "image/png"), EXTRACT_STATE_FAILED, EXTRACT_CRASH);
	settings.ocr = "";
}

/* the container of old Office files, with streams of whole sectors */
struct ole_file {
	struct buf	 b, dir;
	uint32_t	 fat[SECTOR / 4], n;
	unsigned	 entries;
};

static void
le(struct buf *b, uint32_t v, int bytes)
{
	for (; bytes > 0; bytes--, v >>= 8)
		buf_putc(b, (char)(v & 0xFF));
}

static void
entry(struct ole_file *f, const char *name, int type, uint32_t child,
    uint32_t right, uint32_t start, uint32_t size)
{
	size_t	 i, n = strlen(name);

	for (i = 0; i < 32; i++)
		le(&f->dir, i < n ? (unsigned char)name[i] : 0, 2);
	le(&f->dir, (uint32_t)(2 * n + 2), 2);
	buf_putc(&f->dir, (char)type);
	buf_putc(&f->dir, 1);
	le(&f->dir, UINT32_MAX, 4);
	le(&f->dir, right, 4);
	le(&f->dir, child, 4);
	for (i = 0; i < 36; i++)
		buf_putc(&f->dir, 0);
	le(&f->dir, start, 4);
	le(&f->dir, size, 4);
	le(&f->dir, 0, 4);
	f->entries++;
}

static void
ole_begin(struct ole_file *f)
{
	*f = (struct ole_file){ .n = PLAIN };
	buf_init(&f->b, 1 << 20);
	buf_init(&f->dir, 1 << 16);
	f->fat[0] = 0xFFFFFFFD;
	for (int i = 0; i < 2 * SECTOR; i++)	/* header and FAT, later */
		buf_putc(&f->b, 0);
	entry(f, "Root Entry", 5, 1, UINT32_MAX, 0xFFFFFFFE, 0);
}

/* sectors of a stream, one after the other; where they start */
static uint32_t
sectors(struct ole_file *f, const char *s, size_t n, size_t least)
{
	uint32_t	 start = f->n;
	size_t		 from = f->b.len;

	buf_add(&f->b, s, n);
	while (f->b.len - from < least || (f->b.len - from) % SECTOR != 0)
		buf_putc(&f->b, 0);
	for (size_t i = 0; i < (f->b.len - from) / SECTOR; i++, f->n++)
		f->fat[f->n] = f->n + 1;
	f->fat[f->n - 1] = 0xFFFFFFFE;
	return start;
}

/* streams below 4096 bytes would be small ones: they are filled up */
static void
stream(struct ole_file *f, const char *name, const char *s, size_t n,
    bool last)
{
	uint32_t	 start = sectors(f, s, n, 4096);

	entry(f, name, 2, UINT32_MAX, last ? UINT32_MAX : f->entries + 1,
	    start, n < 4096 ? 4096 : (uint32_t)n);
}

static struct extract_result
ole_end(struct ole_file *f, const char *type)
{
	struct buf		 head;
	uint32_t		 dir = sectors(f, f->dir.data, f->dir.len, 0);
	struct extract_result	 r;

	buf_init(&head, SECTOR);
	buf_add(&head, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
	while (head.len < 24)
		buf_putc(&head, 0);
	le(&head, 0x003E, 2), le(&head, 3, 2), le(&head, 0xFFFE, 2);
	le(&head, 9, 2), le(&head, 6, 2), le(&head, 0, 4), le(&head, 0, 4);
	le(&head, 0, 2), le(&head, 1, 4), le(&head, dir, 4);
	le(&head, 0, 4), le(&head, 4096, 4), le(&head, 0xFFFFFFFE, 4);
	le(&head, 0, 4), le(&head, 0xFFFFFFFE, 4), le(&head, 0, 4);
	le(&head, 0, 4);
	while (head.len < SECTOR)
		le(&head, UINT32_MAX, 4);
	memcpy(f->b.data, head.data, SECTOR);
	for (uint32_t i = f->n; i < SECTOR / 4; i++)
		f->fat[i] = UINT32_MAX;
	memcpy(f->b.data + SECTOR, f->fat, SECTOR);
	r = run(f->b.data, f->b.len, type);
	buf_free(&head);
	buf_free(&f->b);
	buf_free(&f->dir);
	return r;
}

static void
record(struct buf *b, uint32_t type, const void *data, size_t n)
{
	le(b, type, 2);
	le(b, (uint32_t)n, 2);
	buf_add(b, data, n);
}

/* shared texts that go on in a second record in the middle of a word, there
 * in two bytes a letter; numbers in each of their forms */
static void
old_excel(void **state)
{
	struct ole_file	 f;
	struct buf	 b;
	struct extract_result	 r;

	(void)state;
	buf_init(&b, 65536);
	record(&b, 0x0809, "\0\6\5\0", 4);
	record(&b, 0x0085, "\0\0\0\0\0\0\3\0Tab", 11);
	record(&b, 0x00FC, "\2\0\0\0\2\0\0\0\5\0\0Fijis\6\0\0Sev", 22);
	record(&b, 0x003C, "\1e\0r\0\x16\4", 7);
	record(&b, 0x000A, "", 0);
	record(&b, 0x0809, "\0\6\x10\0", 4);
	record(&b, 0x00FD, "\0\0\0\0\0\0\1\0\0\0", 10);
	record(&b, 0x00FD, "\0\0\1\0\0\0\0\0\0\0", 10);
	record(&b, 0x0203, "\1\0\0\0\0\0\0\0\0\0\0\0\xF8\x3F", 14);
	record(&b, 0x027E, "\1\0\1\0\0\0\xAA\0\0\0", 10);
	record(&b, 0x027E, "\1\0\2\0\0\0\x03\x05\0\0", 10);
	record(&b, 0x0204, "\2\0\0\0\0\0\2\0\0ok", 11);
	record(&b, 0x0014, "\x08\0\0&L&PHead", 11);
	ole_begin(&f);
	stream(&f, "Workbook", b.data, b.len, true);
	r = ole_end(&f, "application/vnd.ms-excel");
	has(r, "Tab\n\fSeverЖ\tFijis\n1.5\t42\t3.2\nok\nHead\n");
	buf_reset(&b);
	record(&b, 0x0809, "\0\6\5\0", 4);
	record(&b, 0x002F, "\1\0", 2);
	ole_begin(&f);
	stream(&f, "Workbook", b.data, b.len, true);
	ends(ole_end(&f, "application/vnd.ms-excel"), EXTRACT_STATE_FAILED,
	    EXTRACT_PASSWORD);
	buf_reset(&b);
	record(&b, 0x0809, "\0\5\5\0", 4);
	record(&b, 0x0042, "\xE3\4", 2);
	record(&b, 0x0204, "\0\0\0\0\0\0\3\0\xCC\xE8\xF0", 11);
	ole_begin(&f);
	stream(&f, "Book", b.data, b.len, true);
	has(ole_end(&f, "application/vnd.ms-excel"), "Мир");
	buf_free(&b);
}

static void
atom(struct buf *b, uint32_t head, uint32_t type, const void *s, size_t n)
{
	le(b, head, 2), le(b, type, 2), le(b, (uint32_t)n, 4);
	buf_add(b, s, n);
}

static void
old_powerpoint(void **state)
{
	struct ole_file		 f;
	struct buf		 b;
	struct extract_result	 r;

	(void)state;
	buf_init(&b, 65536);
	atom(&b, 15, 1000, "", 0);	/* its length is not needed */
	atom(&b, 0, 1011, "", 0);
	atom(&b, 0, 4008, "caf\xE9", 4);
	atom(&b, 0, 1011, "", 0);
	atom(&b, 0, 4000, "\x1C\4\x38\4\x40\4", 6);
	ole_begin(&f);
	stream(&f, "PowerPoint Document", b.data, b.len, true);
	r = ole_end(&f, "application/vnd.ms-powerpoint");
	has(r, "café\n\fМир\n");
	ole_begin(&f);
	stream(&f, "PowerPoint Document", b.data, b.len, false);
	stream(&f, "Current User", "\0\0\0\0\0\0\0\0\0\0\0\0\xDF\xC4\xD1\xF3",
	    16, true);
	ends(ole_end(&f, "application/vnd.ms-powerpoint"),
	    EXTRACT_STATE_FAILED, EXTRACT_PASSWORD);
	buf_reset(&b);
	atom(&b, 0, 4008, "whole", 5);
	le(&b, 0, 2), le(&b, 4008, 2), le(&b, 0x7FFFFFFF, 4);
	ole_begin(&f);
	stream(&f, "PowerPoint Document", b.data, b.len, true);
	r = ole_end(&f, "application/vnd.ms-powerpoint");
	has(r, "whole");
	ends(r, EXTRACT_STATE_EXTRACTED, EXTRACT_PART);
	buf_free(&b);
}

static void
old_outlook(void **state)
{
	struct ole_file		 f;
	struct extract_result	 r;

	(void)state;
	ole_begin(&f);
	stream(&f, "__substg1.0_0037001F", "\x1C\4\x38\4\x40\4", 6, false);
	stream(&f, "__substg1.0_0C1A001E", "Amina", 5, false);
	stream(&f, "__substg1.0_10130102", "<p>Body <b>of it</b>", 20, true);
	r = ole_end(&f, "application/vnd.ms-outlook");
	has(r, "Мир\nAmina\nBody of it");
}

/* chains that bite their tail, sectors that aren't there */
static void
broken_containers(void **state)
{
	struct ole_file	 f;
	char		 raw[2048];
	size_t		 i;

	(void)state;
	ole_begin(&f);
	stream(&f, "WordDocument", "\xEC\xA5", 2, true);
	for (i = 0; i < SECTOR / 4; i++)
		f.fat[i] = 1;
	ends(ole_end(&f, "application/msword"), EXTRACT_STATE_FAILED,
	    EXTRACT_DAMAGED);
	memset(raw, 0xFF, sizeof(raw));
	memcpy(raw, "\xD0\xCF\x11\xE0", 4);
	memcpy(raw + 30, "\x09\0", 2);
	ends(run(raw, sizeof(raw), "application/msword"),
	    EXTRACT_STATE_FAILED, EXTRACT_DAMAGED);
	memset(raw + 48, 0, sizeof(raw) - 48);
	ends(run(raw, sizeof(raw), "application/msword"),
	    EXTRACT_STATE_NONE, EXTRACT_UNSUPPORTED);
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(written_by_an_office),
		cmocka_unit_test(rich_text),
		cmocka_unit_test(deep_rich_text),
		cmocka_unit_test(mail),
		cmocka_unit_test(mail_in_a_box),
		cmocka_unit_test(deep_mail),
		cmocka_unit_test(archives),
		cmocka_unit_test(archives_in_archives),
		cmocka_unit_test(bombs_in_archives),
		cmocka_unit_test(data_and_drawings),
		cmocka_unit_test(picture),
		cmocka_unit_test(text_in_a_picture),
		cmocka_unit_test(old_excel),
		cmocka_unit_test(old_powerpoint),
		cmocka_unit_test(old_outlook),
		cmocka_unit_test(broken_containers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
