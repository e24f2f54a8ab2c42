/* planted.h -- rows of the benches of real work and of adoption, made by hand, and what their summaries say. */
#ifndef TEST_PLANTED_H
#define TEST_PLANTED_H

#include <stddef.h>
#include <stdint.h>

#include "../../harness/base/rows.h"

/* What one run took. */
struct planted {
    const char *stage, *cell;
    unsigned round;
    uint64_t tasks, limit;
    double wall_ns, cpu_ns;
};

/* Adds the row of a run that ended well; its index. */
size_t planted_add(struct rows *rows, const struct planted *run);

/* The summary of that cell has this in its column; with a limit of 0, the first summary of the cell. */
void planted_check(const struct rows *summaries, const char *stage, uint64_t limit,
                   const char *cell, const char *column, const char *expected);

#endif
