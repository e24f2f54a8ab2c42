/* wait.c -- see wait.h. */
#include "wait.h"

#include <unistd.h>

#include "../command.h"
#include "session.h"

enum { WAITING_MS = 5000 }; /* between two lines that say whom the end waits for */

static void wait_name_alive(const char *what)
{
    if (ac_session.command->name_alive)
        ac_session.command->name_alive(what);
}

void ac_session_on_signal(void)
{
    ac_session.stop++;
    if (ac_session.run)
        ac_interrupt(ac_session.run);
}

void ac_session_on_wake(void)
{
    struct ac_session *s = &ac_session;
    if (s->stop < 2)
        return;
    ac_line_progress_end(&s->progress);
    wait_name_alive("leaving");
    _exit(AC_EXIT_SIGNAL + signals_asked);
}

static void wait_on_timer(uv_timer_t *timer)
{
    (void)timer;
    wait_name_alive("waiting");
}

void ac_session_wait(void)
{
    struct ac_session *s = &ac_session;
    s->waits = true;
    uv_timer_init(&s->loop.uv, &s->waiting);
    uv_timer_start(&s->waiting, wait_on_timer, WAITING_MS, WAITING_MS);
}

/* How many tasks there are: known once the input is read, before that by the share that was read. */
static uint64_t wait_count_all(bool *estimated)
{
    const struct ac_session *s = &ac_session;
    const struct ac_line_tasks *tasks = s->lines;
    uint64_t unread = tasks->lines.end - tasks->lines.begin;
    *estimated = !tasks->lines.ended || unread;
    if (!*estimated)
        return tasks->wish.most ? tasks->kept_count : tasks->given;
    off_t offset = lseek(tasks->wish.input, 0, SEEK_CUR);
    return ac_line_progress_estimate(&s->progress, tasks->given, offset - (off_t)unread);
}

static void wait_show_progress(void)
{
    struct ac_session *s = &ac_session;
    const struct ac_counts *c = ac_counts(s->run);
    struct ac_line_progress_state state = {.failed = c->failed + c->timed_out};
    state.done = c->finished - state.failed;
    state.all = wait_count_all(&state.estimated);
    ac_line_progress_show(&s->progress, &state);
}

void ac_session_on_tick(void)
{
    const struct ac_session *s = &ac_session;
    if (s->run && !s->waits)
        wait_show_progress();
}
