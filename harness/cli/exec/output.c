/* output.c -- see output.h.
 *
 * While the reader is slow the loop goes on, so results pile up or launches stop, as the strategy
 * decides.
 */
#include "output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../lines/checks.h"
#include "../lines/session.h"
#include "joblog.h"
#include "own.h"
#include "plan.h"

enum { EXEC_PART = 65536 };

static char part[EXEC_PART];

/* Reads what a job has printed from `done` on. How many bytes, or a negative errno. */
static int64_t exec_read(const struct ac_stream *stream, uint64_t done)
{
    return ac_spool_read(&ac_exec_own.jobs.spool, stream, done, part, sizeof part);
}

static bool exec_copy(int sink, const struct ac_stream *stream, char *last)
{
    uint64_t length = ac_stream_length(stream);
    for (uint64_t done = 0; done < length;) {
        int64_t got = exec_read(stream, done);
        if (got < 0) {
            ac_session.own_error = (int)got;
            return false;
        }
        if (!ac_session_write(sink, part, (size_t)got))
            return false;
        done += (uint64_t)got;
        *last = part[got - 1];
    }
    return true;
}

/* Writes what a job has printed to stdout (0) or stderr (1). False: nothing more can be written. */
static bool exec_write(int sink, const struct ac_stream *stream)
{
    char last = '\n';
    if (!ac_stream_length(stream))
        return true;
    bool written = exec_copy(sink, stream, &last);
    ac_session_wrote(sink, last);
    return written;
}

/* Writes the command that would run. */
static bool exec_show(const char *line)
{
    char *shown = ac_exec_shown(&ac_exec_own.wish, line);
    bool written =
        shown && ac_session_write(0, shown, strlen(shown)) && ac_session_write(0, "\n", 1);
    ac_session.own_error = shown ? ac_session.own_error : -ENOMEM;
    free(shown);
    return written;
}

bool ac_exec_use(const struct ac_task *task)
{
    const struct ac_exec_task *own = ac_own(ac_session.run, task);
    if (ac_session.options->dry_run && !task->error)
        return exec_show(own->line.text);
    bool out = !own->job || exec_write(0, &own->job->printed[0]);
    out = (!own->job || exec_write(1, &own->job->printed[1])) && out;
    if (out)
        ac_joblog_add(task, own);
    return out;
}

/* Adds what was printed, and how much that was. */
static int exec_check_stream(uint64_t *sum, const struct ac_stream *stream)
{
    uint64_t length = ac_stream_length(stream);
    ac_checks_add_number(sum, length);
    for (uint64_t done = 0; done < length;) {
        int64_t got = exec_read(stream, done);
        if (got < 0)
            return (int)got;
        ac_checks_add(sum, part, (size_t)got);
        done += (uint64_t)got;
    }
    return 0;
}

int ac_exec_check(const struct ac_task *task, uint64_t *sum)
{
    const struct ac_job *job = ((const struct ac_exec_task *)ac_own(ac_session.run, task))->job;
    ac_checks_add_number(sum, (uint64_t)task->error);
    ac_checks_add_number(sum, task->timed_out);
    if (job) {
        ac_checks_add_number(sum, job->exit_status);
        ac_checks_add_number(sum, (uint64_t)job->signal);
    }
    int error = 0;
    for (int i = 0; job && i < AC_JOB_PIPES && !error; i++)
        error = exec_check_stream(sum, &job->printed[i]);
    return error;
}
