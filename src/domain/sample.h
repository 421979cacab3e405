/*
 * sample: times in the sample library, counted from the day of loading.
 */
#ifndef CS_DOMAIN_SAMPLE_H
#define CS_DOMAIN_SAMPLE_H

#include <stdbool.h>

#include "base/clock.h"

/*
 * "-120d", "+45d tue", "+45d tue 09:00": so many days from today; with a day
 * of the week, that day of the same week (Monday begins it). Without a time of
 * day it is midnight. false when the text is none of these.
 */
bool	sample_when(const char *, const struct local *today, struct local *out);

#endif
