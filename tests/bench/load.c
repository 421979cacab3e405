/*
 * load: asks a house as many people do, by the clock and not by its answers
 * (open loop): what comes late counts from when it should have been sent.
 *
 *	load HOST:PORT TOKEN EMAIL PASSWORD RATE:SECONDS... <PLAN
 *
 * PLAN has lines "read PATH" and "search PATH". Of RATE requests a second 80 %
 * read, 15 % search, 5 % publish an item by the API; besides five a second ask
 * /healthz and one signs in. RATE 0: closed loop, 32 at a time, without those.
 * One line for each phase and kind:
 *
 *	PHASE KIND sent good refused wrong p50 p99 refused-p99   (ms)
 *
 * refused: 503 with Retry-After. wrong: anything else that is not 2xx or 3xx,
 * 503 without it, a connection that breaks, no answer in 15 s; the first of
 * them are told on stderr.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <math.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#define CONNS_MAX	4000
#define CLOSED_AT_ONCE	32
#define PLAN_MAX	5000
#define PHASES_MAX	8
#define PATIENCE_US	15000000
#define TOLD_MAX	8

enum kind { READ, SEARCH, WRITE, HEALTH, LOGIN, KINDS };
static const char *const names[KINDS] = { "read", "search", "write", "health",
    "login" };

struct tally {
	size_t	 sent, wrong, ngood, nrefused, cgood, crefused;
	float	*good, *refused;	/* ms */
};
struct phase {
	double		rate;		/* a second; 0: closed loop */
	int64_t		from, to;	/* us */
	struct tally	tally[KINDS];
};
enum body { HEADERS, LENGTH, CHUNK_SIZE, CHUNK, CHUNK_END, TRAILER };
struct conn {
	int		 fd;
	bool		 busy, reused, closes;
	enum kind	 kind;
	struct phase	*phase;
	int64_t		 due;		/* when it should have been sent */
	char		 out[2048];
	size_t		 nout, sent;
	char		 line[1024];	/* of the head, or of a chunk's size */
	size_t		 nline;
	int		 status;
	bool		 retry_after, chunked;
	int64_t		 left;		/* bytes of the body or the chunk */
	enum body	 at;
};

static struct sockaddr_in	 house;
static const char		*token, *email, *password, *host;
static char			*plan[KINDS][PLAN_MAX];
static size_t			 nplan[KINDS];
static struct phase		 phases[PHASES_MAX];
static size_t			 nphases;
static struct conn		 conns[CONNS_MAX];
static struct conn		*idle[CONNS_MAX];
static size_t			 nidle, nconns, nbusy, told, published;
static int			 ep;

