/* Stands in for the web floor while it is being written. */
#include <sys/prctl.h>
#include <signal.h>
#include <kore/kore.h>
#include <kore/http.h>

int kore_request(struct http_request *);
void kore_worker_configure(void);

void
kore_worker_configure(void)
{
	prctl(PR_SET_PDEATHSIG, SIGTERM);
}

int
kore_request(struct http_request *req)
{
	char		 out[4000] = "", line[600];
	struct http_header *h;
	int n = 0;

	TAILQ_FOREACH(h, &req->req_headers, list) {
		snprintf(line, sizeof(line), "%s: %s\n", h->header, h->value);
		if (strlen(out) + strlen(line) < sizeof(out) - 100)
			memcpy(out + strlen(out), line, strlen(line) + 1);
		n++;
	}
	snprintf(line, sizeof(line), "%d headers, path %s\n", n, req->path);
	memcpy(out + strlen(out), line, strlen(line) + 1);
	http_response_header(req, "content-type", "text/plain");
	if (!strcmp(req->path, "/internal/admit"))
		http_response(req, 200, NULL, 0);
	else
		http_response(req, !strcmp(req->path, "/internal/problem") ? 404 : 200, out, strlen(out));
	return (KORE_RESULT_OK);
}
