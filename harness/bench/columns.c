/* columns.c -- see columns.h. */
#include "columns.h"

#include <stddef.h>

#include "../report/columns.h"

const char *const bench_columns[] = {
    /* where the row belongs, and what hyperfine saw of the whole process */
    "stage", "point", "cell", "round", "position", "hyperfine_wall_s", "hyperfine_user_s",
    "hyperfine_sys_s", "exit", "command",
    /* what the process itself printed */
    AC_COLUMNS(AC_COLUMN_NAME)
    /* and what only a peer prints */
    "peer",
    "mode", "done", "sum", "out_of_order", NULL};
