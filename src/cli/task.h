/*
 * task: commands with a second word ("org add"), and one unit of work of
 * theirs as cs_worker.
 */
#ifndef CS_CLI_TASK_H
#define CS_CLI_TASK_H

#include <jansson.h>

#include "cli/cli.h"
#include "storage/db.h"

struct task {
	const char	*name;
	int		(*run)(int argc, char **argv);
};

/* runs the task that argv[1] names, with argv[0] still the command's name, so
 * that options_parse and misuse speak of it */
int		 task_dispatch(int argc, char **argv, const struct task *);

struct work {
	struct arena	*arena;
	struct db	*db;
};
/* begins; ST_UNAVAILABLE when the database does not answer */
enum status	 work_begin(struct work *, enum db_mode);
/* ends (commits if st is ST_OK) and closes; the status of the whole */
enum status	 work_end(struct work *, enum status st);
/* what refuse() says for a status that the command has no sentence for */
int		 refuse_status(enum status);

/* prints the list and takes its reference */
int		 print_json(json_t *);
/* RFC 3339, or JSON null for 0 */
json_t		*json_moment(int64_t);

#endif
