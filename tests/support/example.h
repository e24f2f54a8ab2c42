/* example.h -- the programs of examples/, run by lines of sh as their users run them.
 *
 * Each is a word there, by its name in capitals: `EXAMPLE("CRAWL") " folder"`. Under valgrind, valgrind looks on.
 */
#ifndef TEST_EXAMPLE_H
#define TEST_EXAMPLE_H

#include "program.h"

#define EXAMPLE(NAME) "$LOOK_ON \"$" NAME "\""

/* For cmocka_run_group_tests: scratch_make, and the programs. */
int example_begin(void **state);

/* Runs a line of sh without single quotes, in the scratch folder unless `in` (NULL: as the test) says where. The
 * caller frees. */
struct program example_run(const struct circumstances *in, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* How many lines a text has. */
unsigned example_count_lines(const char *text);

/* Whether it has this line, once. */
bool example_has_line(const char *text, const char *line);

#endif
