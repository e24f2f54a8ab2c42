/* output.c -- see output.h.
 *
 * While the reader is slow the loop goes on, so results pile up or launches stop, as the strategy
 * decides.
 */
#include "output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "checks.h"
#include "joblog.h"
#include "plan.h"
#include "session.h"

static bool exec_copy(struct ac_sink *sink, const struct ac_stream *stream, char *last)
{
    struct ac_exec_session *s = &ac_exec_session;
    uint64_t length = ac_stream_length(stream);
    for (uint64_t done = 0; done < length;) {
        int64_t got = ac_spool_read(&s->exec.jobs.spool, stream, done, s->part, sizeof s->part);
        if (got < 0) {
            s->own_error = (int)got;
            return false;
        }
        if (ac_sink_write(sink, s->run, s->part, (size_t)got, &s->stop))
            return false;
        done += (uint64_t)got;
        *last = s->part[got - 1];
    }
    return true;
}

/* Writes what a job has printed to stdout (0) or stderr (1). False: nothing more can be written. */
static bool exec_write(int i, const struct ac_stream *stream)
{
    struct ac_exec_session *s = &ac_exec_session;
    char last = '\n';
    if (!ac_stream_length(stream))
        return true;
    if (s->seen[i])
        ac_exec_progress_give_way(&s->progress);
    bool written = exec_copy(&s->sinks[i], stream, &last);
    if (s->seen[i])
        ac_exec_progress_wrote(&s->progress, last);
    return written;
}

/* Writes the command that would run. */
static bool exec_show(const char *line)
{
    struct ac_exec_session *s = &ac_exec_session;
    char *shown = ac_exec_shown(&s->exec.wish, line);
    bool written = shown && !ac_sink_write(&s->sinks[0], s->run, shown, strlen(shown), &s->stop) &&
                   !ac_sink_write(&s->sinks[0], s->run, "\n", 1, &s->stop);
    s->own_error = shown ? s->own_error : -ENOMEM;
    free(shown);
    return written;
}

bool ac_exec_use(const struct ac_task *task)
{
    struct ac_exec_session *s = &ac_exec_session;
    const struct ac_exec_task *own = ac_own(s->run, task);
    if (s->options->dry_run && !task->error)
        return exec_show(own->line.text);
    if (s->checks) {
        s->check_error = ac_exec_check(s->check_file, &s->exec.jobs.spool, task, own->job);
        return !s->check_error;
    }
    bool out = !own->job || exec_write(0, &own->job->printed[0]);
    out = (!own->job || exec_write(1, &own->job->printed[1])) && out;
    if (out)
        ac_joblog_add(task, own);
    return out;
}
