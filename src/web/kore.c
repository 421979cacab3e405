/*
 * kore: the only file that sees Kore. Turns its request into ours and our
 * reply into its answer. nginx is the only one that reaches the socket; it
 * sends every method as GET, no body, and these headers alone (each printable
 * ASCII or missing):
 *
 *	X-Method X-Uri X-Length X-Status X-Request-Id X-Address X-Cookie
 *	X-Bearer X-CSRF X-Body-File Accept Accept-Language Content-Type
 *	If-Match If-None-Match Idempotency-Key Origin Sec-Fetch-Site User-Agent
 *	X-Tus Host Content-Length
 *
 * Kore passes on 23 headers at most (KORE.md, 11): keep the list short.
 */
#include <sys/epoll.h>
#include <sys/prctl.h>

#include <kore/kore.h>
#include <kore/http.h>
#include <kore/seccomp.h>
#include <libintl.h>
#include <locale.h>
#include <malloc.h>
#include <signal.h>
#include <sodium.h>
#include <unistd.h>

#include "base/log.h"
#include "base/meter.h"
#include "base/settings.h"
#include "search/search.h"
#include "search/thesaurus.h"
#include "storage/ahead.h"
#include "storage/filetype.h"
#include "web/accept.h"
#include "web/cookie.h"
#include "web/gap.h"
#include "web/looks.h"
#include "web/metrics.h"
#include "web/routes.h"

#define ARENA_MAX	(256u << 20)
#define STATEMENT_MS	5000

int	handle(struct http_request *);
void	kore_worker_configure(void);
void	kore_worker_teardown(void);

static struct db	*db;
static struct finder	*finder;
static struct thesaurus	*thesaurus;

/* Sanitizers make calls of their own: their build alone runs without filter. */
#if defined(__SANITIZE_ADDRESS__)
#define FILTER_FIRST	KORE_BPF_RET(SECCOMP_RET_ALLOW),
#else
#define FILTER_FIRST
#endif

KORE_SECCOMP_FILTER("commonshelf",
	FILTER_FIRST
	KORE_SYSCALL_ALLOW(newfstatat),
	KORE_SYSCALL_ALLOW(statx),
	KORE_SYSCALL_ALLOW(statfs),
	KORE_SYSCALL_ALLOW(fstatfs),
	KORE_SYSCALL_ALLOW(faccessat),
	KORE_SYSCALL_ALLOW(faccessat2),
	KORE_SYSCALL_ALLOW(access),
	KORE_SYSCALL_ALLOW(readlinkat),
	KORE_SYSCALL_ALLOW(readlink),
	KORE_SYSCALL_ALLOW(getdents64),
	KORE_SYSCALL_ALLOW(pread64),
	KORE_SYSCALL_ALLOW(pwrite64),
	KORE_SYSCALL_ALLOW(fadvise64),
	KORE_SYSCALL_ALLOW(fsync),
	KORE_SYSCALL_ALLOW(fdatasync),
	KORE_SYSCALL_ALLOW(sync_file_range),
	KORE_SYSCALL_ALLOW(inotify_init1),
	KORE_SYSCALL_ALLOW(inotify_add_watch),
	KORE_SYSCALL_ALLOW(rename),
	KORE_SYSCALL_ALLOW(renameat),
	KORE_SYSCALL_ALLOW(renameat2),
	KORE_SYSCALL_ALLOW(link),
	KORE_SYSCALL_ALLOW(linkat),
	KORE_SYSCALL_ALLOW(unlink),
	KORE_SYSCALL_ALLOW(unlinkat),
	KORE_SYSCALL_ALLOW(mkdir),
	KORE_SYSCALL_ALLOW(mkdirat),
	KORE_SYSCALL_ALLOW(ftruncate),
	KORE_SYSCALL_ALLOW(lseek),
	KORE_SYSCALL_ALLOW(copy_file_range),
	KORE_SYSCALL_ALLOW(fallocate),
	KORE_SYSCALL_ALLOW(dup),
	KORE_SYSCALL_ALLOW(dup2),
	KORE_SYSCALL_ALLOW(dup3),
	KORE_SYSCALL_ALLOW(pipe2),
	KORE_SYSCALL_ALLOW(sched_yield),
	KORE_SYSCALL_ALLOW(readv),
	KORE_SYSCALL_ALLOW(writev),
	KORE_SYSCALL_ALLOW(umask),
	KORE_SYSCALL_ALLOW(getcwd),
	KORE_SYSCALL_ALLOW(chmod),
	KORE_SYSCALL_ALLOW(fchmod),
	KORE_SYSCALL_ALLOW(mremap),
	KORE_SYSCALL_ALLOW(madvise),
	KORE_SYSCALL_ALLOW(rseq),
	KORE_SYSCALL_ALLOW(uname),
	KORE_SYSCALL_ALLOW(getppid),
	KORE_SYSCALL_ALLOW(gettid),
	KORE_SYSCALL_ALLOW(geteuid),
	KORE_SYSCALL_ALLOW(getuid),
	KORE_SYSCALL_ALLOW(getegid),
	KORE_SYSCALL_ALLOW(getgid),
	KORE_SYSCALL_ALLOW(fcntl),
	KORE_SYSCALL_ALLOW(flock),
	KORE_SYSCALL_ALLOW(ioctl),
	KORE_SYSCALL_ALLOW(poll),
	KORE_SYSCALL_ALLOW(ppoll),
	KORE_SYSCALL_ALLOW(select),
	KORE_SYSCALL_ALLOW(pselect6),
	KORE_SYSCALL_ALLOW(sysinfo),
	KORE_SYSCALL_ALLOW(sched_getaffinity),
	KORE_SYSCALL_ALLOW(prlimit64),
	KORE_SYSCALL_ALLOW(getrandom),
	KORE_SYSCALL_ALLOW(clock_nanosleep),
	KORE_SYSCALL_ALLOW(prctl),
	KORE_SYSCALL_DENY(clone3, ENOSYS),
	KORE_SYSCALL_DENY(execve, EPERM),
	KORE_SYSCALL_DENY(wait4, ECHILD)
)

