/* check.h -- cmocka with what it wants included before it, and what the tests ask of where they
 * run. */
#ifndef TEST_CHECK_H
#define TEST_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* True under valgrind, where everything takes thirty times as long: `make test-valgrind` sets
 * AC_UNDER_VALGRIND, and valgrind itself is seen in what it preloads. */
bool under_valgrind(void);

/* True where memory is not what it is elsewhere: under valgrind, and in a build with a sanitizer.
 */
bool under_instruments(void);

/* True under `make test-full`, which sets AC_TEST_FULL: sweeps are longer then. */
bool long_form(void);

/* True in the build that counts what the tests reach: gcov writes files of its own, and says so on stderr
 * where it cannot. */
bool under_coverage(void);

/* Ends the test as skipped, and says why. */
void skip_because(const char *why);

/* How often to repeat: `times`, or a twentieth under valgrind. */
unsigned repetitions(unsigned times);

#endif
