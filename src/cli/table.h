/*
 * table: a list of results, as columns for people or as JSON for programs. The
 * rows are built once, as JSON; a table says which members are its columns.
 */
#ifndef CS_CLI_TABLE_H
#define CS_CLI_TABLE_H

#include <jansson.h>
#include <stdbool.h>

struct column {
	const char	*member;	/* text, number, or null for nothing */
	const char	*when_true;	/* of a boolean: what it says then */
};

#define COLUMNS_MAX	8

/*
 * Prints an array of objects and takes its reference: each row on a line, the
 * columns as wide as their widest text, without a heading; or all of it as
 * JSON. columns ends with a NULL member. Returns EXIT_DONE.
 */
int	table_print(json_t *rows, const struct column *columns, bool json);

#endif
