/*
 * table: see table.h.
 */
#include "cli/table.h"

#include <assert.h>
#include <stdio.h>

#include "base/utf8.h"
#include "cli/task.h"

#define CELL_MAX	1024

static void
cell(const json_t *row, const struct column *c, char out[CELL_MAX])
{
	const json_t	*v = json_object_get(row, c->member);

	out[0] = '\0';
	if (json_is_string(v))
		snprintf(out, CELL_MAX, "%s", json_string_value(v));
	else if (json_is_integer(v))
		snprintf(out, CELL_MAX, "%lld", (long long)
		    json_integer_value(v));
	else if (json_is_true(v) && c->when_true != NULL)
		snprintf(out, CELL_MAX, "%s", c->when_true);
}

static void
measure(const json_t *rows, const struct column *columns,
    size_t width[COLUMNS_MAX])
{
	char	text[CELL_MAX];
	json_t	*row;
	size_t	 i, c, n;

	json_array_foreach((json_t *)(uintptr_t)rows, i, row)
		for (c = 0; columns[c].member != NULL; c++) {
			assert(c < COLUMNS_MAX);
			cell(row, &columns[c], text);
			if ((n = utf8_count(text)) > width[c])
				width[c] = n;
		}
}

/* spaces are printed in front of the next text, so that no line ends with some */
static void
print_row(const json_t *row, const struct column *columns,
    const size_t width[COLUMNS_MAX])
{
	char	text[CELL_MAX];
	size_t	c, n, owed = 0;

	for (c = 0; columns[c].member != NULL; c++) {
		cell(row, &columns[c], text);
		n = utf8_count(text);
		if (n > 0) {
			printf("%*s%s", (int)owed, "", text);
			owed = 0;
		}
		if (width[c] > 0)
			owed += width[c] - n + 2;
	}
	putchar('\n');
}

int
table_print(json_t *rows, const struct column *columns, bool json)
{
	size_t	width[COLUMNS_MAX] = { 0 }, i;
	json_t	*row;

	if (json)
		return print_json(rows);
	measure(rows, columns, width);
	json_array_foreach(rows, i, row)
		print_row(row, columns, width);
	json_decref(rows);
	return EXIT_DONE;
}
