/* file.h -- the file of `exec --report`. Without that option these functions do nothing. */
#ifndef AC_CLI_EXEC_FILE_H
#define AC_CLI_EXEC_FILE_H

#include "../../engine/run.h"
#include "../../scenario/options.h"

/* Opens the file, which appears at ac_exec_file_write(), or not at all. 0, or the exit status after one
 * line on stderr. */
int ac_exec_file_open(const struct ac_options *options);

/* The run that `config` is for is about to begin: it is measured. */
void ac_exec_file_begin(struct ac_config *config);

/* Reads the figures of the run, which has ended and is not closed yet. */
void ac_exec_file_read(const struct ac_run *run);

/* Writes the file, if a run was read. 0, or the exit status after one line on stderr. */
int ac_exec_file_write(void);

#endif
