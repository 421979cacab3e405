#include <fcntl.h>
#include <stdarg.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/utf8.h"

static int		 fd = STDERR_FILENO;
static char		 prog[32] = "commonshelf";
static char		 request[64];
static enum log_level	 least = LOG_LEVEL_INFO;

void
log_open(const char *program)
{
	int	own;

	snprintf(prog, sizeof(prog), "%s", program);
	if (fd == STDERR_FILENO &&
	    (own = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 10)) != -1)
		fd = own;
}

void
log_level(enum log_level level)
{
	least = level;
}

void
log_request(const char *id)
{
	snprintf(request, sizeof(request), "%s", id == NULL ? "" : id);
}

/* escapes what would break the line or be taken for another field */
static void
put_value(struct buf *b, const char *s, size_t room)
{
	const char	*end;
	uint32_t	 cp;

	if (!utf8_valid(s, strlen(s))) {
		for (; *s != '\0' && b->len < room; s++)
			if (*s >= ' ' && *s < 0x7f && *s != '"' && *s != '\\')
				buf_putc(b, *s);
			else
				buf_printf(b, "\\x%02x", (unsigned char)*s);
		return;
	}
	for (end = s; (cp = utf8_next(&end)) != 0 && b->len < room; s = end)
		if (cp == '"' || cp == '\\')
			buf_printf(b, "\\%c", (char)cp);
		else if (cp == '\n')
			buf_puts(b, "\\n");
		else if (utf8_is_control(cp))
			buf_printf(b, "\\u%04x", cp);
		else
			buf_add(b, s, (size_t)(end - s));
}

static void
compose(struct buf *b, enum log_level level, const char *what,
    const char *message)
{
	static const char *const	names[] = { "error", "warn", "info",
					    "debug" };
	char				when[CLOCK_TEXT];

	clock_rfc3339(clock_now(), when);
	buf_printf(b, "time=%s level=%s prog=%s pid=%d", when, names[level],
	    prog, (int)getpid());
	if (request[0] != '\0') {
		buf_puts(b, " rid=\"");
		put_value(b, request, LOG_LINE_MAX / 4);
		buf_puts(b, "\"");
	}
	buf_printf(b, " what=%.64s msg=\"", what);
	/* 12 bytes: the longest escape, quote and newline */
	put_value(b, message, LOG_LINE_MAX - 12);
	buf_puts(b, "\"\n");
}

void
log_line(enum log_level level, const char *what, const char *fmt, ...)
{
	char		message[LOG_LINE_MAX];
	struct buf	b;
	va_list		ap;
	ssize_t		n;

	if (level > least)
		return;
	va_start(ap, fmt);
	vsnprintf(message, sizeof(message), fmt, ap);
	va_end(ap);
	/* a message cut inside a character must not count as broken text */
	message[utf8_cut(message, sizeof(message) - 5)] = '\0';
	buf_init(&b, LOG_LINE_MAX);
	compose(&b, level, what, message);
	n = write(fd, b.data, b.len);
	(void)n;		/* nowhere left to complain */
	buf_free(&b);
}
