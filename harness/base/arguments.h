/* arguments.h -- checks of what was typed, and the one form of saying no: what was wrong, its
 * value, what is allowed; for a name, the one that was likely meant.
 */
#ifndef AC_BASE_ARGUMENTS_H
#define AC_BASE_ARGUMENTS_H

#include <getopt.h>
#include <stdbool.h>
#include <stdint.h>

/* The place of `text` among `names` (ends with NULL), or -1 after a line. `what`: as in "unknown
 * what". */
int argument_choose(const char *what, const char *text, const char *const *names);

/* A whole number from min to max, or false after a line. */
bool argument_number(const char *option, const char *text, uint64_t min, uint64_t max,
                     uint64_t *value);

/* A duration of at least min ns (0 or 1), or false after a line. */
bool argument_duration(const char *option, const char *text, uint64_t min, uint64_t *value_ns);

/* The name of a file or folder, which has at least one character, or false after a line. */
bool argument_path(const char *option, const char *text, const char **path);

/* After getopt_long returned '?' or ':' (with opterr 0 and a leading ':'): says what was wrong with
 * the option it stopped at. */
void argument_refused(int returned, char **words, const struct option *options);

#endif
