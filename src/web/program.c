/*
 * program: the page for programmers, and the API's own description.
 */
#include "views/program.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/settings.h"
#include "web/api.h"
#include "web/page.h"
#include "web/problem.h"

#define OPENAPI_MAX	(1 << 20)

static enum status
read_all(int fd, struct buf *b)
{
	char	bytes[16384];
	ssize_t	n;

	while ((n = read(fd, bytes, sizeof(bytes))) > 0)
		buf_add(b, bytes, (size_t)n);
	return n == 0 && !b->failed && b->len > 0 ? ST_OK : ST_INTERNAL;
}

struct reply *
program_openapi(struct request *r)
{
	struct reply	*reply = reply_new(r, 200, "application/json");
	enum status	 st;
	int		 fd;

	fd = open(settings_at("assets/openapi.json"), O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return problem(r, ST_INTERNAL);
	st = read_all(fd, &reply->body);
	close(fd);
	if (st != ST_OK)
		return problem(r, st);
	reply_header(r, reply, "cache-control", "public, no-cache");
	reply_header(r, reply, "access-control-allow-origin", "*");
	return reply_etag_of_body(r, reply);
}

struct reply *
program_page(struct request *r)
{
	struct program_view	 v = { 0 };
	struct html		*h = reply_page(r);

	v.page = page_new(r, _("For programs"));
	v.base = settings.base_url;
	v.problems = problem_list(r, &v.nproblems);
	view_program(h, &v);
	return reply_html(r, 200, h);
}
