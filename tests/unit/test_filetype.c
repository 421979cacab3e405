#include "storage/filetype.h"

#include <fcntl.h>
#include <unistd.h>

#include "unit.h"

#define OOXML	"application/vnd.openxmlformats-officedocument."

static void
is(const char *content, size_t n, const char *name, const char *expected)
{
	char	 path[] = "/tmp/filetype-XXXXXX", type[FILETYPE_MAX];
	int	 fd = mkstemp(path);

	assert_int_not_equal(fd, -1);
	unlink(path);
	assert_int_equal(write(fd, content, n), (ssize_t)n);
	lseek(fd, 3, SEEK_SET);
	filetype_of_fd(fd, name, type);
	assert_string_equal(type, expected);
	assert_int_equal(lseek(fd, 0, SEEK_CUR), 3);
	close(fd);
}

#define IS(content, name, expected)	\
	is((content), sizeof(content) - 1, (name), (expected))

static void
texts_by_name(void **state)
{
	(void)state;
	IS("# Title\n\nWords.\n", "a.md", "text/markdown");
	IS("one;two\nthree;four\n", "a.CSV", "text/csv");
	IS("Just words, that is all.\n", "a.txt", "text/plain");
	IS("Just words, that is all.\n", "", "text/plain");
	IS("<html><body>x</body></html>", "a.txt", "text/plain");
	IS("<!DOCTYPE html><html><body>x</body></html>", "a", "text/html");
}

static void
name_does_not_lie(void **state)
{
	(void)state;
	IS("%PDF-1.4\n1 0 obj\n", "a.txt", "application/pdf");
	IS("GIF89a\1\0\1\0\0\0\0", "a.pdf", "image/gif");
	IS("junk before\n\1\2%PDF-1.4\n\xFF\xFE\x80", "x", "application/pdf");
	IS("", "a.pdf", "application/octet-stream");
}

/* only a first local header: an archive whose end is missing */
static void
cut_off_word(void **state)
{
	static const char	 zip[] = "PK\3\4\24\0\0\0\0\0\0\0\0\0"
		"\0\0\0\0\0\0\0\0\0\0\0\0\21\0\0\0word/document.xml";

	(void)state;
	IS(zip, "x.zip", OOXML "wordprocessingml.document");
}

static const char *
expected_of(const char *group)
{
	static const char *const	 known[][2] = {
		{ "docx", OOXML "wordprocessingml.document" },
		{ "pptx", OOXML "presentationml.presentation" },
		{ "xlsx", OOXML "spreadsheetml.sheet" },
		{ "odt", "application/vnd.oasis.opendocument.text" },
		{ "odp", "application/vnd.oasis.opendocument.presentation" },
		{ "ods", "application/vnd.oasis.opendocument.spreadsheet" },
		{ "pdf", "application/pdf" },
		{ "html", "text/html" },
		{ "csv", "text/csv" },
		{ "md", "text/markdown" },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(known[i][0], group) == 0)
			return known[i][1];
	return NULL;
}

/* every normal document of a kind that we read has its true type */
static void
real_documents(void **state)
{
	char	 line[4096], path[2048], folder[1024], type[FILETYPE_MAX];
	char	*category, *group, *file, *rest;
	int	 wrong = 0, seen = 0, fd;
	FILE	*in;

	(void)state;
	snprintf(folder, sizeof(folder), "%s",
	    unit_data("documents/MANIFEST.tsv"));
	in = fopen(folder, "re");
	assert_non_null(in);
	folder[strlen(folder) - strlen("MANIFEST.tsv")] = '\0';
	while (fgets(line, sizeof(line), in) != NULL) {
		rest = line;
		category = strsep(&rest, "\t");
		group = strsep(&rest, "\t");
		file = strsep(&rest, "\t");
		if (file == NULL || strcmp(category, "normal") != 0 ||
		    expected_of(group) == NULL)
			continue;
		snprintf(path, sizeof(path), "%s%s/%s", folder, category,
		    file);
		if ((fd = open(path, O_RDONLY | O_CLOEXEC)) == -1)
			continue;
		filetype_of_fd(fd, file, type);
		close(fd);
		seen++;
		if (strcmp(type, expected_of(group)) != 0) {
			print_message("%s is %s\n", file, type);
			wrong++;
		}
	}
	fclose(in);
	print_message("%d of %d have their type\n", seen - wrong, seen);
	assert_true(seen > 50);
	assert_int_equal(wrong, 0);
}

static void
words(void **state)
{
	(void)state;
	assert_string_equal(filetype_words("application/pdf"), "PDF");
	assert_string_equal(filetype_words("image/png"), "Picture");
	assert_string_equal(filetype_words("text/x-c"), "Text");
	assert_string_equal(filetype_words("application/x-nothing"), "File");
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(texts_by_name),
		cmocka_unit_test(name_does_not_lie),
		cmocka_unit_test(cut_off_word),
		cmocka_unit_test(real_documents),
		cmocka_unit_test(words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
