/* installed.h -- a copy of the programs and the library, installed in a folder of the test, and lines of sh about it.
 *
 * The lines know $TREE, the project; $BUILD, where it was built; and $PREFIX, where it is installed: below a folder with a
 * space in its name. They run in the test's scratch folder, and may call what tests/installed/lines.sh has.
 */
#ifndef TEST_INSTALLED_H
#define TEST_INSTALLED_H

#include "program.h"

/* For cmocka_run_group_tests: scratch_make, and the copy. */
int installed_make(void **state);

/* Runs lines of sh, without a single quote in them. The caller frees. */
struct program installed_run(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Fails the test where they do not succeed, or print more than `output`. */
void installed_check(const char *output, const char *lines);

#endif
