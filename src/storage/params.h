/*
 * params: the arguments of a statement as libpq wants them. Part of db.c; the
 * letters are those of struct stmt (db.h).
 */
#ifndef CS_STORAGE_PARAMS_H
#define CS_STORAGE_PARAMS_H

#include <stdarg.h>

#include "storage/db.h"

#define PARAMS_NUMBER	32	/* bytes of a number as text */

/* texts and bytes are borrowed from the caller */
struct params {
	const char	*values[STMT_PARAMS_MAX];
	int		 lengths[STMT_PARAMS_MAX];
	int		 formats[STMT_PARAMS_MAX];
	char		 text[STMT_PARAMS_MAX][PARAMS_NUMBER];
	int		 n;
};

/* one argument a letter */
void	params_read(struct params *, const char *types, va_list *);

#endif
