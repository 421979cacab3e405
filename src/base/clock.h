/*
 * clock: points in time as RFC 3339 text and as seconds since 1970 UTC, and
 * local wall-clock times in IANA zones. The zone data is the system's, read by
 * libc: libical 3.0.16 has Fiji, Tehran, Gaza and others wrong after 2017. Using
 * a zone changes TZ of the process; nothing else here depends on it.
 */
#ifndef CS_CLOCK_H
#define CS_CLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CLOCK_TEXT	32

/* a wall-clock time without zone */
struct local {
	int	year, month, day, hour, minute, second;
};

int64_t	 clock_now(void);
/* of a clock that nobody sets, for how long something takes: from any start */
int64_t	 clock_steady_us(void);
int64_t	 clock_steady_ms(void);
/* "2027-03-09T21:00:00Z"; out holds CLOCK_TEXT bytes */
void	 clock_rfc3339(int64_t, char *out);
/* "Tue, 09 Mar 2027 21:00:00 GMT" (RFC 9110, 5.6.7); out as above */
void	 clock_http(int64_t, char *out);
/* date-time with Z or offset; false when it is none */
bool	 clock_parse_rfc3339(const char *, int64_t *);
/* "2027-03-10", "2027-03-10T09:00" or with seconds; ' ' counts as 'T' */
bool	 clock_parse_local(const char *, struct local *);
/* "2027-03-10T09:00" */
void	 clock_local_text(const struct local *, char *out);
bool	 clock_valid_date(int year, int month, int day);

bool	 clock_zone_known(const char *iana);
/* both below: a zone that is not known counts as UTC */
enum clock_gap { CLOCK_EXACT, CLOCK_SKIPPED, CLOCK_TWICE };
/* local time in a zone to UTC; SKIPPED: the zone jumps over it, *utc is then
 * the first moment after the jump; TWICE: the first of the two */
enum clock_gap clock_to_utc(const struct local *, const char *iana,
	    int64_t *utc);
void	 clock_to_local(int64_t utc, const char *iana, struct local *);
/* 0 = Sunday */
int	 clock_weekday(const struct local *);
int64_t	 clock_days(const struct local *);	/* since 1970-01-01 */

#endif
