/* checks.h -- whether tasks end the same from run to run: a checksum each, in files without names.
 *
 * The checksum of task N stands at 8 N, so a million tasks take 8 MB of disk and no memory.
 */
#ifndef AC_CLI_LINES_CHECKS_H
#define AC_CLI_LINES_CHECKS_H

#include <stddef.h>
#include <stdint.h>

#define AC_CHECKS_BASIS UINT64_C(14695981039346656037) /* the checksum of nothing */

void ac_checks_add(uint64_t *sum, const char *bytes, size_t count);
void ac_checks_add_number(uint64_t *sum, uint64_t number);

/* Writes the checksum of a task. 0 or a negative errno. */
int ac_checks_put(int file, uint32_t number, uint64_t sum);

struct ac_checks_differing {
    uint64_t count; /* tasks that were not the same in two runs */
    uint64_t
        first; /* the number of the first of them, in the run that showed it; 0: there is none */
    const char *name; /* of that run */
};

/* Compares the tasks of two runs, where both have them. Each task that differs is marked in `first`, and
 * counted once. 0 or a negative errno. */
int ac_checks_compare(int first, int other, const char *name,
                      struct ac_checks_differing *differing);

#endif
