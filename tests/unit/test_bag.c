/* bags that others made: what their lists say, and what they may not */
#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "cli/bag.h"
#include "unit.h"

static char	folder[64], said[2000];

static void
wrong(const char *path, const char *why)
{
	size_t	n = strlen(said);

	snprintf(said + n, sizeof(said) - n, "%s %s\n", path, why);
}

static void
put(const char *name, const char *text)
{
	char	 path[300];
	FILE	*out;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	out = fopen(path, "w");
	assert_non_null(out);
	fputs(text, out);
	assert_int_equal(fclose(out), 0);
}

static int
remove_one(const char *path, const struct stat *s, int kind, struct FTW *at)
{
	(void)s, (void)kind, (void)at;
	return remove(path);
}

/* a bag of one file; its line names it as `listed`, or is that line */
static int64_t
check(const char *name, const char *listed, bool whole)
{
	char	path[300], line[300], hex[SHA256_HEX];
	uint8_t	sum[SHA256_LEN];
	int64_t	n;

	snprintf(folder, sizeof(folder), "/tmp/cs-bag-XXXXXX");
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/data", folder);
	assert_int_equal(mkdir(path, 0700), 0);
	put(name, "words");
	digest_sha256("words", 5, sum);
	digest_hex(sum, SHA256_LEN, hex);
	if (whole)
		snprintf(line, sizeof(line), "%s", listed);
	else
		snprintf(line, sizeof(line), "%s  %s\n", hex, listed);
	put("manifest-sha256.txt", line);
	put("tagmanifest-sha256.txt", "");
	put("bag-info.txt", "Payload-Oxum: 5.1\n");
	said[0] = '\0';
	n = bag_check(folder, wrong);
	nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	return n;
}

static void
names(void **state)
{
	(void)state;
	assert_int_equal(check("data/a.pdf", "data/a.pdf", false), 0);
	assert_int_equal(check("data/a\nb", "data/a%0Ab", false), 0);
	assert_int_equal(check("data/50%", "data/50%25", false), 0);
	/* no escapes: the signs themselves, and nothing behind them */
	assert_int_equal(check("data/a%", "data/a%", false), 0);
	assert_int_equal(check("data/a%4", "data/a%4", false), 0);
	assert_int_equal(check("data/a% 4", "data/a% 4", false), 0);
}

static void
refused(void **state)
{
	static const char *const lines[] = { "x\n", "\n",
	    "0000000000000000000000000000000000000000000000000000000000000000"
	    "  /etc/passwd\n",
	    "0000000000000000000000000000000000000000000000000000000000000000"
	    "  data/%2e%2e/x\n",
	    "zz00000000000000000000000000000000000000000000000000000000000000"
	    "  data/a\n" };

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		assert_int_equal(check("data/a", lines[i], true), 1);
		assert_non_null(strstr(said, "has a line that is none"));
	}
	assert_int_equal(check("data/a", "data/b", false), 1);
	assert_non_null(strstr(said, "data/b is missing"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names),
		cmocka_unit_test(refused),
	};

	return cmocka_run_group_tests_name("bag", tests, NULL, NULL);
}
