/* Migrations: forward only, each whole or not at all, none changed later. */
#include "unit.h"

#include <libpq-fe.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "storage/migrate.h"

static char	folder[] = "/tmp/csmigrateXXXXXX";
static PGconn	*db;

static const char *
url(void)
{
	return getenv("COMMONSHELF_OWNER_URL");
}

static void
put(const char *name, const char *sql)
{
	char	 path[128];
	FILE	*f;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	assert_non_null(f = fopen(path, "w"));
	fputs(sql, f);
	fclose(f);
}

static void
drop(const char *name)
{
	char	path[128];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	assert_int_equal(unlink(path), 0);
}

static int
count(const char *sql)
{
	PGresult	*res = PQexec(db, sql);
	int		 n = PQntuples(res) == 1 ?
			    (int)strtol(PQgetvalue(res, 0, 0), NULL, 10) : -1;

	PQclear(res);
	return n;
}

/* an empty schema: what the house itself has applied is out of the way */
static int
setup(void **state)
{
	(void)state;
	if (url() == NULL || mkdtemp(folder) == NULL)
		return -1;
	db = PQconnectdb(url());
	PQclear(PQexec(db, "alter table schema_migration rename to aside"));
	put("0001_one.sql", "create table migrate_one (a int);\n"
	    "insert into migrate_one values (1), (2);\n");
	put("notes.txt", "not SQL at all");
	return PQstatus(db) == CONNECTION_OK ? 0 : -1;
}

static int
teardown(void **state)
{
	(void)state;
	drop("0001_one.sql");
	drop("notes.txt");
	rmdir(folder);
	PQfinish(db);
	return 0;
}

static void
applies_in_order_and_once(void **state)
{
	int	n;

	(void)state;
	put("0002_two.sql", "alter table migrate_one rename to migrate_two;\n");
	assert_null(migrate(url(), folder, true, &n));
	assert_int_equal(n, 2);
	assert_null(migrate(url(), folder, false, &n));
	assert_int_equal(n, 2);
	assert_int_equal(count("select count(*) from migrate_two"), 2);
	assert_null(migrate(url(), folder, false, &n));
	assert_int_equal(n, 0);
}

static void
a_failing_file_leaves_nothing(void **state)
{
	const char	*why;
	int		 n;

	(void)state;
	put("0003_bad.sql", "create table migrate_bad (a int);\n"
	    "select 1 from nowhere;\n");
	why = migrate(url(), folder, false, &n);
	assert_non_null(why);
	assert_non_null(strstr(why, "0003_bad.sql"));
	assert_null(strchr(why, '\n'));
	assert_int_equal(count("select count(*) from pg_class "
	    "where relname = 'migrate_bad'"), 0);
	drop("0003_bad.sql");
	assert_null(migrate(url(), folder, false, &n));
}

static void
a_changed_file_is_refused(void **state)
{
	const char	*why;
	int		 n;

	(void)state;
	put("0002_two.sql", "alter table migrate_one rename to migrate_2;\n");
	why = migrate(url(), folder, false, &n);
	assert_non_null(why);
	assert_non_null(strstr(why, "0002_two.sql was changed"));
	drop("0002_two.sql");
	why = migrate(url(), folder, false, &n);
	assert_non_null(why);
	assert_non_null(strstr(why, "newer than this program"));
}

static void
an_empty_folder_is_refused(void **state)
{
	int	n;

	(void)state;
	assert_non_null(migrate(url(), "/nonexistent", false, &n));
	assert_non_null(migrate("host=/nonexistent", folder, false, &n));
}

/* somebody reads a table for two seconds: it waits, and those who come behind
 * it do not wait as long */
static void
a_busy_table_is_waited_for(void **state)
{
	PGconn	*reader = PQconnectdb(url());
	int	 n, got;

	(void)state;
	PQclear(PQexec(reader, "begin"));
	PQclear(PQexec(reader, "select * from migrate_two"));
	assert_int_equal(PQsendQuery(reader, "select pg_sleep(2);"
	    " commit"), 1);
	put("0003_busy.sql", "alter table migrate_two add column b int;\n");
	if (fork() == 0) {
		usleep(300000);
		_exit(execl("/bin/sh", "sh", "-c", "psql -qAtX -c \"set "
		    "lock_timeout = '1s'\" -c 'select from migrate_two' "
		    "\"$COMMONSHELF_OWNER_URL\" >/dev/null", (char *)NULL));
	}
	assert_null(migrate(url(), folder, false, &n));
	assert_int_equal(n, 1);
	wait(&got);
	assert_int_equal(got, 0);
	PQfinish(reader);
	drop("0003_busy.sql");
	PQclear(PQexec(db, "delete from schema_migration "
	    "where name = '0003_busy.sql'"));
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(applies_in_order_and_once),
		cmocka_unit_test(a_failing_file_leaves_nothing),
		cmocka_unit_test(a_busy_table_is_waited_for),
		cmocka_unit_test(a_changed_file_is_refused),
		cmocka_unit_test(an_empty_folder_is_refused),
	};

	return cmocka_run_group_tests_name("migrate", tests, setup, teardown);
}
