/*
 * render: see render.h.
 */
#include "cli/render.h"

#include <ctype.h>
#include <errno.h>

#include "base/buf.h"
#include "base/settings.h"
#include "cli/cli.h"

#define LINE_MAX_	4096
#define OUT_MAX		(256 << 10)

static char sentence[1200];

static const char *
value_of(const struct render_value *values, const char *name, size_t len)
{
	const struct render_value	house[] = {
		{ "HOME", settings.home }, { "ROOT", settings.root },
		{ "BUILD", cli_build() }, { NULL, NULL } };

	for (; values->name != NULL; values++)
		if (strlen(values->name) == len &&
		    strncmp(values->name, name, len) == 0)
			return values->value;
	for (values = house; values->name != NULL; values++)
		if (strlen(values->name) == len &&
		    strncmp(values->name, name, len) == 0)
			return values->value;
	return NULL;
}

/* length of NAME when p is at @NAME@, else 0: mail addresses stay */
static size_t
name_length(const char *p)
{
	size_t	n = 0;

	while (isupper((unsigned char)p[n + 1]) || p[n + 1] == '_')
		n++;
	return n > 0 && p[n + 1] == '@' ? n : 0;
}

static const char *
one_line(struct buf *out, const char *line, const struct render_value *values)
{
	const char	*value;
	size_t		 n;

	while (*line != '\0') {
		if (*line != '@' || (n = name_length(line)) == 0) {
			buf_putc(out, *line++);
			continue;
		}
		if ((value = value_of(values, line + 1, n)) == NULL)
			return "has a @NAME@ that nobody fills in";
		buf_puts(out, value);
		line += n + 2;
	}
	return NULL;
}

static const char *
fill(FILE *in, struct buf *out, const struct render_value *values)
{
	char		 line[LINE_MAX_];
	const char	*why = NULL;

	while (why == NULL && fgets(line, sizeof(line), in) != NULL)
		why = one_line(out, line, values);
	return why != NULL ? why : out->failed ? "is too long" : NULL;
}

static const char *
store(const char *path, const struct buf *text)
{
	FILE	*out = fopen(path, "we");
	int	 bad;

	if (out == NULL)
		return strerror(errno);
	bad = fwrite(text->data, 1, text->len, out) != text->len;
	bad |= fclose(out) != 0;
	return bad ? "can't be written" : NULL;
}

const char *
render(const char *template, const char *out, const struct render_value *values)
{
	char		 path[512];
	const char	*why;
	struct buf	 text;
	FILE		*in;

	snprintf(path, sizeof(path), "%s/conf/%s", settings.root, template);
	if ((in = fopen(path, "re")) == NULL) {
		snprintf(sentence, sizeof(sentence), "%s: %s", path,
		    strerror(errno));
		return sentence;
	}
	buf_init(&text, OUT_MAX);
	if ((why = fill(in, &text, values)) == NULL &&
	    (why = store(settings_path(out), &text)) != NULL)
		snprintf(path, sizeof(path), "%s", settings_path(out));
	fclose(in);
	buf_free(&text);
	if (why == NULL)
		return NULL;
	snprintf(sentence, sizeof(sentence), "%s %s", path, why);
	return sentence;
}
