/*
 * front: see front.h.
 */
#include "cli/front.h"

#include <errno.h>
#include <netdb.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/settings.h"
#include "cli/children.h"
#include "cli/cli.h"
#include "cli/render.h"

#define BIG		"big"		/* the instance for bodies over 16 MB */
#define RESERVED	"reserved"	/* for health and what nginx asks */
#define READY_TRIES	600		/* of 50 ms */
#define DEATHS_MOST	5
#define FORM_EXTRA	(1 << 20)	/* what a form has besides its file */

static char sentence[1024];

static const char *wrong(const char *, ...)
    __attribute__((format(printf, 1, 2)));

static const char *
wrong(const char *fmt, ...)
{
	va_list	ap;

	va_start(ap, fmt);
	vsnprintf(sentence, sizeof(sentence), fmt, ap);
	va_end(ap);
	return sentence;
}

static const char *
try_bind(const struct addrinfo *ai)
{
	const char	*why = NULL;
	int		 one = 1;
	int		 fd = socket(ai->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd == -1)
		return wrong("no socket: %s", strerror(errno));
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(fd, ai->ai_addr, ai->ai_addrlen) == -1 || listen(fd, 1) == -1)
		why = errno == EADDRINUSE ?
		    wrong("port %ld is in use: stop what listens there, or "
		    "choose another with COMMONSHELF_PORT=8081 make run",
		    settings.port) :
		    wrong("can't listen on %s port %ld: %s; see "
		    "COMMONSHELF_BIND and COMMONSHELF_PORT", settings.bind,
		    settings.port, strerror(errno));
	close(fd);
	return why;
}

const char *
front_port_free(void)
{
	const struct addrinfo	 hints = { .ai_flags = AI_NUMERICHOST |
				    AI_PASSIVE, .ai_socktype = SOCK_STREAM };
	struct addrinfo		*ai;
	const char		*why;
	char			 port[16];

	snprintf(port, sizeof(port), "%ld", settings.port);
	if (getaddrinfo(settings.bind, port, &hints, &ai) != 0)
		return wrong("COMMONSHELF_BIND is \"%s\": give an address of "
		    "this machine such as 127.0.0.1 or 0.0.0.0",
		    settings.bind);
	why = try_bind(ai);
	freeaddrinfo(ai);
	return why;
}

/* host and port of the base URL: what Kore is told as Host */
static void
configured_host(char *out, size_t size)
{
	const char	*p = strstr(settings.base_url, "://");

	p = p == NULL ? settings.base_url : p + 3;
	snprintf(out, size, "%.*s", (int)strcspn(p, "/\"\\$"), p);
}

/* each with these words besides */
static void
upstream_servers(struct buf *out, const char *words)
{
	buf_init(out, 64 << 10);
	for (long i = 1; i <= settings.web; i++)
		buf_printf(out, "\t\tserver unix:%s/run/web-%ld.sock "
		    "%smax_fails=0;\n", settings.home, i, words);
}

/* those that say for whom they ask, from a list with spaces between */
static void
trusted_proxies(struct buf *out)
{
	const char	*s = settings.proxies + strspn(settings.proxies, " ");
	size_t		 n;

	for (; (n = strcspn(s, " ")) > 0; s += n, s += strspn(s, " "))
		buf_printf(out, "\tset_real_ip_from %.*s;\n", (int)n, s);
}

