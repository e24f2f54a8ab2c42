/* bench.h -- the bench, with other programs in the place of those that take long.
 *
 * AS_COMPLETED_BENCH says where the driver is, AS_COMPLETED which program it measures.
 */
#ifndef TEST_BENCH_H
#define TEST_BENCH_H

#include <stddef.h>

#include "../../harness/base/rows.h"
#include "../../harness/bench/suite.h"
#include "program.h"

extern char *bench_driver, *bench_measured;

/* For cmocka_run_group_tests: the paths, and a scratch folder. */
int bench_begin(void **state);
int bench_end(void **state);

/* Runs the driver with the words, and --program. Its gnuplot only makes its file, and the programs `missing` are
 * others of the same name. */
struct program bench_program_run(const char *const *missing, size_t count, const char *words,
                                 const char *more);

/* A bench as a test runs it, with the words behind its own. */
typedef struct program (*bench_measure)(const char *words);

/* Measures, and ends well; the test has no results yet. The folder, to be freed. The program may be looked at, and is
 * to be freed. */
char *bench_anew(bench_measure measure, const char *words, struct program *program);

/* Goes on with that folder, and ends well. Likewise. */
void bench_go_on(bench_measure measure, const char *words, const char *folder,
                 struct program *program);

/* Does not go on with a folder of another bench: one line says what it is not. */
void bench_check_other(bench_measure measure, const char *folder, const char *what);

/* The rows of a folder, which are of that suite. To be freed by rows_free(). */
struct rows bench_rows(const char *folder, const struct suite *suite);

#endif
