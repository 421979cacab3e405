#include "views/words.h"

#include <libintl.h>

#define _(s)		gettext(s)
#define SLOW_BYTES	8000	/* a second, at 64 kbit/s */
#define SMALL		1000000

const char *
words_size(struct arena *a, int64_t bytes, const char *lang)
{
	static const char	*const en[] = { "KB", "MB", "GB" };
	static const char	*const fr[] = { "Ko", "Mo", "Go" };
	const int		 french = strcmp(lang, "fr") == 0;
	int64_t			 tenths;
	size_t			 unit = 0;

	if (bytes < 1000)
		return arena_printf(a, french ? "%d octets" : "%d bytes",
		    (int)bytes);
	tenths = (bytes + 50) / 100;
	while (tenths >= 10000 && unit < 2) {
		tenths = (tenths + 500) / 1000;
		unit++;
	}
	/* a tenth says something about small numbers only */
	if (unit == 0 || tenths >= 100 || tenths % 10 == 0)
		return arena_printf(a, "%lld %s",
		    (long long)((tenths + 5) / 10), french ? fr[unit] :
		    en[unit]);
	return arena_printf(a, "%lld%c%lld %s", (long long)(tenths / 10),
	    french ? ',' : '.', (long long)(tenths % 10), french ? fr[unit] :
	    en[unit]);
}

const char *
words_slow(struct arena *a, int64_t bytes)
{
	int64_t	minutes = (bytes / SLOW_BYTES + 30) / 60;

	if (bytes <= SMALL)
		return NULL;
	if (minutes < 100)
		return arena_printf(a, _("about %d min on a slow line"),
		    (int)minutes);
	return arena_printf(a, _("about %d h on a slow line"),
	    (int)((minutes + 30) / 60));
}
