#include "extracting.h"

#include <sys/resource.h>

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <unistd.h>
#include <wctype.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "storage/filetype.h"

#define DOCX	"application/vnd.openxmlformats-officedocument." \
		"wordprocessingml.document"
#define W	"<w:document xmlns:w=\"urn:w\"><w:body>"
#define W_END	"</w:body></w:document>"

static int
docx_of(const char *xml)
{
	return zip_of("word/document.xml", xml, strlen(xml), 1);
}

static void
character_sets(void **state)
{
	struct extract_result	 r;

	(void)state;
	r = RUN("h\xC3\xA9\0llo\r\nyou\x1B\xE2\x80\xAE", "text/plain");
	assert_non_null(strstr(r.text, "llo\nyou"));
	r = RUN("caf\xE9 cr\xE8me", "text/plain");
	assert_string_equal(r.text, "café crème\n");
	r = RUN("\xFF\xFE" "a\0\xE9\0", "text/plain");
	assert_string_equal(r.text, "aé\n");
	r = RUN("\xEF\xBB\xBF# T\xC3\xA9\n", "text/markdown");
	assert_string_equal(r.text, "# Té\n");
	r = RUN("<meta charset=windows-1251><p>\xEC\xE8\xF0", "text/html");
	assert_string_equal(r.text, "мир\n");
}

static void
web_page(void **state)
{
	struct extract_result	 r;

	(void)state;
	r = RUN("<title>T</title><style>p{}</style><p>One <b>two</b>"
	    "<script>evil()</script><p>Three &amp; <img alt='four'>",
	    "text/html");
	assert_string_equal(r.text, "T\nOne two\nThree & four\n");
}

static void
word_paragraphs(void **state)
{
	struct extract_result	 r;

	(void)state;
	r = run_fd(docx_of(W "<w:p><w:r><w:t>One</w:t><w:t> two</w:t></w:r>"
	    "</w:p><w:p><w:r><w:lastRenderedPageBreak/><w:t>Three</w:t>"
	    "<w:delText>gone</w:delText></w:r></w:p>" W_END), DOCX);
	assert_string_equal(r.text, "One two\n\fThree\n");
	assert_int_equal(r.pages, 2);
	assert_false(r.truncated);
}

static void
entity_reads_no_file(void **state)
{
	struct extract_result	 r;

	(void)state;
	r = run_fd(docx_of("<!DOCTYPE d [<!ENTITY x SYSTEM "
	    "\"file:///etc/passwd\">]>" W "<w:p><w:t>a&x;</w:t></w:p>"
	    W_END), DOCX);
	ends(r, EXTRACT_STATE_FAILED, EXTRACT_DAMAGED);
}

static void
bomb_is_stopped(void **state)
{
	static char	 zeros[1 << 20];

	(void)state;
	ends(run_fd(zip_of("word/document.xml", zeros, sizeof(zeros), 300),
	    DOCX), EXTRACT_STATE_FAILED, EXTRACT_BOMB);
}

static void
deep_nesting(void **state)
{
	struct buf	 b;
	int		 i;

	(void)state;
	buf_init(&b, 1 << 20);
	for (i = 0; i < 5000; i++)
		buf_puts(&b, "<w>");
	ends(run_fd(docx_of(b.data), DOCX), EXTRACT_STATE_FAILED,
	    EXTRACT_BOMB);
	buf_reset(&b);
	for (i = 0; i < 100000; i++)
		buf_puts(&b, "<div>");
	buf_puts(&b, "deep");
	assert_string_equal(run(b.data, b.len, "text/html").text, "deep\n");
	buf_free(&b);
}

