/* workloads.c -- the workloads that the page has, in place of harness/workloads/workloads.c: those that
 * need no clock but the virtual one.
 */
#include "../harness/workloads/workloads.h"

#include <stddef.h>

#define PAGE_WORKLOADS(ROW) ROW(sleep)

AC_WORKLOADS_DEFINE(PAGE_WORKLOADS);
