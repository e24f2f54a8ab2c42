/* child.h -- starts a command as a child process: a group of its own, without a terminal.
 *
 * The child comes from vfork(), so its start costs the same however much memory this program has: fork()
 * would copy the tables of that memory. It is no session of its own: where Linux shares the processor
 * out by session, a new session costs more than all the rest of a short job.
 */
#ifndef AC_WORKLOADS_CHILD_H
#define AC_WORKLOADS_CHILD_H

#include <sys/types.h>

#include "limits.h"

enum { AC_CHILD_FILES = 3 };

struct ac_child_wish {
    char **words;       /* of the command, and then NULL: its program is found as by execvp() */
    char **environment; /* and then NULL */
    int files[AC_CHILD_FILES];      /* its stdin, stdout and stderr: each above 2 */
    int terminal;                   /* this program's /dev/tty, which the child gives up; or -1 */
    const struct ac_limits *limits; /* it has these */
};

/* Starts it. Its signals are as at the start of a program: none is blocked, ignored or caught. 0 and its
 * pid, which is the caller's to wait for; or a negative errno, also of what the child itself could not do
 * (-ENOENT, -EACCES, -E2BIG ...), and there is no child. */
int ac_child_start(const struct ac_child_wish *wish, pid_t *pid);

#endif
