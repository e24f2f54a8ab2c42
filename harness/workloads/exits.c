/* exits.c -- see exits.h. */
#include "exits.h"

#include <errno.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/wait.h>

/* Where the child of that pid stands in its list, or the end of the list. */
static struct ac_child_exit **exits_find(struct ac_exits *exits, pid_t pid)
{
    struct ac_child_exit **place = &exits->lists[pid % AC_EXITS_LISTS];
    while (*place && (*place)->pid != pid)
        place = &(*place)->next;
    return place;
}

/* Whether that child has exited; nobody has to wait for it from then on. */
static bool exits_wait(pid_t pid, int *status)
{
    pid_t got;
    do
        got = waitpid(pid, status, WNOHANG);
    while (got < 0 && errno == EINTR);
    return got == pid;
}

/* Moves the child at `place` to the end of those that have exited, if it has. */
static bool exits_take(struct ac_exits *exits, struct ac_child_exit **place,
                       struct ac_child_exit ***end)
{
    struct ac_child_exit *exit = *place;
    if (!exits_wait(exit->pid, &exit->status))
        return false;
    *place = exit->next;
    exit->next = NULL;
    **end = exit;
    *end = &exit->next;
    if (!--exits->count)
        uv_unref((uv_handle_t *)&exits->signal);
    return true;
}

static void exits_take_each(struct ac_exits *exits, struct ac_child_exit ***end)
{
    for (unsigned i = 0; i < AC_EXITS_LISTS; i++)
        for (struct ac_child_exit **place = &exits->lists[i]; *place;)
            if (!exits_take(exits, place, end))
                place = &(*place)->next;
}

/* A child of this program that has exited, and that nobody has waited for; 0: there is none. */
static pid_t exits_next(void)
{
    siginfo_t info = {.si_pid = 0};
    return waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) ? 0 : info.si_pid;
}

/* Takes all that have exited. Returns whether one of them was adopted. */
static bool exits_take_all(struct ac_exits *exits, struct ac_child_exit ***end)
{
    bool adopted = false;
    pid_t pid;
    while ((exits->count || exits->adopted_exited) && (pid = exits_next()) > 0) {
        struct ac_child_exit **place = exits_find(exits, pid);
        if (!*place && exits->adopted_exited) {
            adopted |= exits_wait(pid, NULL);
        } else if (!*place || !exits_take(exits, place, end)) {
            exits_take_each(exits, end);
            break;
        }
    }
    return adopted;
}

static void exits_on_signal(uv_signal_t *signal, int number)
{
    (void)number;
    ((struct ac_exits *)signal->data)->asked = true;
}

/* Once in a turn, however many signals came. All exits are taken before the first is told of, since that may
 * start another child. If each signal were acted on, those of children that were started meanwhile would
 * keep libuv in its loop over signals, and the turn would not end. */
static void exits_on_check(uv_check_t *check)
{
    struct ac_exits *exits = check->data;
    struct ac_child_exit *exited = NULL, **end = &exited;
    if (!exits->asked)
        return;
    exits->asked = false;
    bool adopted = exits_take_all(exits, &end);
    while (exited) {
        struct ac_child_exit *exit = exited;
        exited = exit->next;
        exits->exited(exit);
    }
    if (adopted)
        exits->adopted_exited(exits);
}

static void exits_on_closed(uv_handle_t *handle)
{
    struct ac_exits *exits = handle->data;
    exits->closed = --exits->handles == 0;
}

int ac_exits_open(struct ac_exits *exits, uv_loop_t *uv, void (*exited)(struct ac_child_exit *exit))
{
    *exits = (struct ac_exits){.exited = exited, .closed = true};
    int error = uv_signal_init(uv, &exits->signal);
    if (error)
        return error;
    uv_check_init(uv, &exits->check);
    exits->closed = false;
    exits->handles = 2;
    exits->signal.data = exits->check.data = exits;
    uv_check_start(&exits->check, exits_on_check);
    uv_unref((uv_handle_t *)&exits->check);
    error = uv_signal_start(&exits->signal, exits_on_signal, SIGCHLD);
    if (error)
        ac_exits_close(exits);
    else
        uv_unref((uv_handle_t *)&exits->signal);
    return error;
}

void ac_exits_adopt(struct ac_exits *exits, void (*exited)(struct ac_exits *exits))
{
    exits->adopted_exited = exited;
#ifdef PR_SET_CHILD_SUBREAPER
    prctl(PR_SET_CHILD_SUBREAPER, 1);
#endif
}

void ac_exits_add(struct ac_exits *exits, struct ac_child_exit *exit)
{
    struct ac_child_exit **place = exits_find(exits, exit->pid);
    exit->next = NULL;
    *place = exit;
    if (!exits->count++)
        uv_ref((uv_handle_t *)&exits->signal);
}

void ac_exits_close(struct ac_exits *exits)
{
    uv_close((uv_handle_t *)&exits->check, exits_on_closed);
    uv_close((uv_handle_t *)&exits->signal, exits_on_closed);
}
