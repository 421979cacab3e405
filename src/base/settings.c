#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/settings.h"

#define TEXTS_MAX	((size_t)1 << 20)
#define HOME_MAX	80	/* a socket's whole path may have 107 bytes */
#define FILE_LINE_MAX	2048
#define FILE_NAMES_MAX	64

struct settings	settings;

/* what the file said */
static struct {
	char	*name, *value;
}		from_file[FILE_NAMES_MAX];
static size_t	from_file_n;
static char	complaint[1024];

static const struct setting	table[] = {
#define X(member, name_, dflt_, help_)	{ .name = (name_), .dflt = (dflt_), .help = (help_) },
	SETTINGS_TEXT(X)
#undef X
#define X(member, name_, dflt_, least, most, help_) \
	{ .name = (name_), .dflt = #dflt_, .help = (help_) },
	SETTINGS_NUMBER(X)
#undef X
};

#define TABLE_N	(sizeof(table) / sizeof(table[0]))

static const char *
complain(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

static const char *
complain(const char *fmt, ...)
{
	va_list	ap;

	va_start(ap, fmt);
	vsnprintf(complaint, sizeof(complaint), fmt, ap);
	va_end(ap);
	return complaint;
}

/* every text of the settings; the next settings_load() gives it back */
static struct arena	*texts;

static char *
text(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

static char *
text(const char *fmt, ...)
{
	va_list	 ap;
	char	*s;

	va_start(ap, fmt);
	s = arena_vprintf(texts, fmt, ap);
	va_end(ap);
	return s;
}

/*
 * Our program lies in ROOT/build (or build-asan …). Kore loads us as a module
 * and is told where by COMMONSHELF_ROOT, like an installed program.
 */
static const char *
find_root(void)
{
	const char	*env = getenv("COMMONSHELF_ROOT");
	char		 path[PATH_MAX], *slash;
	ssize_t		 n;

	if (env != NULL && env[0] == '/')
		return text("%s", env);
	n = readlink("/proc/self/exe", path, sizeof(path) - 1);
	path[n < 0 ? 0 : n] = '\0';
	if ((slash = strrchr(path, '/')) != NULL) {
		*slash = '\0';
		slash = strrchr(path, '/');
		if (slash != NULL && strncmp(slash, "/build", 6) == 0) {
			*slash = '\0';
			return text("%s", path);
		}
	}
	if (getcwd(path, sizeof(path)) == NULL)
		return text("/");
	return text("%s", path);
}

static bool
known(const char *name)
{
	size_t	i;

	for (i = 0; i < TABLE_N; i++)
		if (strcmp(table[i].name, name) == 0)
			return true;
	return false;
}

static char *
trim(char *s)
{
	char	*end;

	s += strspn(s, " \t");
	end = s + strlen(s);
	while (end > s && strchr(" \t\r\n", end[-1]) != NULL)
		end--;
	*end = '\0';
	return s;
}

/* NAME=value, the value perhaps in one pair of quotes, as systemd reads it */
static const char *
read_line(char *line, const char *path, int number)
{
	char	*name = trim(line), *value;
	size_t	 n;

	if (*name == '\0' || *name == '#' || *name == ';')
		return NULL;
	if ((value = strchr(name, '=')) == NULL)
		return complain("%s, line %d: write NAME=value.", path, number);
	*value++ = '\0';
	name = trim(name);
	value = trim(value);
	n = strlen(value);
	if (n >= 2 && (*value == '"' || *value == '\'') &&
	    value[n - 1] == *value) {
		value[n - 1] = '\0';
		value++;
	}
	if (strncmp(name, "COMMONSHELF_", 12) != 0)
		return NULL;
	if (!known(name))
		return complain("%s, line %d: there is no setting %s; "
		    "`commonshelf settings` lists them.", path, number, name);
	if (from_file_n == FILE_NAMES_MAX)
		return complain("%s: more than %d lines.", path,
		    FILE_NAMES_MAX);
	from_file[from_file_n].name = text("%s", name);
	from_file[from_file_n++].value = text("%s", value);
	return NULL;
}

static const char *
read_file(const char *path, bool must_exist)
{
	char		 line[FILE_LINE_MAX];
	const char	*wrong = NULL;
	FILE		*in;
	int		 number = 0;

	from_file_n = 0;
	if ((in = fopen(path, "re")) == NULL) {
		if (errno == ENOENT && !must_exist)
			return NULL;
		return complain("%s cannot be read: %s.", path,
		    strerror(errno));
	}
	while (wrong == NULL && fgets(line, sizeof(line), in) != NULL) {
		number++;
		if (strchr(line, '\n') == NULL && !feof(in))
			wrong = complain("%s, line %d is too long.", path,
			    number);
		else
			wrong = read_line(line, path, number);
	}
	fclose(in);
	return wrong;
}

/* environment, file, default; an empty value counts as not set */
static const char *
lookup(const char *name, const char *dflt)
{
	const char	*env = getenv(name), *value = dflt;
	size_t		 i;

	if (env != NULL && *env != '\0')
		return text("%s", env);
	for (i = 0; i < from_file_n; i++)
		if (strcmp(from_file[i].name, name) == 0 &&
		    from_file[i].value[0] != '\0')
			value = from_file[i].value;
	return value;
}

static const char *
number(const char *name, const char *value, long least, long most, long *out)
{
	char	*end;

	errno = 0;
	*out = strtol(value, &end, 10);
	if (errno != 0 || end == value || *end != '\0' || *out < least ||
	    *out > most)
		return complain("%s is \"%s\"; give a whole number from %ld "
		    "to %ld.", name, value, least, most);
	return NULL;
}

static const char *
read_all(void)
{
	const char	*wrong;

#define X(member, name, dflt, help)					\
	settings.member = lookup(name, dflt);
	SETTINGS_TEXT(X)
#undef X
#define X(member, name, dflt, least, most, help)			\
	if ((wrong = number(name, lookup(name, #dflt), least, most,	\
	    &settings.member)) != NULL)					\
		return wrong;
	SETTINGS_NUMBER(X)
#undef X
	return NULL;
}

static const char *
derive_home(void)
{
	if (settings.home[0] == '\0')
		settings.home = text("%s/var", settings.root);
	else if (settings.home[0] != '/')
		settings.home = text("%s/%s", settings.root, settings.home);
	if (strlen(settings.home) > HOME_MAX)
		return complain("COMMONSHELF_HOME is %s, longer than the %d "
		    "bytes that leave room for a socket's name; name a "
		    "shorter folder.", settings.home, HOME_MAX);
	/* the paths go into libpq strings and files of nginx unquoted */
	if (strpbrk(settings.home, " \t\n'\"\\;{}$#") != NULL)
		return complain("COMMONSHELF_HOME is %s; name a folder "
		    "without spaces, quotes and ; { } $ #.", settings.home);
	return NULL;
}

static const char *
derive_base_url(void)
{
	const char	*host = settings.bind;
	size_t		 n;

	if (settings.base_url[0] == '\0') {
		if (strcmp(host, "0.0.0.0") == 0 || strcmp(host, "::") == 0)
			host = "127.0.0.1";
		settings.base_url = text(strchr(host, ':') != NULL ?
		    "http://[%s]:%ld" : "http://%s:%ld", host, settings.port);
		return NULL;
	}
	n = strlen(settings.base_url);
	while (n > 0 && settings.base_url[n - 1] == '/')
		n--;
	settings.base_url = text("%.*s", (int)n, settings.base_url);
	if (strncmp(settings.base_url, "http://", 7) != 0 &&
	    strncmp(settings.base_url, "https://", 8) != 0)
		return complain("COMMONSHELF_BASE_URL is \"%s\"; it begins "
		    "with http:// or https://.", settings.base_url);
	return NULL;
}

/* they go into nginx's configuration: addresses, /bits and spaces alone */
static const char *
check_proxies(void)
{
	const char	*s = settings.proxies;

	if (s[strspn(s, "0123456789abcdefABCDEF:./ ")] == '\0')
		return NULL;
	return complain("COMMONSHELF_PROXIES is \"%s\"; give addresses such "
	    "as 10.0.0.5 or 10.0.1.0/24, with spaces between.", s);
}

static const char *
private_cluster(const char *given, const char *role)
{
	if (given[0] != '\0')
		return given;
	return text("host=%s/run/pg user=%s dbname=commonshelf",
	    settings.home, role);
}

static void
derive_rest(void)
{
	long	cores;

	settings.database_url = private_cluster(settings.database_url,
	    "cs_app");
	settings.worker_url = private_cluster(settings.worker_url,
	    "cs_worker");
	settings.owner_url = private_cluster(settings.owner_url, "cs_owner");
	if (settings.web == 0) {
		cores = sysconf(_SC_NPROCESSORS_ONLN);
		settings.web = cores < 2 ? 4 : cores > 32 ? 64 : 2 * cores;
	}
}

const char *
settings_load(void)
{
	const char	*named = getenv("COMMONSHELF_CONF"), *wrong;
	char		 path[PATH_MAX];

	arena_free(texts);
	texts = arena_new(TEXTS_MAX);
	settings = (struct settings){ 0 };
	settings.root = find_root();
	if (named != NULL && *named == '\0')
		named = NULL;
	snprintf(path, sizeof(path), "%s%s", named != NULL ? named :
	    settings.root, named != NULL ? "" : "/conf/commonshelf.env");
	if ((wrong = read_file(path, named != NULL)) != NULL ||
	    (wrong = read_all()) != NULL || (wrong = derive_home()) != NULL ||
	    (wrong = derive_base_url()) != NULL ||
	    (wrong = check_proxies()) != NULL)
		return wrong;
	if (strcmp(settings.store, "postgres") != 0 &&
	    strcmp(settings.store, "files") != 0)
		return complain("COMMONSHELF_STORE is \"%s\": choose postgres "
		    "or files.", settings.store);
	derive_rest();
	return NULL;
}

static const char *
number_text(long value)
{
	static char	out[32];

	snprintf(out, sizeof(out), "%ld", value);
	return out;
}

/* the value in force of the i-th row of the table */
static const char *
value_of(size_t i)
{
#define X(member, name, dflt, help)					\
	if (i-- == 0)							\
		return settings.member == NULL ? "" : settings.member;
	SETTINGS_TEXT(X)
#undef X
#define X(member, name, dflt, least, most, help)			\
	if (i-- == 0)							\
		return number_text(settings.member);
	SETTINGS_NUMBER(X)
#undef X
	return "";
}

bool
settings_row(size_t i, struct setting *out)
{
	size_t	n;

	if (i >= TABLE_N)
		return false;
	*out = table[i];
	out->value = value_of(i);
	n = strlen(out->name);
	/* key=value and postgresql://user:secret@host alike */
	out->secret = n > 4 && strcmp(out->name + n - 4, "_URL") == 0 &&
	    (strstr(out->value, "password") != NULL ||
	    strchr(out->value, '@') != NULL);
	return true;
}

static const char *
join(const char *folder, const char *name)
{
	static char	ring[8][512];
	static size_t	next;
	char		*out = ring[next++ % 8];

	snprintf(out, sizeof(ring[0]), "%s/%s", folder, name);
	return out;
}

const char *
settings_path(const char *name)
{
	return join(settings.home, name);
}

const char *
settings_at(const char *name)
{
	return join(settings.root, name);
}

/* one that is there but can't be read is told by whoever opens it */
const char *
settings_thesaurus(void)
{
	const char	*own = settings_path("thesaurus.ttl");

	return access(own, F_OK) == 0 ? own :
	    settings_at("assets/thesaurus.ttl");
}
