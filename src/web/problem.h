/*
 * problem: the only table from enum status to code, title and type. Answers as
 * a page, or as application/problem+json (RFC 9457) to the API.
 */
#ifndef CS_WEB_PROBLEM_H
#define CS_WEB_PROBLEM_H

#include "views/program.h"
#include "web/reply.h"

/* answers with r->fault (fields, sentence) under status st */
struct reply	*problem(struct request *, enum status st);
/* the same with a sentence of its own */
struct reply	*problem_because(struct request *, enum status st,
		    const char *detail);
/* the code of a status, for logs and tests */
int		 problem_code(enum status);
/* the status that stands for a code of nginx's own (413 → ST_TOO_LARGE) */
enum status	 problem_of_code(int code);
/* every type with its words, for the page that explains them */
const struct program_problem *problem_list(struct request *, size_t *n);

#endif