/* the directory at the end claims four gigabytes for the member */
static void
wrong_size(void **state)
{
	struct extract_result	 r;
	char			 raw[4096], *at;
	int			 fd;
	ssize_t			 n;

	(void)state;
	fd = docx_of(W "<w:p><w:t>words</w:t></w:p>" W_END);
	n = pread(fd, raw, sizeof(raw), 0);
	assert_true(n > 0);
	at = memmem(raw, (size_t)n, "PK\1\2", 4);
	assert_non_null(at);
	memset(at + 24, 0xFE, 4);
	assert_int_equal(pwrite(fd, raw, (size_t)n, 0), n);
	r = run_fd(fd, DOCX);
	assert_true(r.state == EXTRACT_STATE_FAILED ||
	    strstr(r.text, "words") != NULL);
}

static void
long_text_is_cut(void **state)
{
	struct extract_result	 r;
	size_t			 n = EXTRACT_TEXT_MAX + 5000;
	char			*s = malloc(n);

	(void)state;
	assert_non_null(s);
	memset(s, 'a', n);
	r = run(s, n, "text/plain");
	free(s);
	assert_true(r.truncated);
	assert_true(r.len <= EXTRACT_TEXT_MAX);
}

static void
no_text(void **state)
{
	(void)state;
	ends(RUN("", "text/plain"), EXTRACT_STATE_NONE, EXTRACT_EMPTY);
	ends(RUN("x", "image/png"), EXTRACT_STATE_NONE, EXTRACT_PICTURES);
	ends(RUN("x", "application/x-dosexec"), EXTRACT_STATE_NONE,
	    EXTRACT_UNSUPPORTED);
	ends(RUN("garbage", "application/pdf"), EXTRACT_STATE_FAILED,
	    EXTRACT_DAMAGED);
	ends(RUN("garbage", DOCX), EXTRACT_STATE_FAILED, EXTRACT_DAMAGED);
}

/* this test plays the extractor: main() below behaves as the type says */
static void
child_that_misbehaves(void **state)
{
	(void)state;
	extract_use("/proc/self/exe", 1);
	ends(RUN("x", "play/hang"), EXTRACT_STATE_FAILED, EXTRACT_TIME);
	ends(RUN("x", "play/linger"), EXTRACT_STATE_FAILED, EXTRACT_TIME);
	ends(RUN("x", "play/crash"), EXTRACT_STATE_FAILED, EXTRACT_CRASH);
	ends(RUN("x", "play/flood"), EXTRACT_STATE_FAILED, EXTRACT_CRASH);
	ends(RUN("x", "play/lie"), EXTRACT_STATE_FAILED, EXTRACT_CRASH);
	ends(RUN("x", "play/part"), EXTRACT_STATE_FAILED, EXTRACT_CRASH);
	/* PostgreSQL would refuse these, again and again */
	ends(RUN("x", "play/latin"), EXTRACT_STATE_FAILED, EXTRACT_CRASH);
	ends(RUN("x", "play/nul"), EXTRACT_STATE_FAILED, EXTRACT_CRASH);
	extract_use(NULL, EXTRACT_SECONDS);
}

static int
play(const char *part)
{
	static char	 much[1 << 20];

	signal(SIGTERM, SIG_IGN);
	if (strcmp(part, "play/crash") == 0)
		abort();
	if (strcmp(part, "play/lie") == 0)
		return fputs("reason: all is well\n", stderr) < 0 ? 1 : 3;
	if (strcmp(part, "play/part") == 0)
		return fputs("reason: part\n", stderr) < 0 ? 1 : 3;
	if (strcmp(part, "play/latin") == 0)
		return write(STDOUT_FILENO, "caf\xe9\n", 5) == 5 ? 0 : 1;
	if (strcmp(part, "play/nul") == 0)
		return write(STDOUT_FILENO, "a\0b\n", 4) == 4 ? 0 : 1;
	for (int i = 0; strcmp(part, "play/flood") == 0 && i < 40; i++)
		if (write(STDOUT_FILENO, much, sizeof(much)) == -1)
			return 1;
	if (strcmp(part, "play/flood") == 0)
		return 0;
	if (strcmp(part, "play/linger") == 0) {
		close(STDOUT_FILENO);
		close(STDERR_FILENO);
	}
	for (;;)
		pause();
}