__attribute__((constructor)) static void
line_buffered(void)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
}

/* the silent-connection timer of KORE.md, 20 */
static void
tick(void *arg, u_int64_t now)
{
	(void)arg;
	(void)now;
	meter_beat();
	looks_tell(db);
	gap_tell(db);
}

static void
body_grows(void *arg, int wrong)
{
	(void)arg;
	(void)wrong;
	ahead_read();
}

/* where large bodies are asked about: cli/front.c calls it so */
static void
follow_bodies(void)
{
	static struct kore_event	event = { .handle = body_grows };
	int				fd;

	if (strstr(kore_pidfile, "/web-big.pid") == NULL)
		return;
	fd = ahead_open(settings_path("spool/body"));
	if (fd == -1)
		log_info("web", "bodies are hashed when they are whole");
	else
		kore_platform_event_schedule(fd, EPOLLIN, 0, &event);
}

/* beside the pid: what this instance counts outlives it */
static void
open_meter(void)
{
	char	path[600];
	int	n = (int)strlen(kore_pidfile);

	if (n > 4 && strcmp(kore_pidfile + n - 4, ".pid") == 0)
		n -= 4;
	snprintf(path, sizeof(path), "%.*s.meter", n, kore_pidfile);
	metrics_open(path);
}

/* without it search finds what was typed; why is in the log */
static void
open_thesaurus(void)
{
	char	why[300];

	thesaurus = thesaurus_open(settings_thesaurus(), why, sizeof(why));
	if (thesaurus == NULL)
		log_error("thesaurus", "%s", why);
	else if (finder != NULL)
		finder_thesaurus(finder, thesaurus);
}

/* What a search over a million items needs for a moment is given back after
 * it, and does not end up as holes between what is kept. */
static void
give_back_large(void)
{
	mallopt(M_MMAP_THRESHOLD, 2 << 20);
	mallopt(M_TRIM_THRESHOLD, 8 << 20);
}

void
kore_worker_configure(void)
{
	const char	*wrong;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	give_back_large();
	log_open("web");
	if ((wrong = settings_load()) != NULL)
		fatal("%s", wrong);
	setlocale(LC_ALL, "C.UTF-8");
	bindtextdomain("commonshelf", settings_at("build/locale"));
	bind_textdomain_codeset("commonshelf", "UTF-8");
	textdomain("commonshelf");
	if (sodium_init() < 0)
		fatal("libsodium does not start");
	open_meter();
	db = db_new(settings.database_url, STATEMENT_MS);
	if (!filetype_open())
		fatal("libmagic has no tables");
	finder = finder_open(settings_path("index"));
	open_thesaurus();
	follow_bodies();
	kore_timer_add(tick, 1000, NULL, 0);
}

void
kore_worker_teardown(void)
{
	db_free(db);
	finder_close(finder);
	thesaurus_close(thesaurus);
}

