/* kept.h -- stdin, kept in a file without a name, for several runs. */
#ifndef AC_CLI_EXEC_KEPT_H
#define AC_CLI_EXEC_KEPT_H

#include "../../workloads/exec.h"

/* Copies stdin to its end. The file, which the caller closes; or -1 after one line on stderr. A signal
 * (signals.h) ends it, too, without a line. */
int ac_exec_keep_stdin(void);

/* How many jobs its lines make; or a negative errno. */
int64_t ac_exec_count(int file, const struct ac_exec_wish *wish);

#endif
