/* arguments.h -- checks of command-line arguments. A refusal is one line on stderr: what was wrong,
 * its value, what is allowed. For a name it has the name that was likely meant.
 */
#ifndef AC_BASE_ARGUMENTS_H
#define AC_BASE_ARGUMENTS_H

#include <getopt.h>
#include <stdbool.h>
#include <stdint.h>

/* The index of `text` in `names`, a list that ends with NULL. -1: it is not there, and a line on
 * stderr says so. `what` is the kind of name, as in "unknown what". */
int argument_choose(const char *what, const char *text, const char *const *names);

/* Reads a whole number from min to max. False: it was refused with a line on stderr. */
bool argument_number(const char *option, const char *text, uint64_t min, uint64_t max,
                     uint64_t *value);

/* Reads a duration of at least min ns (0 or 1). False: it was refused with a line on stderr. */
bool argument_duration(const char *option, const char *text, uint64_t min, uint64_t *value_ns);

/* Reads the name of a file or folder, not empty. False: it was refused with a line on stderr. */
bool argument_path(const char *option, const char *text, const char **path);

/* Says what was wrong with the option at which getopt_long stopped. Call it after getopt_long
 * returned '?' or ':', with opterr 0 and a leading ':' in the short options. */
void argument_refused(int returned, char **words, const struct option *options);

#endif
