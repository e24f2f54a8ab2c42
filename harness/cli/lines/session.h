/* session.h -- one command that makes a task of each line of stdin: what its parts share. There is one for
 * each process, since a signal's handler has to find it.
 *
 * What such a command does by itself stands in a row of functions.
 */
#ifndef AC_CLI_LINES_SESSION_H
#define AC_CLI_LINES_SESSION_H

#include "../../engine/measures.h"
#include "../../workloads/arrivals.h"
#include "../../workloads/line_tasks.h"
#include "../../workloads/retries.h"
#include "../setup.h"
#include "progress.h"
#include "sink.h"

enum {
    AC_SESSION_UNASKED = 1000, /* the most tasks of a strategy without a limit */
    AC_SESSION_SINKS = 2,      /* stdout and stderr */
    AC_SESSION_KINDS = 20,     /* the most kinds of ends */
};

/* One kind of end, as in "3 timed out". */
struct ac_kind {
    uint64_t count;
    const char *what;
    bool well;      /* it alone is no reason to say anything */
    int error;      /* the last errno, or 0 */
    const char *of; /* whose error that is, or NULL */
};

struct ac_session;

struct ac_session_command {
    /* Opens its workload, and sets the session's `tasks` and `lines`. 0 or a negative errno: then there
     * is nothing to close. */
    int (*open)(struct ac_session *session, const struct ac_line_wish *lines);
    void (*close)(void);
    const struct ac_attempts *attempts; /* how a task is tried again */

    bool (*use)(
        const struct ac_task *task); /* writes a result. False: nothing more can be written */
    /* No result is there now, and the loop may wait. False: nothing more can be written. NULL: nothing to do. */
    bool (*pause)(void);
    /* The checksum of how a task has ended. 0 or a negative errno. */
    int (*check)(const struct ac_task *task, uint64_t *sum);
    const char *checked; /* what that is of, as in "end and print" */

    /* The kinds of ends there are, at most AC_SESSION_KINDS. How many. */
    unsigned (*kinds)(const struct ac_counts *counts, struct ac_kind *kinds);
    void (*name_alive)(
        const char *what);      /* a line on which tasks have not ended; NULL: they all have */
    int (*tell)(bool complete); /* what else there is to say: the exit status; NULL: nothing */

    void (*report_begin)(void); /* the run is about to begin */
    void (*report_read)(const struct ac_run *run, const struct ac_measures *measures);
    void (*report_json)(FILE *stream);
    void (*report_tsv)(FILE *stream);
};

struct ac_session {
    const struct ac_session_command *command;
    const struct ac_options *options;
    struct ac_setup_loop loop;
    struct ac_workload *tasks;   /* that of the command */
    struct ac_line_tasks *lines; /* where its tasks come from */
    struct ac_arrivals arrivals;
    struct ac_retries retries;
    struct ac_sink sinks[AC_SESSION_SINKS];
    bool seen[AC_SESSION_SINKS]; /* what goes to that sink is on a terminal */
    struct ac_line_progress progress;
    struct ac_run *volatile run; /* for the signal handler; NULL: no run */
    volatile int stop;           /* signals so far */
    bool checks;                 /* results are not written: their checksums go to this file */
    int check_file;
    int check_error; /* of that file, or 0 */
    bool waits;      /* the run is over, and tasks may live */
    uv_timer_t waiting;
    int own_error; /* of what the consumer does with a result, or 0 */
};

extern struct ac_session ac_session;

/* Runs the tasks under options->strategy, with the report that report_file.h was told of. The session's
 * command is set. The exit status. */
int ac_session_once(const struct ac_options *options);

/* Writes to stdout (0) or stderr (1), and turns the loop while the reader takes none. Where that is a
 * terminal, the progress gives way until ac_session_wrote() has the last byte. False: nothing more can be
 * written. */
bool ac_session_write(int sink, const char *bytes, size_t count);
void ac_session_wrote(int sink, char last);

#endif
