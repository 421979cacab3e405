/*
 * What people write becomes HTML of a few elements and one attribute that
 * matters. The judge is a reader of tags of its own, strict as no browser is.
 */
#include "fuzz.h"

#include <ctype.h>
#include <string.h>

#include "base/utf8.h"
#include "views/markdown.h"

static bool
one_of(const char *s, size_t n, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strlen(*list) == n && memcmp(*list, s, n) == 0)
			return true;
	return false;
}

static const char *const	 elements[] = { "p", "h2", "h3", "h4", "h5",
	"h6", "ul", "ol", "li", "em", "strong", "a", "code", "pre", "br", "hr",
	"blockquote", NULL };
static const char *const	 attributes[] = { "href", "rel", "start",
	"class", NULL };

static bool
good_address(const char *s, size_t n)
{
	static const char *const	 starts[] = { "http://", "https://",
		"mailto:", "webcal://", "/", "#", "?", NULL };

	for (const char *const *w = starts; *w != NULL; w++)
		if (n >= strlen(*w) && strncasecmp(s, *w, strlen(*w)) == 0)
			return n < 2 || s[0] != '/' || s[1] != '/';
	return false;
}

/* behind the name of the element; where the tag ends */
static const char *
check_attributes(const char *s)
{
	while (*s != '>') {
		const char	*name, *value;
		size_t		 n;

		s += strspn(s, " ");
		if (s[0] == '/' && s[1] == '>')
			return s + 1;
		name = s;
		n = strspn(s, "abcdefghijklmnopqrstuvwxyz-");
		assert(one_of(name, n, attributes));
		s += n;
		assert(s[0] == '=' && s[1] == '"');
		value = s + 2;
		s = strchr(value, '"');
		assert(s != NULL && memchr(value, '<', (size_t)(s - value)) ==
		    NULL);
		if (n == 4 && memcmp(name, "href", 4) == 0)
			assert(good_address(value, (size_t)(s - value)));
		s++;
	}
	return s;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena	*a = arena_new(FUZZ_ARENA);
	const char	*in = arena_strndup(a, (const char *)data, n);
	const char	*s = markdown_html(a, in).html;

	assert(utf8_valid(s, strlen(s)));
	for (; *s != '\0'; s++) {
		size_t	 len;

		if (*s == '>')
			assert(!"a lone sign");
		if (*s != '<')
			continue;
		s += 1 + (s[1] == '/');
		len = strspn(s, "abcdefghijklmnopqrstuvwxyz123456");
		assert(one_of(s, len, elements));
		s = check_attributes(s + len);
	}
	arena_free(a);
	return 0;
}
