#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "unit.h"

static void
zeroed_and_aligned(void **state)
{
	struct arena	*a = arena_new(1 << 20);
	size_t		 n, i;
	char		*p;

	(void)state;
	for (n = 0; n < 3000; n += 37) {
		p = arena_alloc(a, n);
		assert_int_equal((uintptr_t)p % 16, 0);
		for (i = 0; i < n; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0xff, n);
	}
	arena_free(a);
}

static void
strings(void **state)
{
	struct arena	*a = arena_new(1 << 16);

	(void)state;
	assert_string_equal(arena_strdup(a, "Suva"), "Suva");
	assert_string_equal(arena_strndup(a, "Suva and", 4), "Suva");
	assert_string_equal(arena_strndup(a, "", 0), "");
	assert_string_equal(arena_printf(a, "%s %d", "n", 7), "n 7");
	arena_free(a);
	arena_free(NULL);
}

static void
fills_up_to_the_ceiling(void **state)
{
	struct arena	*a = arena_new(100000);
	int		 i;

	(void)state;
	for (i = 0; i < 90; i++)
		memset(arena_alloc(a, 992), 1, 992);
	arena_free(a);
	/* what small chunks leave is there for one large piece */
	a = arena_new(1 << 20);
	for (i = 0; i < 100; i++)
		arena_alloc(a, 992);
	arena_alloc(a, 700000);
	arena_free(a);
}

/* the process that asks for more than it may have ends */
static int
ending(void (*body)(void))
{
	int	status;
	pid_t	pid = fork();

	if (pid == 0) {
		close(STDERR_FILENO);
		signal(SIGABRT, SIG_DFL);
		body();
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static void
too_much(void)
{
	arena_alloc(arena_new(1000), 1001);
}

static void
too_much_in_sum(void)
{
	struct arena	*a = arena_new(10000);
	int		 i;

	for (i = 0; i < 11; i++)
		arena_alloc(a, 1000);
}

static void
product_overflows(void)
{
	arena_calloc(arena_new(1000), SIZE_MAX / 4, 8);
}

static void
ceiling_ends_the_process(void **state)
{
	(void)state;
	assert_int_equal(ending(too_much), SIGABRT);
	assert_int_equal(ending(too_much_in_sum), SIGABRT);
	assert_int_equal(ending(product_overflows), SIGABRT);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(zeroed_and_aligned),
		cmocka_unit_test(strings),
		cmocka_unit_test(fills_up_to_the_ceiling),
		cmocka_unit_test(ceiling_ends_the_process),
	};

	return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
