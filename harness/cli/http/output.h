/* output.h -- what the consumer of an `http` does with a transfer: it writes a row of TSV. */
#ifndef AC_CLI_HTTP_OUTPUT_H
#define AC_CLI_HTTP_OUTPUT_H

#include "../../engine/run.h"

/* The columns, before the first row. */
void ac_http_begin(void);

/* Adds the row of a task; with --dry-run its URL, if it is one. False: nothing more can be written. */
bool ac_http_use(const struct ac_task *task);

/* Writes the rows that were added. False: nothing more can be written. */
bool ac_http_flush(void);

/* The checksum of how a transfer has ended, its times left out. 0. */
int ac_http_check(const struct ac_task *task, uint64_t *sum);

#endif
