/* days and times as people and programs write them: what is read is a day
 * that exists, and writes itself as something that reads the same */
#include "fuzz.h"

#include <string.h>

#include "base/clock.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const char *const	 zones[] = { "UTC", "Europe/Paris",
		"Pacific/Apia", "America/St_Johns" };
	char				 s[64], again[64];
	struct local			 l, back;
	int64_t				 utc, utc2;

	if (n == 0 || n >= sizeof(s))
		return 0;
	memcpy(s, data, n);
	s[n] = '\0';
	if (clock_parse_local(s, &l)) {
		assert(clock_valid_date(l.year, l.month, l.day));
		assert(clock_weekday(&l) >= 0 && clock_weekday(&l) <= 7);
		clock_local_text(&l, again);
		l.second = 0;	/* people write no seconds */
		assert(clock_parse_local(again, &back));
		assert(memcmp(&l, &back, sizeof(l)) == 0);
		clock_to_utc(&l, zones[data[0] % 4], &utc);
		clock_to_local(utc, zones[data[0] % 4], &back);
	}
	if (clock_parse_rfc3339(s, &utc)) {
		clock_rfc3339(utc, again);
		assert(clock_parse_rfc3339(again, &utc2) && utc == utc2);
	}
	clock_zone_known(s);
	return 0;
}
