/*
 * sample: see sample.h.
 */
#include "domain/sample.h"

#include <ctype.h>

#define DAYS_MAX	4000

/* Monday is 0; -1: none of them */
static int
weekday_of(const char *s)
{
	static const char *const names[] = { "mon", "tue", "wed", "thu", "fri",
	    "sat", "sun" };

	for (int i = 0; i < 7; i++)
		if (strncmp(names[i], s, 3) == 0)
			return i;
	return -1;
}

static bool
read_days(const char **s, long *days)
{
	char	*end;

	if (**s != '+' && **s != '-')
		return false;
	if (!isdigit((unsigned char)(*s)[1]))
		return false;
	*days = strtol(*s, &end, 10);
	if (*end != 'd' || *days > DAYS_MAX || *days < -DAYS_MAX)
		return false;
	*s = end + 1;
	return true;
}

/* " 09:00"; nothing at all is midnight */
static bool
read_time(const char *s, struct local *out)
{
	struct local	l;
	char		text[32];

	if (*s == '\0')
		return true;
	if (*s != ' ' || strlen(s) != 6)
		return false;
	snprintf(text, sizeof(text), "2000-01-01T%s", s + 1);
	if (!clock_parse_local(text, &l))
		return false;
	out->hour = l.hour;
	out->minute = l.minute;
	return true;
}

bool
sample_when(const char *s, const struct local *today, struct local *out)
{
	struct local	at;
	long		days;
	int		want;

	if (!read_days(&s, &days))
		return false;
	clock_to_local((clock_days(today) + days) * 86400, "UTC", &at);
	if (s[0] == ' ' && isalpha((unsigned char)s[1])) {
		if ((want = weekday_of(s + 1)) < 0)
			return false;
		days = clock_days(&at) + want - (clock_weekday(&at) + 6) % 7;
		clock_to_local(days * 86400, "UTC", &at);
		s += 4;
	}
	*out = at;
	out->hour = out->minute = out->second = 0;
	return read_time(s, out);
}