static int64_t
now(void)
{
	struct timespec	t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void
keep(float **list, size_t *n, size_t *room, double ms)
{
	if (*n == *room) {
		*room = *room == 0 ? 4096 : 2 * *room;
		*list = realloc(*list, *room * sizeof(**list));
		if (*list == NULL)
			exit(1);
	}
	(*list)[(*n)++] = (float)ms;
}

static void
wrong(struct conn *c, const char *what)
{
	c->phase->tally[c->kind].wrong++;
	if (told++ < TOLD_MAX)
		fprintf(stderr, "load: %s: %s (status %d): %.60s\n",
		    names[c->kind], what, c->status, c->out);
}

static void
drop(struct conn *c)
{
	if (c->fd != -1)
		close(c->fd);
	c->fd = -1;
}

static void
set_free(struct conn *c)
{
	c->busy = false;
	nbusy--;
	idle[nidle++] = c;
}

static void
done(struct conn *c)
{
	struct tally	*t = &c->phase->tally[c->kind];
	double		 ms = (double)(now() - c->due) / 1000;

	if (c->status >= 200 && c->status < 400)
		keep(&t->good, &t->ngood, &t->cgood, ms);
	else if (c->status == 503 && c->retry_after)
		keep(&t->refused, &t->nrefused, &t->crefused, ms);
	else
		wrong(c, "not what it should be");
	if (c->closes)
		drop(c);
	set_free(c);
}

static void
failed(struct conn *c, const char *what)
{
	wrong(c, what);
	drop(c);
	set_free(c);
}

/* ---------------------------------------------------------------- sending */

static void	start(struct conn *);

/* it may be that the house closed a connection that was idle just then */
static void
once_more(struct conn *c, const char *why)
{
	if (!c->reused || c->status != 0) {
		failed(c, why);
		return;
	}
	drop(c);
	start(c);
}

static void
post(struct conn *c, const char *path, const char *type, const char *body)
{
	c->nout = (size_t)snprintf(c->out, sizeof(c->out), "POST %s HTTP/1.1\r\n"
	    "Host: %s\r\nContent-Type: %s\r\nContent-Length: %zu\r\n%s%s%s"
	    "\r\n%s", path, host, type, strlen(body),
	    c->kind == WRITE ? "Authorization: Bearer " : "",
	    c->kind == WRITE ? token : "", c->kind == WRITE ? "\r\n" : "",
	    body);
}

static void
compose(struct conn *c)
{
	char	body[600];

	switch (c->kind) {
	case WRITE:
		snprintf(body, sizeof(body), "{\"kind\":\"toolkit\",\"title\":"
		    "\"Load %d %zu\",\"summary\":\"Written while many read.\","
		    "\"audience\":\"public\",\"status\":\"published\"}",
		    (int)getpid(), published++);
		post(c, "/api/v1/items", "application/json", body);
		return;
	case LOGIN:
		snprintf(body, sizeof(body), "email=%s&password=%s", email,
		    password);
		post(c, "/login", "application/x-www-form-urlencoded", body);
		return;
	case HEALTH:
	case READ:
	case SEARCH:
	case KINDS:
		c->nout = (size_t)snprintf(c->out, sizeof(c->out),
		    "GET %s HTTP/1.1\r\nHost: %s\r\nAccept-Encoding: gzip\r\n"
		    "\r\n", c->kind == HEALTH ? "/healthz" :
		    plan[c->kind][(size_t)lrand48() % nplan[c->kind]], host);
	}
}

static bool
join(struct conn *c)
{
	struct epoll_event	e = { .events = EPOLLIN | EPOLLOUT | EPOLLET |
				    EPOLLRDHUP, .data.ptr = c };
	int			one = 1;

	c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (c->fd == -1)
		return false;
	setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	if (connect(c->fd, (struct sockaddr *)&house, sizeof(house)) == -1 &&
	    errno != EINPROGRESS) {
		drop(c);
		return false;
	}
	epoll_ctl(ep, EPOLL_CTL_ADD, c->fd, &e);
	return true;
}

static void
push(struct conn *c)
{
	ssize_t	n;

	while (c->sent < c->nout) {
		n = send(c->fd, c->out + c->sent, c->nout - c->sent,
		    MSG_NOSIGNAL);
		if (n == -1 && (errno == EAGAIN || errno == ENOTCONN))
			return;
		if (n == -1) {
			once_more(c, strerror(errno));
			return;
		}
		c->sent += (size_t)n;
	}
}

static void
start(struct conn *c)
{
	c->sent = c->nline = 0;
	c->status = 0;
	c->retry_after = c->chunked = c->closes = false;
	c->left = 0;
	c->at = HEADERS;
	c->reused = c->fd != -1;
	if (c->fd == -1 && !join(c))
		failed(c, "no connection");
	else
		push(c);
}

static void
ask(struct phase *p, enum kind k, int64_t due)
{
	struct conn	*c;

	p->tally[k].sent++;
	if (nidle == 0 && nconns == CONNS_MAX) {
		p->tally[k].wrong++;
		if (told++ < TOLD_MAX)
			fprintf(stderr, "load: %d are on their way\n",
			    CONNS_MAX);
		return;
	}
	c = nidle > 0 ? idle[--nidle] : &conns[nconns++];
	if (c->phase == NULL)
		c->fd = -1;
	c->busy = true;
	nbusy++;
	c->kind = k;
	c->phase = p;
	c->due = due;
	compose(c);
	start(c);
}

/* -------------------------------------------------------------- receiving */

static void
head_line(struct conn *c)
{
	if (c->status == 0 && strncmp(c->line, "HTTP/1.1 ", 9) == 0)
		c->status = (int)strtol(c->line + 9, NULL, 10);
	else if (strncasecmp(c->line, "content-length:", 15) == 0)
		c->left = strtoll(c->line + 15, NULL, 10);
	else if (strncasecmp(c->line, "transfer-encoding: chunked", 26) == 0)
		c->chunked = true;
	else if (strncasecmp(c->line, "retry-after:", 12) == 0)
		c->retry_after = true;
	else if (strncasecmp(c->line, "connection: close", 17) == 0)
		c->closes = true;
}

/* a whole line has come; true when the answer is over */
static bool
line(struct conn *c)
{
	c->line[c->nline] = '\0';
	if (c->nline > 0 && c->line[c->nline - 1] == '\r')
		c->line[--c->nline] = '\0';
	switch (c->at) {
	case HEADERS:
		if (c->nline > 0) {
			head_line(c);
			break;
		}
		c->at = c->chunked ? CHUNK_SIZE : LENGTH;
		c->nline = 0;
		return !c->chunked && c->left == 0;
	case CHUNK_SIZE:
		c->left = strtoll(c->line, NULL, 16);
		c->at = c->left > 0 ? CHUNK : TRAILER;
		break;
	case CHUNK_END:
		c->at = CHUNK_SIZE;
		break;
	case TRAILER:
		if (c->nline == 0)
			return true;
		break;
	case LENGTH:
	case CHUNK:
		break;
	}
	c->nline = 0;
	return false;
}

/* true when the answer is over */
static bool
take(struct conn *c, const char *s, size_t n)
{
	size_t	part;

	while (n > 0) {
		if (c->at == LENGTH || c->at == CHUNK) {
			part = (int64_t)n < c->left ? n : (size_t)c->left;
			c->left -= (int64_t)part;
			s += part;
			n -= part;
			if (c->left == 0 && c->at == LENGTH)
				return true;
			if (c->left == 0)
				c->at = CHUNK_END;
			continue;
		}
		if (*s != '\n') {
			if (c->nline < sizeof(c->line) - 1)
				c->line[c->nline++] = *s;
		} else if (line(c)) {
			return true;
		}
		s++;
		n--;
	}
	return false;
}

static void
pull(struct conn *c)
{
	static char	bytes[256 << 10];
	ssize_t		n;

	while (c->fd != -1) {
		n = recv(c->fd, bytes, sizeof(bytes), 0);
		if (n == -1 && (errno == EAGAIN || errno == ENOTCONN))
			return;
		if (!c->busy) {		/* the house closes what is idle */
			drop(c);
			return;
		}
		if (n <= 0) {
			once_more(c, n == 0 ? "closed" : strerror(errno));
			return;
		}
		if (take(c, bytes, (size_t)n)) {
			done(c);
			return;
		}
	}
}

static void
look(int ms)
{
	struct epoll_event	events[256];
	struct conn		*c;
	int			 n = epoll_wait(ep, events, 256, ms);

	for (int i = 0; i < n; i++) {
		if ((c = events[i].data.ptr) == NULL)
			continue;	/* the timer */
		if (c->busy && c->fd != -1 && c->sent < c->nout)
			push(c);
		pull(c);
	}
}

static void
lose_patience(void)
{
	for (size_t i = 0; i < nconns; i++)
		if (conns[i].busy && now() - conns[i].due > PATIENCE_US)
			failed(&conns[i], "no answer");
}

/* ---------------------------------------------------------------- phases */

static enum kind
pick(void)
{
	double	x = drand48();

	return x < 0.80 ? READ : x < 0.95 ? SEARCH : WRITE;
}

static int64_t
gap(double rate)
{
	return (int64_t)(-log(1 - drand48()) / rate * 1e6);
}

static void
closed_loop(struct phase *p)
{
	while (now() < p->to) {
		while (nbusy < CLOSED_AT_ONCE)
			ask(p, pick(), now());
		look(10);
		lose_patience();
	}
}

static void
open_loop(struct phase *p, int timer)
{
	int64_t			 next = p->from + gap(p->rate);
	int64_t			 health = p->from, login = p->from;
	struct itimerspec	 at = { 0 };
	uint64_t		 ticks;

	while (now() < p->to) {
		for (; next <= now() && next < p->to; next += gap(p->rate))
			ask(p, pick(), next);
		for (; health <= now(); health += 200000)
			ask(p, HEALTH, health);
		for (; login <= now(); login += 1000000)
			ask(p, LOGIN, login);
		at.it_value.tv_sec = next / 1000000;
		at.it_value.tv_nsec = next % 1000000 * 1000;
		timerfd_settime(timer, TFD_TIMER_ABSTIME, &at, NULL);
		look(10);
		(void)!read(timer, &ticks, sizeof(ticks));
		lose_patience();
	}
}

static int
smaller(const void *a, const void *b)
{
	float	x = *(const float *)a, y = *(const float *)b;

	return x < y ? -1 : x > y;
}

static double
nth(float *list, size_t n, double share)
{
	if (n == 0)
		return 0;
	qsort(list, n, sizeof(*list), smaller);
	return (double)list[(size_t)((double)(n - 1) * share)];
}

static void
tell(void)
{
	for (size_t i = 0; i < nphases; i++)
		for (int k = 0; k < KINDS; k++) {
			struct tally	*t = &phases[i].tally[k];

			if (t->sent == 0)
				continue;
			printf("%zu %s %zu %zu %zu %zu %.1f %.1f %.1f\n",
			    i + 1, names[k], t->sent, t->ngood, t->nrefused,
			    t->wrong, nth(t->good, t->ngood, 0.5),
			    nth(t->good, t->ngood, 0.99),
			    nth(t->refused, t->nrefused, 0.99));
		}
}

static void
read_plan(void)
{
	char	 word[16], path[1500];
	size_t	 k;

	while (scanf("%15s %1499s", word, path) == 2) {
		k = strcmp(word, "read") == 0 ? READ : SEARCH;
		if (nplan[k] < PLAN_MAX)
			plan[k][nplan[k]++] = strdup(path);
	}
	if (nplan[READ] == 0 || nplan[SEARCH] == 0) {
		fputs("load: the plan is empty\n", stderr);
		exit(2);
	}
}

static void
read_phase(const char *word)
{
	struct phase	*p = &phases[nphases++];
	char		*end;

	p->rate = strtod(word, &end);
	p->to = *end == ':' ? (int64_t)(strtod(end + 1, NULL) * 1e6) : 0;
}

int
main(int argc, char **argv)
{
	struct rlimit		 files = { CONNS_MAX + 100, CONNS_MAX + 100 };
	struct epoll_event	 e = { .events = EPOLLIN };
	char			 address[64];
	int			 timer;

	if (argc < 6 || argc - 5 > PHASES_MAX || strchr(argv[1], ':') == NULL)
		return 2;
	host = argv[1];
	token = argv[2];
	email = argv[3];
	password = argv[4];
	snprintf(address, sizeof(address), "%.*s",
	    (int)strcspn(host, ":"), host);
	house.sin_family = AF_INET;
	house.sin_port = htons((uint16_t)strtol(strchr(host, ':') + 1, NULL,
	    10));
	inet_pton(AF_INET, address, &house.sin_addr);
	for (int i = 5; i < argc; i++)
		read_phase(argv[i]);
	read_plan();
	setrlimit(RLIMIT_NOFILE, &files);
	ep = epoll_create1(EPOLL_CLOEXEC);
	timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
	epoll_ctl(ep, EPOLL_CTL_ADD, timer, &e);
	srand48(1);
	for (size_t i = 0; i < nphases; i++) {
		phases[i].from = now();
		phases[i].to += phases[i].from;
		if (phases[i].rate > 0)
			open_loop(&phases[i], timer);
		else
			closed_loop(&phases[i]);
	}
	while (nbusy > 0) {
		look(100);
		lose_patience();
	}
	tell();
	return 0;
}