static const char *
header(struct http_request *req, const char *name)
{
	const char	*value;

	if (!http_request_header(req, name, &value) || *value == '\0')
		return NULL;
	return value;
}

static enum method
method_of(const char *word)
{
	static const char *const words[] = { "GET", "HEAD", "POST", "PUT",
	    "PATCH", "DELETE", "OPTIONS" };
	size_t	i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i], word) == 0)
			return (enum method)i;
	return METHOD_OTHER;
}

/* gettext per request: LANGUAGE decides, the counter makes it look again */
static void
speak(const char *lang)
{
	extern int	 _nl_msg_cat_cntr;
	static char	 now[3];

	if (strcmp(now, lang) == 0)
		return;
	snprintf(now, sizeof(now), "%s", lang);
	setenv("LANGUAGE", lang, 1);
	_nl_msg_cat_cntr++;
}

static void
read_headers(struct http_request *req, struct request *r)
{
	const char	*method = header(req, "x-method");
	const char	*length = header(req, "x-length");
	const char	*cookies = header(req, "x-cookie");

	r->method = method_of(method == NULL ? "GET" : method);
	r->rid = header(req, "x-request-id");
	r->bearer = header(req, "x-bearer");
	if (cookies != NULL) {
		r->session = cookie_get(r->arena, cookies,
		    reply_cookie_name(COOKIE_SESSION));
		r->lang_cookie = cookie_get(r->arena, cookies,
		    reply_cookie_name(COOKIE_LANG));
	}
	r->csrf_header = header(req, "x-csrf");
	r->body_file = header(req, "x-body-file");
	r->address = header(req, "x-address");
	r->accept = header(req, "accept");
	r->accept_language = header(req, "accept-language");
	r->content_type = header(req, "content-type");
	r->if_match = header(req, "if-match");
	r->if_none_match = header(req, "if-none-match");
	r->idempotency_key = header(req, "idempotency-key");
	r->fetch_site = header(req, "sec-fetch-site");
	r->origin = header(req, "origin");
	r->tus = header(req, "x-tus");
	r->uri = header(req, "x-uri");
	r->status = header(req, "x-status");
	r->agent = header(req, "user-agent");
	r->length = length == NULL ? 0 : strtoll(length, NULL, 10);
	if (r->rid == NULL)
		r->rid = "-";
}

/* what was chosen, else what the browser prefers, else English */
static const char *
lang_of(struct request *r)
{
	static const char *const offered[] = { "en", "fr", NULL };
	const char		*lang;
	size_t			 i;

	for (i = 0; r->lang_cookie != NULL && offered[i] != NULL; i++)
		if (strcmp(offered[i], r->lang_cookie) == 0)
			return offered[i];
	lang = accept_language(r->accept_language, offered);
	return lang == NULL ? "en" : lang;
}

static bool
read_request(struct http_request *req, struct request *r)
{
	const char	*query = req->query_string;

	read_headers(req, r);
	r->lang = lang_of(r);
	r->target = r->uri != NULL ? r->uri : req->path;
	r->path = query_path(r->arena, req->path);
	if (r->path == NULL) {
		r->path = "/";
		return false;
	}
	return query == NULL || query_parse(r->arena, query, strlen(query),
	    &r->query) == ST_OK;
}

static void
answer(struct http_request *req, struct request *r, struct reply *reply)
{
	size_t	i;

	for (i = 0; i < reply->nheaders; i++)
		http_response_header(req, reply->headers[i].name,
		    reply->headers[i].value);
	if (r->method == METHOD_HEAD)
		buf_reset(&reply->body);
	http_response(req, reply->code, reply->body.data, reply->body.len);
	buf_free(&reply->body);
	req->owner->http_timeout = 0;
}

int
handle(struct http_request *req)
{
	struct request	 r;
	struct reply	*reply;

	meter_begin();
	memset(&r, 0, sizeof(r));
	req->owner->http_timeout = 0;
	r.arena = arena_new(ARENA_MAX);
	r.db = db;
	r.finder = finder;
	if (read_request(req, &r)) {
		log_request(r.rid);
		speak(r.lang);
		reply = route_dispatch(&r);
		if (r.method != METHOD_GET && r.method != METHOD_HEAD)
			finder_changed(finder);
	} else {
		speak(r.lang);
		reply = route_malformed(&r);
	}
	answer(req, &r, reply);
	meter_end(metrics_route(&r), reply->code);
	request_unmap(&r);
	log_request(NULL);
	arena_free(r.arena);
	return KORE_RESULT_OK;
}
