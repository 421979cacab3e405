/*
 * render: a file of conf/ with @NAME@ replaced, written into the house.
 */
#ifndef CS_RENDER_H
#define CS_RENDER_H

struct render_value {
	const char	*name;		/* without the @; NULL ends the list */
	const char	*value;
};

/*
 * template: name in conf/; out: path in the house. @HOME@, @ROOT@ and @BUILD@
 * are always known. NULL, or a sentence (valid until the next call).
 */
const char	*render(const char *template, const char *out,
		    const struct render_value *);

#endif
