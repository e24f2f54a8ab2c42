/* bench.h -- the bench, with other programs in the place of those that take long.
 *
 * AS_COMPLETED_BENCH says where the driver is, AS_COMPLETED which program it measures.
 */
#ifndef TEST_BENCH_H
#define TEST_BENCH_H

#include <stddef.h>

#include "program.h"

extern char *bench_driver, *bench_measured;

/* For cmocka_run_group_tests: the paths, and a scratch folder. */
int bench_begin(void **state);
int bench_end(void **state);

/* Runs the driver with the words, and --program. Its gnuplot only makes its file, and the programs `missing` are
 * others of the same name. */
struct program bench_program_run(const char *const *missing, size_t count, const char *words,
                                 const char *more);

#endif
