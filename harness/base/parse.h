/* parse.h -- numbers, durations and names as people write them, each accepted whole or not at all.
 */
#ifndef AC_BASE_PARSE_H
#define AC_BASE_PARSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The longest duration accepted, 100 years; so that sums of two never overflow. */
#define AC_DURATION_MAX_NS ((uint64_t)100 * 365 * 86400 * 1000000000)

/* A whole decimal number from `min` to `max`: digits and nothing else. */
bool ac_parse_number(const char *text, uint64_t min, uint64_t max, uint64_t *number);

/* A duration as people write it, and as hyperfine, Python, Node, Go, vegeta, bash's time, ping and this
 * program print it, in `length` bytes of text:
 *
 *  - a number with a unit, ns, us, ms, s, m or h, as in 250us, 1.5s or 0.012780343000000001s; us also with
 *    either letter mu. A number may have an exponent, 1e-05s, and spaces before its unit, 79.8 us.
 *  - or several, largest unit first, of which only the last may have a fraction: 1h2m3.5s.
 *
 * Spaces and tabs around it do not count. Rounded to the nearest ns, a half up; at most AC_DURATION_MAX_NS.
 */
bool ac_parse_duration(const char *text, size_t length, uint64_t *duration_ns);

/* Why a text is no duration, as in "has no unit"; NULL: it is one. */
const char *ac_duration_fault(const char *text, size_t length);

/* The name in the list (ends with NULL) that was likely meant by `text`: its beginning, or only a few letters
 * wrong, missing, too many or swapped. NULL: none. */
const char *ac_nearest(const char *text, const char *const *names);

#endif