static void
probe_says_what_holds(void **state)
{
	struct arena	*a = arena_new(4096);
	const char	*line;

	(void)state;
	assert_true(extract_probe(a, &line));
	print_message("%s\n", line);
	assert_non_null(strstr(line, "landlock="));
	arena_free(a);
}

static struct extract_result
run_path(const char *path, const char *name)
{
	char	 type[FILETYPE_MAX];
	int	 fd = open(path, O_RDONLY | O_CLOEXEC);

	assert_int_not_equal(fd, -1);
	filetype_of_fd(fd, name, type);
	return run_fd(fd, type);
}

static char	 documents[1024];	/* path of the folder, with slash */

static void
find_documents(void)
{
	snprintf(documents, sizeof(documents), "%s",
	    unit_data("documents/MANIFEST.tsv"));
	documents[strlen(documents) - strlen("MANIFEST.tsv")] = '\0';
}

/* in small letters, as the search compares */
static char *
small(const char *s)
{
	size_t	 n = strlen(s) + 1;
	wchar_t	*w = calloc(n, sizeof(*w));
	char	*out = calloc(n, 4);

	assert_int_not_equal(mbstowcs(w, s, n), (size_t)-1);
	for (size_t i = 0; w[i] != 0; i++)
		w[i] = (wchar_t)towlower((wint_t)w[i]);
	wcstombs(out, w, n * 4);
	free(w);
	return out;
}

static int
found(const char *given, char *words, int *all, const char *file)
{
	int	 hits = 0;
	char	*text = given != NULL ? small(given) : NULL;

	words[strcspn(words, "\n")] = '\0';
	for (char *w; (w = strsep(&words, " ")) != NULL;) {
		if (*w == '\0')
			continue;
		(*all)++;
		if (text != NULL && strstr(text, w) != NULL)
			hits++;
		else
			print_message("missing in %s: %s\n", file, w);
	}
	free(text);
	return hits;
}

static void
expected_words(void **state)
{
	char	 line[8192], path[2048], *f[6], *rest;
	int	 all = 0, hits = 0;
	FILE	*in;

	(void)state;
	find_documents();
	snprintf(path, sizeof(path), "%sEXPECT_WORDS.tsv", documents);
	in = fopen(path, "re");
	assert_non_null(in);
	while (fgets(line, sizeof(line), in) != NULL) {
		struct extract_result	 r;

		rest = line;
		for (int i = 0; i < 6; i++)
			f[i] = strsep(&rest, "\t");
		if (f[5] == NULL || strcmp(f[0], "category") == 0)
			continue;
		snprintf(path, sizeof(path), "%s%s/%s", documents, f[0],
		    f[1]);
		r = run_path(path, f[1]);
		if (r.text != NULL)
			assert_true(utf8_valid(r.text, r.len));
		hits += found(r.text, f[5], &all, f[1]);
	}
	fclose(in);
	print_message("%d of %d expected words found\n", hits, all);
	assert_true(all > 900);
	/* most of the rest are words of the program that made the list */
	assert_true(hits * 100 >= all * 95);
}

/* whatever it is, it ends in time and in one of the states */
static void
all_in(const char *folder)
{
	char		 path[2048];
	DIR		*d;
	struct dirent	*e;
	int		 n = 0;

	snprintf(path, sizeof(path), "%s%s", documents, folder);
	d = opendir(path);
	assert_non_null(d);
	while ((e = readdir(d)) != NULL) {
		struct extract_result	 r;

		if (e->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s%s/%s", documents, folder,
		    e->d_name);
		r = run_path(path, e->d_name);
		n++;
		if (r.reason == EXTRACT_CRASH || r.reason == EXTRACT_TIME ||
		    r.reason == EXTRACT_SANDBOX)
			fail_msg("%s: %s", path,
			    extract_reason_word(r.reason));
		if (r.text != NULL)
			assert_true(utf8_valid(r.text, r.len));
	}
	closedir(d);
	assert_true(n > 0);
}

