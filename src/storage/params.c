/*
 * params: see params.h.
 */
#include "storage/params.h"

#include <assert.h>

static void
bytes_param(struct params *p, const void *bytes, size_t n)
{
	p->values[p->n] = bytes;
	p->lengths[p->n] = (int)n;
	p->formats[p->n] = 1;
}

static void
number_param(struct params *p, int64_t v, bool null_if_zero)
{
	if (v == 0 && null_if_zero)
		return;
	snprintf(p->text[p->n], PARAMS_NUMBER, "%lld", (long long)v);
	p->values[p->n] = p->text[p->n];
}

static void
one_param(struct params *p, char type, va_list *ap)
{
	const void	*bytes;

	switch (type) {
	case 't':
		p->values[p->n] = va_arg(*ap, const char *);
		break;
	case 'i':
		number_param(p, va_arg(*ap, int64_t), false);
		break;
	case 'n':
		number_param(p, va_arg(*ap, int64_t), true);
		break;
	case 'b':
		p->values[p->n] = va_arg(*ap, int) ? "t" : "f";
		break;
	case 'x':
		bytes = va_arg(*ap, const uint8_t *);
		bytes_param(p, bytes, bytes == NULL ? 0 : SHA256_LEN);
		break;
	case 'y':
		bytes = va_arg(*ap, const void *);
		bytes_param(p, bytes, va_arg(*ap, size_t));
		break;
	default:
		assert(!"unknown parameter type");
	}
	p->n++;
}

void
params_read(struct params *p, const char *types, va_list *ap)
{
	const char	*t;

	memset(p, 0, sizeof(*p));
	for (t = types; *t != '\0'; t++)
		one_param(p, *t, ap);
}
