#include "base/meter.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "unit.h"

static char	folder[64], one[128], two[128];

static int
setup(void **state)
{
	(void)state;
	snprintf(folder, sizeof(folder), "/tmp/csmeter.XXXXXX");
	if (mkdtemp(folder) == NULL)
		return -1;
	snprintf(one, sizeof(one), "%s/web-1.meter", folder);
	snprintf(two, sizeof(two), "%s/web-2.meter", folder);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	unlink(one);
	unlink(two);
	return rmdir(folder);
}

static uint64_t
counted(uint64_t routes, enum meter what)
{
	static struct meter_sheet	sum;

	meter_sum(folder, routes, &sum);
	return sum.counts[what];
}

static uint64_t
asked(uint64_t routes, size_t route, int class)
{
	static struct meter_sheet	sum;

	meter_sum(folder, routes, &sum);
	return sum.route[route].classes[class];
}

static void
nothing_is_counted_before(void **state)
{
	(void)state;
	meter_count(METER_DB_LOST);
	assert_int_equal(counted(7, METER_DB_LOST), 0);
	assert_false(meter_alive(one));
}

static void
sheets_are_added_up(void **state)
{
	static struct meter_sheet	sum;
	uint64_t			n = 0;

	(void)state;
	assert_true(meter_open(one, 7));
	meter_count(METER_DB_LOST);
	meter_begin();
	meter_end(3, 404);
	assert_true(meter_open(two, 7));
	meter_count(METER_DB_LOST);
	meter_begin();
	usleep(3000);
	meter_end(3, 200);
	meter_sum(folder, 7, &sum);
	assert_int_equal(sum.counts[METER_DB_LOST], 2);
	assert_int_equal(sum.counts[METER_DB_ERRORS], 0);
	assert_int_equal(sum.route[3].classes[3], 1);
	assert_int_equal(sum.route[3].classes[1], 1);
	for (size_t i = 0; i < METER_BUCKETS; i++)
		n += sum.route[3].buckets[i];
	assert_int_equal(n, 2);
	/* it took 3 ms: not in what took 1 or 2.5 */
	assert_true(sum.route[3].us >= 3000);
	assert_true(sum.route[3].buckets[0] + sum.route[3].buckets[1] <= 1);
}

static void
who_starts_again_goes_on(void **state)
{
	(void)state;
	assert_true(meter_open(one, 7));
	meter_count(METER_DB_LOST);
	assert_int_equal(counted(7, METER_DB_LOST), 3);
	assert_int_equal(asked(7, 3, 3), 1);
}

static void
children_count_too(void **state)
{
	pid_t	pid;

	(void)state;
	assert_true(meter_open(one, 7));
	if ((pid = fork()) == 0) {
		meter_count(METER_JOBS_DONE);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	assert_int_equal(counted(7, METER_JOBS_DONE), 1);
}

static void
other_routes_begin_anew(void **state)
{
	(void)state;
	/* what another table's numbers mean, nobody knows */
	assert_int_equal(asked(8, 3, 3), 0);
	assert_int_equal(counted(8, METER_DB_LOST), 3);
	assert_true(meter_open(one, 8));
	assert_int_equal(asked(8, 3, 3), 0);
	assert_int_equal(counted(8, METER_DB_LOST), 1);	/* of two alone */
}

static void
broken_sheets_are_left_out(void **state)
{
	int	fd;

	(void)state;
	assert_int_equal(truncate(two, 100), 0);
	assert_int_equal(counted(8, METER_DB_LOST), 0);
	assert_true(meter_open(two, 8));
	meter_count(METER_DB_LOST);
	assert_int_equal(counted(8, METER_DB_LOST), 1);
	fd = open(two, O_WRONLY);
	assert_int_equal(pwrite(fd, "x", 1, 0), 1);	/* another layout */
	close(fd);
	assert_int_equal(counted(8, METER_DB_LOST), 0);
}

static void
a_route_too_many_is_no_crash(void **state)
{
	(void)state;
	assert_true(meter_open(one, 8));
	meter_begin();
	meter_end(METER_ROUTES + 5, 200);
	assert_int_equal(asked(8, METER_ROUTES - 1, 1), 1);
	meter_begin();
	meter_end(0, 700);	/* no status */
	for (int c = 0; c < METER_CLASSES; c++)
		assert_int_equal(asked(8, 0, c), 0);
}

static void
alive_is_who_beats_or_is_busy(void **state)
{
	struct meter_sheet	old = { 0 };
	int			fd;
	pid_t			pid;

	(void)state;
	assert_true(meter_open(one, 8));
	assert_true(meter_alive(one));
	fd = open(one, O_RDWR);
	assert_int_equal(pread(fd, &old, sizeof(old), 0), sizeof(old));
	old.beat = 1;		/* long ago */
	assert_int_equal(pwrite(fd, &old, sizeof(old), 0), sizeof(old));
	assert_false(meter_alive(one));
	meter_begin();
	assert_true(meter_alive(one));
	meter_end(0, 200);
	assert_false(meter_alive(one));
	meter_beat();
	assert_true(meter_alive(one));
	if ((pid = fork()) == 0)
		_exit(0);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	old.pid = pid;		/* gone */
	old.beat = INT64_MAX;	/* of another start of the machine */
	assert_int_equal(pwrite(fd, &old, sizeof(old), 0), sizeof(old));
	assert_false(meter_alive(one));
	close(fd);
}

static void
without_a_folder_it_goes_on(void **state)
{
	(void)state;
	assert_false(meter_open("/nowhere/at/all.meter", 8));
	meter_count(METER_DB_LOST);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(nothing_is_counted_before),
		cmocka_unit_test(sheets_are_added_up),
		cmocka_unit_test(who_starts_again_goes_on),
		cmocka_unit_test(children_count_too),
		cmocka_unit_test(other_routes_begin_anew),
		cmocka_unit_test(broken_sheets_are_left_out),
		cmocka_unit_test(a_route_too_many_is_no_crash),
		cmocka_unit_test(alive_is_who_beats_or_is_busy),
		cmocka_unit_test(without_a_folder_it_goes_on),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