/* processor time of the files since `before`, and the largest of all so far */
static double
used(const struct rusage *before, struct rusage *now)
{
	getrusage(RUSAGE_CHILDREN, now);
	return (double)(now->ru_utime.tv_sec - before->ru_utime.tv_sec +
	    now->ru_stime.tv_sec - before->ru_stime.tv_sec) +
	    (double)(now->ru_utime.tv_usec - before->ru_utime.tv_usec +
	    now->ru_stime.tv_usec - before->ru_stime.tv_usec) / 1e6;
}

/* the extractor and its helper: no file takes more than is promised */
static void
files_within_limits(const char *const *folders)
{
	struct rusage	 before, after;
	double		 cpu;

	find_documents();
	getrusage(RUSAGE_CHILDREN, &before);
	for (int i = 0; folders[i] != NULL; i++) {
		all_in(folders[i]);
		cpu = used(&before, &after);
		print_message("%s: %.1f s of processor, at most %ld MiB\n",
		    folders[i], cpu, after.ru_maxrss / 1024);
		assert_true(after.ru_maxrss <= 256 * 1024);
		before = after;
	}
}

static void
hard_files(void **state)
{
	static const char *const	 folders[] = { "bombs", "encrypted",
		"hostile", "malformed", "odd", NULL };

	(void)state;
	files_within_limits(folders);
}

static void
known_ends(void **state)
{
	static const struct {
		const char		*file;
		enum extract_reason	 reason;
	} files[] = {
		{ "bombs/docx-200MiB-document-xml.docx", EXTRACT_BOMB },
		{ "bombs/pdf-128MiB-content-stream.pdf", EXTRACT_MEMORY },
		{ "bombs/png-30000x30000.png", EXTRACT_PICTURES },
		{ "bombs/billion-laughs.xml", EXTRACT_DAMAGED },
		{ "bombs/gzip-256MiB-zeros.gz", EXTRACT_UNSUPPORTED },
		{ "bombs/zip-256MiB-zeros.zip", EXTRACT_BOMB },
		{ "bombs/zip-nested-4x8.zip", EXTRACT_BOMB },
		{ "encrypted/poi__PasswordProtected.doc", EXTRACT_PASSWORD },
		{ "encrypted/poi__Password_Protected-hello.ppt",
		    EXTRACT_PASSWORD },
		{ "encrypted/poi__password.xls", EXTRACT_PASSWORD },
		{ "encrypted/pdfminer__aes-256-m.pdf", EXTRACT_PASSWORD },
		{ "encrypted/tika__protected_normal_case.docx",
		    EXTRACT_PASSWORD },
		{ "encrypted/tika__testODTEncrypted.odt", EXTRACT_PASSWORD },
		{ "encrypted/tika__testPPT_protected_passtika.pptx",
		    EXTRACT_PASSWORD },
	};
	char	 path[2048];

	(void)state;
	find_documents();
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		snprintf(path, sizeof(path), "%s%s", documents,
		    files[i].file);
		assert_string_equal(extract_reason_word(run_path(path,
		    files[i].file).reason), extract_reason_word(
		    files[i].reason));
	}
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(probe_says_what_holds),
		cmocka_unit_test(character_sets),
		cmocka_unit_test(web_page),
		cmocka_unit_test(word_paragraphs),
		cmocka_unit_test(entity_reads_no_file),
		cmocka_unit_test(bomb_is_stopped),
		cmocka_unit_test(deep_nesting),
		cmocka_unit_test(wrong_size),
		cmocka_unit_test(long_text_is_cut),
		cmocka_unit_test(no_text),
		cmocka_unit_test(child_that_misbehaves),
		cmocka_unit_test(known_ends),
		cmocka_unit_test(hard_files),
		cmocka_unit_test(expected_words),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	if (argc == 3)
		return play(argv[1]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
