/* workloads.c -- the table of workloads; see workloads.h. */
#include "workloads.h"

#include <stddef.h>

#define WORKLOADS(ROW) ROW(sleep) ROW(cpu)

AC_WORKLOADS_DEFINE(WORKLOADS);
