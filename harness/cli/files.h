/* files.h -- checks that a command's inputs and outputs are different files. */
#ifndef AC_CLI_FILES_H
#define AC_CLI_FILES_H

#include <stdio.h>

#include "../scenario/options.h"

/* Refuses an output that is also the input, and two outputs that are one file under any names
 * (same.h). Opens nothing. Returns 0, or the exit status after one line on stderr. */
int ac_files_check(const struct ac_options *options);

/* The stream of the report: stdout; or stderr, for people, if an output is stdout by name. */
FILE *ac_files_report(const struct ac_options *options);

#endif
