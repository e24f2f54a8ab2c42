/* parse.h -- numbers, durations and names as people write them, each accepted whole or not at all.
 */
#ifndef AC_PARSE_H
#define AC_PARSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The longest duration accepted, 100 years; so that sums of two never overflow. */
#define AC_DURATION_MAX_NS ((uint64_t)100 * 365 * 86400 * 1000000000)

/* A whole decimal number from `min` to `max`: digits and nothing else. */
bool ac_parse_number(const char *text, uint64_t min, uint64_t max, uint64_t *number);

/* A number with a unit, ns, us, ms, s, m or h, as in 250us or 1.5s: exact, so not finer than 1 ns,
 * and at most AC_DURATION_MAX_NS. `length` bytes of text. */
bool ac_parse_duration(const char *text, size_t length, uint64_t *duration_ns);

/* The name in the list (ends with NULL) that takes the fewest edits to reach from `text`; never
 * NULL for a list that is not empty. Levenshtein distance. */
const char *ac_nearest(const char *text, const char *const *names);

#endif
