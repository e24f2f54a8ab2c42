/* kept.h -- stdin, kept in a file without a name, for several runs. */
#ifndef AC_CLI_LINES_KEPT_H
#define AC_CLI_LINES_KEPT_H

/* Copies stdin to its end. The file, which the caller closes; or -1 after one line on stderr. A signal
 * (signals.h) ends it, too, without a line. */
int ac_session_keep_stdin(void);

#endif