static const char *
render_nginx(void)
{
	bool		 https = strncmp(settings.base_url, "https:", 6) == 0;
	bool		 v6 = strchr(settings.bind, ':') != NULL;
	char		 listen_on[128], host[256], body_max[32];
	const char	*why;
	struct buf	 servers, anyway, backup, proxies;

	buf_init(&proxies, 64 << 10);
	trusted_proxies(&proxies);
	upstream_servers(&servers, "max_conns=8 ");
	upstream_servers(&anyway, "");
	upstream_servers(&backup, "backup ");
	configured_host(host, sizeof(host));
	snprintf(listen_on, sizeof(listen_on), v6 ? "[%s]:%ld" : "%s:%ld",
	    settings.bind, settings.port);
	snprintf(body_max, sizeof(body_max), "%ld",
	    settings.file_max * 1000000 + FORM_EXTRA);
	why = render("nginx.conf.in", "run/nginx.conf",
	    (const struct render_value[]) {
		{ "LISTEN", listen_on }, { "HOST", host },
		{ "WEB_SERVERS", servers.data },
		{ "ANYWAY_SERVERS", anyway.data },
		{ "BACKUP_SERVERS", backup.data },
		{ "PROXIES", proxies.len == 0 ? "" : proxies.data },
		{ "BODY_MAX", body_max },
		{ "COOKIE", https ? "__Host-cs" : "cs" },
		{ "HSTS", https ? "max-age=31536000" : "" },
		{ NULL, NULL } });
	buf_free(&servers);
	buf_free(&anyway);
	buf_free(&backup);
	buf_free(&proxies);
	return why;
}

static const char *
test_nginx(void)
{
	const char	*args[] = { "nginx", "-t", "-q", "-e",
			    settings_path("log/nginx-error.log"), "-c",
			    settings_path("run/nginx.conf"), NULL };

	unlink(settings_path("run/nginx.sock"));
	switch (children_run("nginx-test", 20, args)) {
	case 0:
		return NULL;
	case 127:
		return wrong("nginx is missing: run tools/bootstrap run");
	default:
		return wrong("nginx refuses its configuration: %s",
		    children_last_words("nginx-test", "[emerg]"));
	}
}

static const char *
start_instance(const char *which)
{
	char		 name[24], template[64], config[512], socket[512];
	char		 own[600];
	const char	*args[] = { "kore", "-fnr", "-c", config, NULL };
	const char	*why;

	/* the build with sanitizers brings a Kore with sanitizers */
	snprintf(own, sizeof(own), "%s/kore", cli_build());
	if (access(own, X_OK) == 0)
		args[0] = own;
	snprintf(name, sizeof(name), "web-%s", which);
	snprintf(template, sizeof(template), "run/%s.conf", name);
	snprintf(config, sizeof(config), "%s", settings_path(template));
	snprintf(socket, sizeof(socket), "%s/run/%s.sock", settings.home, name);
	why = render("kore.conf.in", template, (const struct render_value[]) {
		{ "NAME", which }, { NULL, NULL } });
	if (why == NULL)
		child_start(name, SIGTERM, CHILD_NEXT, socket, args);
	return why;
}

static bool
answers(const char *path)
{
	struct sockaddr_un	sun = { .sun_family = AF_UNIX };
	int			fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool			ok;

	snprintf(sun.sun_path, sizeof(sun.sun_path), "%s", path);
	ok = fd != -1 &&
	    connect(fd, (struct sockaddr *)&sun, sizeof(sun)) == 0;
	if (fd != -1)
		close(fd);
	return ok;
}

static const char *
wait_for(const struct child *c)
{
	for (int i = 0; i < READY_TRIES; i++) {
		if (answers(c->socket))
			return NULL;
		if (c->deaths >= DEATHS_MOST)
			return wrong("%s does not start: %s", c->name,
			    children_last_words(c->name, ""));
		if (!children_tick(50))
			return wrong("stopped while starting");
	}
	return wrong("%s does not answer; see %s/log/%s.log", c->name,
	    settings.home, c->name);
}

const char *
front_start(void)
{
	const char	*why;
	char		 which[24];

	if ((why = render_nginx()) != NULL || (why = test_nginx()) != NULL)
		return why;
	for (long i = 1; i <= settings.web; i++) {
		snprintf(which, sizeof(which), "%ld", i);
		if ((why = start_instance(which)) != NULL)
			return why;
	}
	if ((why = start_instance(BIG)) != NULL ||
	    (why = start_instance(RESERVED)) != NULL)
		return why;
	/* first of all, and in peace: what is under way gets its answer */
	child_start("nginx", SIGQUIT, CHILD_FIRST,
	    settings_path("run/nginx.sock"),
	    (const char *[]) { "nginx", "-e",
	    settings_path("log/nginx-error.log"), "-c",
	    settings_path("run/nginx.conf"), NULL });
	return children_each(wait_for);
}
