/* work.h -- what the tables of real work share: work.c fills the grids, and work_exec.c, work_http.c,
 * work_cpu.c and work_adoption.c say which there are, of a part each.
 */
#ifndef AC_BENCH_TABLES_WORK_H
#define AC_BENCH_TABLES_WORK_H

#include "parts.h"

/* The grid of a stage, at a limit or (0) at all. Summaries that follow each other are in one where their
 * stages begin alike, up to a comma; and where `each`, only those of one point. */
struct work_grid {
    const char *stage;
    uint64_t limit;
    const char *const *columns;
    bool each;
};

struct work_table {
    const struct work_grid *grids; /* ends with one without a stage */
    char *(*title)(const char *stage, double tasks, double limit); /* the caller frees it */
    void (*note)(const struct page *page, const char *stage, struct text *notes); /* or NULL */
    const char *footer;
};
extern const struct work_table work_table_exec, work_table_http, work_table_cpu,
    work_table_adoption;

#endif
