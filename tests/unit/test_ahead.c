#include "storage/ahead.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "unit.h"

#define PIECE	((size_t)1 << 20)

static char	 folder[] = "/tmp/ahead-XXXXXX";
static int	 events;

static int
set_up(void **state)
{
	(void)state;
	events = mkdtemp(folder) == NULL ? -1 : ahead_open(folder);
	return events == -1 ? -1 : 0;
}

static int
tear_down(void **state)
{
	(void)state;
	ahead_close();
	return rmdir(folder);
}

static const char *
path_of(const char *name)
{
	static char	 path[64];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return path;
}

static int
create(const char *name)
{
	int	fd = open(path_of(name), O_RDWR | O_CREAT | O_EXCL, 0600);

	assert_true(fd > 0);
	return fd;
}

/* whatever is told of by now */
static void
hear(void)
{
	struct pollfd	p = { .fd = events, .events = POLLIN };

	while (poll(&p, 1, 0) == 1)
		ahead_read();
}

/* a body as nginx writes it: so many pieces at its end */
static void
grow(int fd, size_t pieces)
{
	static uint8_t	bytes[PIECE];

	for (; pieces > 0; pieces--) {
		digest_random(bytes, sizeof(bytes));
		lseek(fd, 0, SEEK_END);
		assert_int_equal(write(fd, bytes, sizeof(bytes)),
		    sizeof(bytes));
		hear();
	}
}

static void
is_right(int fd)
{
	uint8_t		a[SHA256_LEN], b[SHA256_LEN];
	uint64_t	na, nb;

	assert_int_equal(ahead_file(fd, a, &na), 0);
	assert_int_equal(digest_file(fd, b, &nb), 0);
	assert_int_equal(na, nb);
	assert_memory_equal(a, b, SHA256_LEN);
}

static void
large_one(void **state)
{
	int	fd = create("0000000001");

	(void)state;
	grow(fd, 15);
	assert_int_equal(ahead_of(fd), 0);
	grow(fd, 10);
	assert_int_equal(ahead_of(fd), 25 * PIECE);
	/* what nobody told of yet counts too, and asking twice is allowed */
	assert_int_equal(write(fd, "end", 3), 3);
	is_right(fd);
	is_right(fd);
	grow(fd, 1);
	is_right(fd);
	unlink(path_of("0000000001"));
	hear();
	assert_int_equal(ahead_of(fd), 0);
	is_right(fd);
	close(fd);
}

static void
small_or_long_named(void **state)
{
	int	small = create("0000000002");
	int	named = create("a-name-that-nginx-would-never-give-a-body");

	(void)state;
	grow(small, 2);
	assert_int_equal(ahead_of(small), 0);
	is_right(small);
	grow(named, 17);
	assert_int_equal(ahead_of(named), 0);
	is_right(named);
	unlink(path_of("0000000002"));
	unlink(path_of("a-name-that-nginx-would-never-give-a-body"));
	hear();
	close(small);
	close(named);
}

/* one that grew shorter is no body of nginx: hashed as it stands */
static void
cut(void **state)
{
	int	fd = create("0000000003");

	(void)state;
	grow(fd, 20);
	assert_true(ahead_of(fd) > 0);
	assert_int_equal(ftruncate(fd, PIECE), 0);
	assert_int_equal(ahead_of(fd), 0);
	is_right(fd);
	unlink(path_of("0000000003"));
	hear();
	close(fd);
}

static void
many(void **state)
{
	int	fds[AHEAD_FILES + 1];
	char	name[16];
	int	i, followed = 0;

	(void)state;
	for (i = 0; i <= AHEAD_FILES; i++) {
		snprintf(name, sizeof(name), "%010d", i);
		fds[i] = create(name);
		assert_int_equal(ftruncate(fds[i], AHEAD_FROM), 0);
	}
	for (i = 0; i <= AHEAD_FILES; i++) {
		grow(fds[i], 1);
		followed += ahead_of(fds[i]) > 0;
	}
	assert_int_equal(followed, AHEAD_FILES);
	for (i = 0; i <= AHEAD_FILES; i++) {
		is_right(fds[i]);
		snprintf(name, sizeof(name), "%010d", i);
		unlink(path_of(name));
		close(fds[i]);
	}
	/* and room again for others */
	hear();
	fds[0] = create("0000000009");
	grow(fds[0], 17);
	assert_true(ahead_of(fds[0]) > 0);
	unlink(path_of("0000000009"));
	close(fds[0]);
}

/* more happened than the kernel keeps: nobody knows what is gone */
static void
too_much(void **state)
{
	int	fd = create("0000000001"), i, other;

	(void)state;
	grow(fd, 17);
	assert_true(ahead_of(fd) > 0);
	for (i = 0; i < 40000 && ahead_of(fd) > 0; i++) {
		other = create("2");
		assert_int_equal(write(other, "x", 1), 1);
		close(other);
		unlink(path_of("2"));
	}
	hear();
	is_right(fd);
	unlink(path_of("0000000001"));
	close(fd);
	hear();
}

static void
no_folder(void **state)
{
	uint8_t		out[SHA256_LEN];
	uint64_t	size;

	(void)state;
	assert_int_equal(ahead_open("/nowhere"), -1);
	assert_int_equal(ahead_file(-1, out, &size), -1);
	events = ahead_open(folder);
	assert_int_not_equal(events, -1);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(large_one),
		cmocka_unit_test(small_or_long_named),
		cmocka_unit_test(cut),
		cmocka_unit_test(many),
		cmocka_unit_test(too_much),
		cmocka_unit_test(no_folder),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
