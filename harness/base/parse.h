/* parse.h -- numbers, durations and names as people write them, each accepted whole or not at all.
 */
#ifndef AC_BASE_PARSE_H
#define AC_BASE_PARSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The longest duration accepted: 100 years, so that the sum of two never overflows. */
#define AC_DURATION_MAX_NS ((uint64_t)100 * 365 * 86400 * 1000000000)

/* Reads a whole decimal number from `min` to `max`: digits and nothing else. */
bool ac_parse_number(const char *text, uint64_t min, uint64_t max, uint64_t *number);

/* Reads a whole decimal number from `min` to `max` in the first `length` bytes of a text. */
bool ac_parse_digits(const char *text, size_t length, uint64_t min, uint64_t max, uint64_t *number);

/* Reads a duration in `length` bytes of text, as people write it, and as hyperfine, Python, Node,
 * Go, vegeta, bash's time, ping and this program print it:
 *
 *  - a number with a unit, ns, us, ms, s, m or h: 250us, 1.5s, 0.012780343000000001s. us may have
 *    either letter mu. A number may have an exponent, 1e-05s, and spaces before its unit, 79.8 us.
 *  - several numbers with units, largest unit first: 1h2m3.5s. Only the last may have a fraction.
 *
 * Spaces and tabs around the duration are skipped. It is rounded to the nearest ns, a half up, and
 * is at most AC_DURATION_MAX_NS. */
bool ac_parse_duration(const char *text, size_t length, uint64_t *duration_ns);

/* Why a text is no duration, as in "has no unit". NULL: the text is a duration. */
const char *ac_duration_fault(const char *text, size_t length);

/* The name in the list (ends with NULL) that `text` likely means: `text` is its beginning, or has
 * only a few letters wrong, missing, too many or swapped. NULL: none. */
const char *ac_nearest(const char *text, const char *const *names);

#endif
