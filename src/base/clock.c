#include <ctype.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/clock.h"

#define ZONES		"/usr/share/zoneinfo/"
#define ZONE_MAX	64	/* of a name, with NUL */
#define ZONES_KNOWN	16
#define DAY		86400
/* further from UTC than any zone: the true moment of a local time lies within
 * this distance of the same digits read as UTC */
#define ZONE_REACH	((int64_t)26 * 3600)
/* 0000-01-01 and 9999-12-31T23:59:59, the span of four-digit years */
#define TIME_FIRST	(-62167219200)
#define TIME_LAST	253402300799

int64_t
clock_now(void)
{
	return (int64_t)time(NULL);
}

int64_t
clock_steady_us(void)
{
	struct timespec	t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

int64_t
clock_steady_ms(void)
{
	return clock_steady_us() / 1000;
}

void
clock_rfc3339(int64_t t, char *out)
{
	struct tm	tm;
	time_t		when;

	when = t < TIME_FIRST ? TIME_FIRST : t > TIME_LAST ? TIME_LAST : t;
	gmtime_r(&when, &tm);
	snprintf(out, CLOCK_TEXT, "%04d-%02d-%02dT%02d:%02d:%02dZ",
	    (tm.tm_year + 1900) % 10000, tm.tm_mon + 1, tm.tm_mday,
	    tm.tm_hour, tm.tm_min, tm.tm_sec);
}

void
clock_http(int64_t t, char *out)
{
	static const char	*const months[] = { "Jan", "Feb", "Mar", "Apr",
				    "May", "Jun", "Jul", "Aug", "Sep", "Oct",
				    "Nov", "Dec" };
	static const char	*const days[] = { "Sun", "Mon", "Tue", "Wed",
				    "Thu", "Fri", "Sat" };
	struct tm		 tm;
	time_t			 when;

	when = t < TIME_FIRST ? TIME_FIRST : t > TIME_LAST ? TIME_LAST : t;
	gmtime_r(&when, &tm);
	snprintf(out, CLOCK_TEXT, "%s, %02d %s %04d %02d:%02d:%02d GMT",
	    days[tm.tm_wday], tm.tm_mday, months[tm.tm_mon],
	    (tm.tm_year + 1900) % 10000, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

static int64_t
as_if_utc(const struct local *l)
{
	struct tm	tm = {
		.tm_year = l->year - 1900, .tm_mon = l->month - 1,
		.tm_mday = l->day, .tm_hour = l->hour, .tm_min = l->minute,
		.tm_sec = l->second
	};

	return (int64_t)timegm(&tm);
}

/* exactly n digits, no greater than most; moves on */
static bool
digits(const char **s, int n, int most, int *out)
{
	*out = 0;
	for (; n > 0; n--, (*s)++) {
		if (!isdigit((unsigned char)**s))
			return false;
		*out = *out * 10 + (**s - '0');
	}
	return *out <= most;
}

static bool
one(const char **s, char c)
{
	if (**s != c)
		return false;
	(*s)++;
	return true;
}

bool
clock_valid_date(int year, int month, int day)
{
	static const int	days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30,
				    31, 30, 31 };
	bool			leap;

	if (year < 0 || year > 9999 || month < 1 || month > 12 || day < 1)
		return false;
	leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return day <= days[month - 1] + (leap && month == 2);
}

static bool
parse_date(const char **s, struct local *l)
{
	return digits(s, 4, 9999, &l->year) && one(s, '-') &&
	    digits(s, 2, 12, &l->month) && one(s, '-') &&
	    digits(s, 2, 31, &l->day) &&
	    clock_valid_date(l->year, l->month, l->day);
}

static bool
parse_zone(const char **s, int *offset)
{
	int	hours, minutes, sign = **s == '-' ? -1 : 1;

	*offset = 0;
	if (one(s, 'Z') || one(s, 'z'))
		return true;
	if (!one(s, '+') && !one(s, '-'))
		return false;
	if (!digits(s, 2, 23, &hours) || !one(s, ':') ||
	    !digits(s, 2, 59, &minutes))
		return false;
	*offset = sign * (hours * 3600 + minutes * 60);
	return true;
}

/* RFC 3339, 5.6. A leap second counts as the second after it. */
bool
clock_parse_rfc3339(const char *s, int64_t *out)
{
	struct local	l;
	int		offset;

	if (!parse_date(&s, &l))
		return false;
	if (!one(&s, 'T') && !one(&s, 't') && !one(&s, ' '))
		return false;
	if (!digits(&s, 2, 23, &l.hour) || !one(&s, ':') ||
	    !digits(&s, 2, 59, &l.minute) || !one(&s, ':') ||
	    !digits(&s, 2, 60, &l.second))
		return false;
	if (one(&s, '.')) {
		if (!isdigit((unsigned char)*s))
			return false;
		while (isdigit((unsigned char)*s))
			s++;
	}
	if (!parse_zone(&s, &offset) || *s != '\0')
		return false;
	*out = as_if_utc(&l) - offset;
	return true;
}

bool
clock_parse_local(const char *s, struct local *l)
{
	*l = (struct local){ 0 };
	if (!parse_date(&s, l))
		return false;
	if (*s == '\0')
		return true;
	if (!one(&s, 'T') && !one(&s, ' '))
		return false;
	if (!digits(&s, 2, 23, &l->hour) || !one(&s, ':') ||
	    !digits(&s, 2, 59, &l->minute))
		return false;
	if (one(&s, ':') && !digits(&s, 2, 59, &l->second))
		return false;
	return *s == '\0';
}

void
clock_local_text(const struct local *l, char *out)
{
	snprintf(out, CLOCK_TEXT, "%04d-%02d-%02dT%02d:%02d", l->year,
	    l->month, l->day, l->hour, l->minute);
}

/* a name of the zone database, and no way out of its folder */
static bool
zone_name(const char *s)
{
	static const char	allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "abcdefghijklmnopqrstuvwxyz0123456789_+-/";
	size_t			n = strlen(s);

	return n > 0 && n < ZONE_MAX && strspn(s, allowed) == n &&
	    isupper((unsigned char)s[0]) && s[n - 1] != '/';
}

static bool
is_zone_file(const char *iana)
{
	char	path[sizeof(ZONES) + 64], magic[4];
	ssize_t	n;
	int	fd;

	snprintf(path, sizeof(path), ZONES "%s", iana);
	if ((fd = open(path, O_RDONLY | O_CLOEXEC)) == -1)
		return false;
	n = read(fd, magic, sizeof(magic));
	close(fd);
	return n == 4 && memcmp(magic, "TZif", 4) == 0;
}

/* a feed asks for a few zones thousands of times: those found stay known */
bool
clock_zone_known(const char *iana)
{
	static char	known[ZONES_KNOWN][ZONE_MAX];
	static size_t	next;
	size_t		i;

	if (!zone_name(iana))
		return false;
	for (i = 0; i < ZONES_KNOWN; i++)
		if (strcmp(known[i], iana) == 0)
			return true;
	if (!is_zone_file(iana))
		return false;
	snprintf(known[next++ % ZONES_KNOWN], ZONE_MAX, "%s", iana);
	return true;
}

/* tzset() reads a file only when TZ has changed since the last call */
static void
use_zone(const char *iana)
{
	const char	*now = getenv("TZ");

	if (!zone_name(iana))
		iana = "UTC";
	if (now == NULL || strcmp(now, iana) != 0)
		setenv("TZ", iana, 1);
	tzset();
}

static int64_t
offset_at(int64_t utc)
{
	struct tm	tm;
	time_t		when = (time_t)utc;

	if (localtime_r(&when, &tm) == NULL)
		return 0;
	return tm.tm_gmtoff;
}

/* the first second after `from` whose offset differs from the one there */
static int64_t
next_change(int64_t from, int64_t to)
{
	int64_t	before = offset_at(from), middle;

	while (to - from > 1) {
		middle = from + (to - from) / 2;
		if (offset_at(middle) == before)
			from = middle;
		else
			to = middle;
	}
	return to;
}

enum clock_gap
clock_to_utc(const struct local *l, const char *iana, int64_t *utc)
{
	int64_t	digits_utc = as_if_utc(l), early, late;
	bool	early_fits, late_fits;

	use_zone(iana);
	early = digits_utc - offset_at(digits_utc - ZONE_REACH);
	late = digits_utc - offset_at(digits_utc + ZONE_REACH);
	early_fits = early + offset_at(early) == digits_utc;
	late_fits = late + offset_at(late) == digits_utc;
	if (!early_fits && !late_fits) {
		*utc = next_change(digits_utc - ZONE_REACH,
		    digits_utc + ZONE_REACH);
		return CLOCK_SKIPPED;
	}
	if (early_fits && late_fits && early != late) {
		*utc = early < late ? early : late;
		return CLOCK_TWICE;
	}
	*utc = early_fits ? early : late;
	return CLOCK_EXACT;
}

void
clock_to_local(int64_t utc, const char *iana, struct local *l)
{
	struct tm	tm = { 0 };
	time_t		when = (time_t)utc;

	use_zone(iana);
	localtime_r(&when, &tm);
	*l = (struct local){
		.year = tm.tm_year + 1900, .month = tm.tm_mon + 1,
		.day = tm.tm_mday, .hour = tm.tm_hour, .minute = tm.tm_min,
		.second = tm.tm_sec
	};
}

int64_t
clock_days(const struct local *l)
{
	struct local	date = { l->year, l->month, l->day, 0, 0, 0 };

	return as_if_utc(&date) / DAY;
}

int
clock_weekday(const struct local *l)
{
	/* 1970-01-01 was a Thursday */
	return (int)(((clock_days(l) + 4) % 7 + 7) % 7);
}
