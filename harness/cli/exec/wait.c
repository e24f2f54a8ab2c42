/* wait.c -- see wait.h. */
#include "wait.h"

#include <unistd.h>

#include "../../base/text.h"
#include "../../base/units.h"
#include "../command.h"
#include "session.h"

enum {
    EXEC_WAITING_MS = 5000, /* between two lines that say whom the end waits for */
    EXEC_NAMED = 5,         /* the most jobs that such a line names */
};

/* Says which jobs have not ended. */
static void exec_name_alive(const char *what)
{
    uint64_t count = 0;
    struct text names = {.chars = NULL};
    for (const struct ac_job *job = ac_exec_session.exec.jobs.first; job; job = job->after)
        if (count++ < EXEC_NAMED)
            text_printf(&names, "%s%d", count > 1 ? ", " : "", (int)job->exit.pid);
    if (count)
        complain("%s: %s job%s not ended: %s%s", what, AC_COUNT(count),
                 count == 1 ? " has" : "s have", text_chars(&names),
                 count > EXEC_NAMED ? ", ..." : "");
    text_free(&names);
}

void ac_exec_on_signal(void)
{
    ac_exec_session.stop++;
    if (ac_exec_session.run)
        ac_interrupt(ac_exec_session.run);
}

void ac_exec_on_wake(void)
{
    struct ac_exec_session *s = &ac_exec_session;
    if (s->stop < 2)
        return;
    ac_exec_progress_end(&s->progress);
    exec_name_alive("leaving");
    _exit(AC_EXIT_SIGNAL + signals_asked);
}

static void exec_on_waiting(uv_timer_t *timer)
{
    (void)timer;
    exec_name_alive("waiting");
}

void ac_exec_wait(void)
{
    struct ac_exec_session *s = &ac_exec_session;
    s->waits = true;
    uv_timer_init(&s->loop.uv, &s->waiting);
    uv_timer_start(&s->waiting, exec_on_waiting, EXEC_WAITING_MS, EXEC_WAITING_MS);
}

/* How many jobs there are: known once the input is read, before that by the share that was read. */
static uint64_t exec_all(bool *estimated)
{
    const struct ac_exec_session *s = &ac_exec_session;
    const struct ac_line_tasks *tasks = &s->exec.lines;
    uint64_t unread = tasks->lines.end - tasks->lines.begin;
    *estimated = !tasks->lines.ended || unread;
    if (!*estimated)
        return tasks->wish.most ? tasks->kept_count : tasks->given;
    off_t offset = lseek(tasks->wish.input, 0, SEEK_CUR);
    return ac_exec_progress_estimate(&s->progress, tasks->given, offset - (off_t)unread);
}

static void exec_show_progress(void)
{
    struct ac_exec_session *s = &ac_exec_session;
    const struct ac_counts *c = ac_counts(s->run);
    struct ac_exec_progress_state state = {.failed = c->failed + c->timed_out};
    state.done = c->finished - state.failed;
    state.all = exec_all(&state.estimated);
    ac_exec_progress_show(&s->progress, &state);
}

void ac_exec_on_tick(void)
{
    const struct ac_exec_session *s = &ac_exec_session;
    if (s->run && !s->waits)
        exec_show_progress();
}
