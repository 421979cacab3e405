#include <fcntl.h>
#include <unistd.h>

#include "base/log.h"
#include "unit.h"

static int	reader;
static char	line[LOG_LINE_MAX * 2];

/* the log keeps the descriptor that stood at 2 when it was opened */
static int
open_into_pipe(void **state)
{
	int	ends[2], saved;

	(void)state;
	if (pipe2(ends, O_NONBLOCK) != 0)
		return -1;
	saved = dup(STDERR_FILENO);
	dup2(ends[1], STDERR_FILENO);
	log_open("unit");
	dup2(saved, STDERR_FILENO);
	close(saved);
	close(ends[1]);
	reader = ends[0];
	return 0;
}

static const char *
logged(void)
{
	ssize_t	n = read(reader, line, sizeof(line) - 1);

	line[n < 0 ? 0 : n] = '\0';
	return line;
}

static void
one_line(void **state)
{
	(void)state;
	log_info("start", "port %d", 8080);
	logged();
	assert_memory_equal(line, "time=2", 6);
	assert_non_null(strstr(line, " level=info prog=unit pid="));
	assert_non_null(strstr(line, " what=start msg=\"port 8080\"\n"));
	assert_null(strstr(line, "rid="));
}

static void
request_id(void **state)
{
	(void)state;
	log_request("4f\"2");
	log_error("db", "gone");
	assert_non_null(strstr(logged(), " rid=\"4f\\\"2\" what=db"));
	log_request(NULL);
	log_error("db", "gone");
	assert_null(strstr(logged(), "rid="));
}

static void
hostile_text(void **state)
{
	(void)state;
	log_warn("x", "%s", "a\"b\\c\nd\x1b[0m\x7f\t\xe2\x80\xae");
	assert_non_null(strstr(logged(), "msg=\"a\\\"b\\\\c\\nd\\u001b[0m"
	    "\\u007f\\u0009\\u202e\"\n"));
	log_warn("x", "%s", "caf\xc3\xa9");
	assert_non_null(strstr(logged(), "msg=\"caf\xc3\xa9\"\n"));
	log_warn("x", "%s", "caf\xe9\n");
	assert_non_null(strstr(logged(), "msg=\"caf\\xe9\\x0a\"\n"));
}

static void
long_text(void **state)
{
	static char	text[LOG_LINE_MAX * 2];
	size_t		i;

	(void)state;
	memset(text, 'a', sizeof(text) - 1);
	log_warn("x", "%s", text);
	assert_in_range(strlen(logged()), LOG_LINE_MAX - 64, LOG_LINE_MAX);
	assert_string_equal(line + strlen(line) - 2, "\"\n");
	/* as long as an escape can make it; the cut falls into a character */
	for (i = 0; i + 3 < sizeof(text); i += 3)
		memcpy(text + i, "\xe2\x80\xae", 3);
	log_warn("x", "%s", text);
	assert_in_range(strlen(logged()), LOG_LINE_MAX - 64, LOG_LINE_MAX);
	assert_null(strstr(line, "\\x"));
	assert_string_equal(line + strlen(line) - 2, "\"\n");
}

static void
levels(void **state)
{
	(void)state;
	log_debug("x", "quiet");
	assert_string_equal(logged(), "");
	log_level(LOG_LEVEL_DEBUG);
	log_debug("x", "loud");
	assert_non_null(strstr(logged(), "level=debug"));
	log_level(LOG_LEVEL_ERROR);
	log_warn("x", "quiet");
	assert_string_equal(logged(), "");
	log_level(LOG_LEVEL_INFO);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(one_line),
		cmocka_unit_test(request_id),
		cmocka_unit_test(hostile_text),
		cmocka_unit_test(long_text),
		cmocka_unit_test(levels),
	};

	return cmocka_run_group_tests_name("log", tests, open_into_pipe, NULL);
}
