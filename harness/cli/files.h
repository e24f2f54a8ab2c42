/* files.h -- what a command reads and writes are different files, or it is refused. */
#ifndef AC_CLI_FILES_H
#define AC_CLI_FILES_H

#include <stdio.h>

#include "../scenario/options.h"

/* Refuses an output that is the input, and two outputs that are one file, whatever they are called
 * (see same.h); nothing was opened yet. 0, or the exit status after one line on stderr. */
int ac_files_check(const struct ac_options *options);

/* Where the report goes: to stdout; or one for people to stderr, where an output is stdout by name. */
FILE *ac_files_report(const struct ac_options *options);

#endif
