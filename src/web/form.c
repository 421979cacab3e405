/*
 * form: see form.h.
 */
#include "web/form.h"

#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "web/request.h"

static enum status
add_field(struct request *r, const struct part *p)
{
	struct pair	*pair = &r->form.fields.pairs[r->form.fields.n];
	const char	*value = r->body + p->offset;

	if (p->length > FORM_FIELD_MAX)
		return ST_TOO_LARGE;
	if (!utf8_valid(value, p->length))	/* names are checked */
		return ST_MALFORMED;
	pair->name = p->name;
	pair->value = arena_strndup(r->arena, value, p->length);
	r->form.fields.n++;
	return ST_OK;
}

static enum status
read_multipart(struct request *r, const char *boundary)
{
	struct multipart	 m;
	enum status		 st;
	size_t			 i;

	st = multipart_parse(r->arena, r->body, r->body_len, boundary, &m);
	if (st != ST_OK)
		return st;
	r->form.fields.pairs = arena_array(r->arena, struct pair, m.n + 1);
	r->form.files = arena_array(r->arena, struct part, m.n + 1);
	for (i = 0; i < m.n; i++) {
		if (m.parts[i].filename == NULL) {
			if ((st = add_field(r, &m.parts[i])) != ST_OK)
				return st;
		} else if (*m.parts[i].filename != '\0') {
			/* browsers send an empty part for no choice */
			r->form.files[r->form.nfiles++] = m.parts[i];
		}
	}
	return ST_OK;
}

enum status
form_read(struct request *r)
{
	const char	*type = r->content_type, *boundary;
	enum status	 st;

	memset(&r->form, 0, sizeof(r->form));
	if (r->body_file == NULL)
		return ST_OK;
	if (type == NULL)
		return ST_UNSUPPORTED;
	if (strncasecmp(type, "application/x-www-form-urlencoded", 33) == 0) {
		if ((st = request_body(r, 1 << 20)) != ST_OK)
			return st;
		return query_parse(r->arena, r->body, r->body_len,
		    &r->form.fields);
	}
	boundary = multipart_boundary(r->arena, type);
	if (boundary == NULL)
		return ST_UNSUPPORTED;
	if ((st = request_body(r, UINT64_MAX)) != ST_OK)
		return st;
	return read_multipart(r, boundary);
}

const char *
form_text(struct request *r, const char *name)
{
	const char	*v = query_get(&r->form.fields, name);
	char		*out, *o;

	if (v == NULL)
		return "";
	while (*v == ' ' || *v == '\t' || *v == '\r' || *v == '\n')
		v++;
	out = o = arena_alloc(r->arena, strlen(v) + 1);
	for (; *v != '\0'; v++)
		if (*v != '\r')
			*o++ = *v;
	while (o > out && (o[-1] == ' ' || o[-1] == '\t' || o[-1] == '\n'))
		o--;
	*o = '\0';
	return out;
}
