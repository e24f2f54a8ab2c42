/* table.c -- the workloads of a command line for the tests: those of harness/workloads/workloads.c, and
 * others that are no sleeps.
 */
#include "../../harness/workloads/workloads.h"

#define TEST_WORKLOADS(ROW) ROW(sleep) ROW(stat) ROW(timer) ROW(refuses)

AC_WORKLOADS_DEFINE(TEST_WORKLOADS);
