#include "base/status.h"

void
fault_field(struct fault *f, const char *field, const char *detail)
{
	f->status = ST_INVALID;
	if (f->nfields == FAULT_MAX)
		return;
	f->fields[f->nfields].field = field;
	f->fields[f->nfields].detail = detail;
	f->nfields++;
}

const char *
fault_of(const struct fault *f, const char *field)
{
	size_t	i;

	for (i = 0; i < f->nfields; i++)
		if (strcmp(f->fields[i].field, field) == 0)
			return f->fields[i].detail;
	return NULL;
}

enum status
fault_set(struct fault *f, enum status status, const char *detail)
{
	f->status = status;
	f->detail = detail;
	return status;
}
