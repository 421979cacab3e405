#include <unistd.h>

#include "base/settings.h"
#include "unit.h"

static char	conf[] = "/tmp/commonshelf-conf-XXXXXX";

/* a clean environment with a configuration file of this content */
static void
write_conf(const char *content)
{
	FILE	*out = fopen(conf, "we");

	assert_non_null(out);
	fputs(content, out);
	fclose(out);
	setenv("COMMONSHELF_CONF", conf, 1);
}

static int
clean(void **state)
{
	struct setting	s;
	size_t		i;

	(void)state;
	for (i = 0; settings_row(i, &s); i++)
		unsetenv(s.name);
	setenv("COMMONSHELF_ROOT", "/srv/shelf", 1);
	write_conf("");
	return 0;
}

static int
make_conf(void **state)
{
	(void)state;
	close(mkstemp(conf));
	/* rows have a value only once the settings were loaded */
	return settings_load() == NULL ? 0 : -1;
}

static int
remove_conf(void **state)
{
	(void)state;
	return unlink(conf);
}

static void
defaults(void **state)
{
	(void)state;
	assert_null(settings_load());
	assert_string_equal(settings.root, "/srv/shelf");
	assert_string_equal(settings.home, "/srv/shelf/var");
	assert_string_equal(settings.base_url, "http://127.0.0.1:8080");
	assert_string_equal(settings.database_url,
	    "host=/srv/shelf/var/run/pg user=cs_app dbname=commonshelf");
	assert_string_equal(settings.worker_url,
	    "host=/srv/shelf/var/run/pg user=cs_worker dbname=commonshelf");
	assert_string_equal(settings.owner_url,
	    "host=/srv/shelf/var/run/pg user=cs_owner dbname=commonshelf");
	assert_string_equal(settings.store, "postgres");
	assert_int_equal(settings.port, 8080);
	assert_int_equal(settings.sample, 1);
	assert_in_range(settings.web, 4, 64);
}

static void
environment_before_file(void **state)
{
	(void)state;
	write_conf("# ours\n\nCOMMONSHELF_PORT = 9001\n"
	    "COMMONSHELF_TITLE=\"A shelf = ours\"\n  ; x\nOTHER=1\n"
	    "COMMONSHELF_WEB=7\r\n");
	setenv("COMMONSHELF_PORT", "9002", 1);
	setenv("COMMONSHELF_WEB", "", 1);
	assert_null(settings_load());
	assert_int_equal(settings.port, 9002);
	assert_int_equal(settings.web, 7);
	assert_string_equal(settings.site_title, "A shelf = ours");
	assert_string_equal(settings.base_url, "http://127.0.0.1:9002");
}

static void
base_urls(void **state)
{
	(void)state;
	setenv("COMMONSHELF_BIND", "::1", 1);
	assert_null(settings_load());
	assert_string_equal(settings.base_url, "http://[::1]:8080");
	setenv("COMMONSHELF_BIND", "0.0.0.0", 1);
	assert_null(settings_load());
	assert_string_equal(settings.base_url, "http://127.0.0.1:8080");
	setenv("COMMONSHELF_BASE_URL", "https://shelf.example//", 1);
	assert_null(settings_load());
	assert_string_equal(settings.base_url, "https://shelf.example");
}

static void
refused(const char *name, const char *value)
{
	const char	*wrong;

	setenv(name, value, 1);
	wrong = settings_load();
	assert_non_null(wrong);
	assert_non_null(strstr(wrong, name));
	unsetenv(name);
	assert_null(settings_load());
}

static void
wrong_values(void **state)
{
	(void)state;
	refused("COMMONSHELF_PORT", "0");
	refused("COMMONSHELF_PORT", "65536");
	refused("COMMONSHELF_PORT", "80x");
	refused("COMMONSHELF_PORT", "99999999999999999999");
	refused("COMMONSHELF_SAMPLE", "yes");
	refused("COMMONSHELF_STORE", "s3");
	refused("COMMONSHELF_PROXIES", "10.0.0.5; deny all");
	refused("COMMONSHELF_BASE_URL", "shelf.example");
	refused("COMMONSHELF_HOME", "/var/my shelf");
}

static void
long_home(void **state)
{
	char	home[82];

	(void)state;
	memset(home, 'a', sizeof(home));
	home[0] = '/';
	home[80] = '\0';
	setenv("COMMONSHELF_HOME", home, 1);
	assert_null(settings_load());
	home[80] = 'a';
	home[81] = '\0';
	refused("COMMONSHELF_HOME", home);
	setenv("COMMONSHELF_HOME", "state", 1);
	assert_null(settings_load());
	assert_string_equal(settings.home, "/srv/shelf/state");
}

static void
wrong_files(void **state)
{
	const char	*wrong;

	(void)state;
	write_conf("\nCOMMONSHELF_PROT=1\n");
	wrong = settings_load();
	assert_non_null(strstr(wrong, "line 2"));
	assert_non_null(strstr(wrong, "COMMONSHELF_PROT"));
	write_conf("COMMONSHELF_PORT\n");
	assert_non_null(settings_load());
	setenv("COMMONSHELF_CONF", "/nowhere/at/all", 1);
	assert_non_null(strstr(settings_load(), "/nowhere/at/all"));
}

static void
rows(void **state)
{
	struct setting	s;
	size_t		i, secrets = 0;
	bool		port = false;

	(void)state;
	setenv("COMMONSHELF_PORT", "9003", 1);
	setenv("COMMONSHELF_OWNER_URL", "postgresql://o:geheim@db/x", 1);
	assert_null(settings_load());
	for (i = 0; settings_row(i, &s); i++) {
		assert_true(strlen(s.help) > 5);
		secrets += s.secret;
		if (strcmp(s.name, "COMMONSHELF_PORT") == 0) {
			port = true;
			assert_string_equal(s.value, "9003");
			assert_string_equal(s.dflt, "8080");
		}
		if (s.secret)
			assert_string_equal(s.name, "COMMONSHELF_OWNER_URL");
	}
	assert_true(port);
	assert_int_equal(secrets, 1);
	assert_true(i > 10);
}

static void
paths(void **state)
{
	const char	*one, *two;

	(void)state;
	assert_null(settings_load());
	one = settings_path("run/a");
	two = settings_path("run/b");
	assert_string_equal(one, "/srv/shelf/var/run/a");
	assert_string_equal(two, "/srv/shelf/var/run/b");
}

/* a program under ROOT/build knows where it lies; a test lies one deeper */
static void
root_is_found(void **state)
{
	char	here[4096];

	(void)state;
	unsetenv("COMMONSHELF_ROOT");
	assert_null(settings_load());
	assert_non_null(getcwd(here, sizeof(here)));
	assert_string_equal(settings.root, here);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test_setup(defaults, clean),
		cmocka_unit_test_setup(environment_before_file, clean),
		cmocka_unit_test_setup(base_urls, clean),
		cmocka_unit_test_setup(wrong_values, clean),
		cmocka_unit_test_setup(long_home, clean),
		cmocka_unit_test_setup(wrong_files, clean),
		cmocka_unit_test_setup(rows, clean),
		cmocka_unit_test_setup(paths, clean),
		cmocka_unit_test_setup(root_is_found, clean),
	};

	return cmocka_run_group_tests_name("settings", tests, make_conf,
	    remove_conf);
}
