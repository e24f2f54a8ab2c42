/* each.h -- tries a scene with each fault: no fault, every single one, all from each one on, and pairs.
 *
 * Pairs are those that are met: the second is sought behind the first. A test sets each.describe, and
 * checks with CHECK().
 */
#ifndef TEST_EACH_H
#define TEST_EACH_H

#include <uv.h>

#include "faults.h"

extern struct each {
    void (*describe)(void); /* prints the scene, and what it ended with, on a line that goes on */
    uint64_t places, runs, failed; /* counted, so far; runs; calls that failed */
} each;

/* The scene is as it must be, or the test fails with a line about the scene and the fault. */
#define CHECK(condition)           \
    do {                           \
        if (!(condition))          \
            each_fail(#condition); \
    } while (0)

void each_fail(const char *what);

/* Runs the scene with the faults of the plan. */
void each_run(struct faults_plan plan, void (*run)(void));

/* `try` runs the scene with a plan, checks it, and returns how many faults were met. */
void each_try_all(unsigned (*try)(struct faults_plan plan), bool pairs);

/* The loop has so many handles, none of them active; bytes and descriptors are as they were. */
void each_check_nothing_is_left(uv_loop_t *uv, unsigned handles, uint64_t heap_bytes,
                                unsigned descriptors);

/* Prints what was tried since the last time. */
void each_print(const char *what);

#endif
