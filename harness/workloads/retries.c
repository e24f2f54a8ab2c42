/* retries.c -- see retries.h. */
#include "retries.h"

#include <errno.h>
#include <string.h>

#include "../engine/memory.h"

#define RETRIES_MOST_NS UINT64_C(600000000000) /* of one wait */

/* Behind the task's own memory of the other workload. */
struct retries_own {
    uint64_t there_ns; /* when the first attempt arrived */
    uint32_t before;   /* attempts before this one */
    bool moved;        /* its work waits to come back */
};

struct ac_retry {
    uint64_t due_ns, place; /* of two that are due at one instant, the first that was put */
    uint32_t number;
    struct retries_own tail;
    _Alignas(16) char own[];
};

static struct ac_retries *retries_of(struct ac_workload *workload)
{
    return (struct ac_retries *)workload;
}

static size_t retries_offset(const struct ac_retries *r)
{
    return (r->workload.from->own_size + 15) / 16 * 16;
}

static struct retries_own *retries_tail(const struct ac_retries *r, void *own)
{
    return (struct retries_own *)((char *)own + retries_offset(r));
}

/* --- those that wait --- */

static bool retries_before(const struct ac_retry *a, const struct ac_retry *b)
{
    return a->due_ns < b->due_ns || (a->due_ns == b->due_ns && a->place < b->place);
}

static void retries_swap(struct ac_retries *r, uint64_t a, uint64_t b)
{
    struct ac_retry *moved = r->queue[a];
    r->queue[a] = r->queue[b];
    r->queue[b] = moved;
}

static void retries_put(struct ac_retries *r, struct ac_retry *retry)
{
    uint64_t at = r->waiting++;
    r->queue[at] = retry;
    for (; at && retries_before(r->queue[at], r->queue[(at - 1) / 2]); at = (at - 1) / 2)
        retries_swap(r, at, (at - 1) / 2);
}

static struct ac_retry *retries_get(struct ac_retries *r)
{
    struct ac_retry *first = r->queue[0];
    r->queue[0] = r->queue[--r->waiting];
    for (uint64_t at = 0, child; (child = 2 * at + 1) < r->waiting; at = child) {
        if (child + 1 < r->waiting && retries_before(r->queue[child + 1], r->queue[child]))
            child++;
        if (!retries_before(r->queue[child], r->queue[at]))
            break;
        retries_swap(r, at, child);
    }
    return first;
}

static bool retries_reserve(struct ac_retries *r)
{
    if (r->waiting < r->room)
        return true;
    uint64_t room = 2 * r->room + 16;
    struct ac_retry **grown = ac_realloc(r->queue, (size_t)room * sizeof(void *));
    if (!grown)
        return false;
    r->queue = grown;
    r->room = room;
    return true;
}

/* --- an attempt has ended --- */

static uint64_t retries_wait_ns(const struct ac_retries *r, struct ac_task *task, uint32_t before)
{
    uint64_t wait_ns = r->delay_ns;
    while (before-- && wait_ns && wait_ns < RETRIES_MOST_NS)
        wait_ns *= 2;
    uint64_t least_ns = r->attempts->wait_ns ? r->attempts->wait_ns(r->tried, task) : 0;
    wait_ns = wait_ns > least_ns ? wait_ns : least_ns;
    return wait_ns < RETRIES_MOST_NS ? wait_ns : RETRIES_MOST_NS;
}

/* Moves its work to those that wait. False: no memory, or in vain. */
static bool retries_move(struct ac_retries *r, struct ac_task *task, void *own)
{
    struct retries_own *tail = retries_tail(r, own);
    struct ac_retry *retry =
        retries_reserve(r) ? ac_malloc(sizeof *retry + r->workload.from->own_size) : NULL;
    uint64_t wait_ns = retries_wait_ns(r, task, tail->before);
    if (!retry || !r->attempts->give_up(r->tried, task)) {
        ac_free(retry);
        return false;
    }
    *retry = (struct ac_retry){.due_ns = r->workload.now_ns + wait_ns,
                               .place = r->put++,
                               .number = task->number,
                               .tail = {.there_ns = tail->there_ns, .before = tail->before + 1}};
    memcpy(retry->own, own, r->workload.from->own_size);
    tail->moved = true;
    r->pending++;
    retries_put(r, retry);
    return true;
}

static bool retries_again(struct ac_workload *workload, struct ac_task *task)
{
    struct ac_retries *r = retries_of(workload);
    void *own = ac_own(workload->run, task);
    bool left = task->error && retries_tail(r, own)->before < r->times;
    r->open--;
    bool again = left && retries_move(r, task, own);
    if (again || r->held)
        ac_more(workload->run);
    return again;
}

/* --- the next task --- */

static int retries_give(struct ac_retries *r, struct ac_item *item)
{
    struct ac_retry *retry = retries_get(r);
    memcpy(item->own, retry->own, r->workload.from->own_size);
    *retries_tail(r, item->own) = retry->tail;
    item->number = retry->number;
    item->there_ns = retry->tail.there_ns;
    ac_free(retry);
    r->open++;
    return AC_SUPPLY_TASK;
}

static int retries_ask(struct ac_retries *r, struct ac_item *item)
{
    r->workload.from->now_ns = r->workload.now_ns;
    item->there_ns = r->workload.now_ns;
    int answer = r->workload.from->next(r->workload.from, item);
    r->workload.wake_ns = r->workload.from->wake_ns;
    r->ended = answer == AC_SUPPLY_END;
    if (answer != AC_SUPPLY_TASK)
        return answer;
    retries_tail(r, item->own)->there_ns = item->there_ns;
    r->open++;
    return answer;
}

static int retries_next(struct ac_workload *workload, struct ac_item *item)
{
    struct ac_retries *r = retries_of(workload);
    if (r->waiting && r->queue[0]->due_ns <= workload->now_ns)
        return retries_give(r, item);
    int answer = r->ended ? AC_SUPPLY_END : retries_ask(r, item);
    if (answer < 0 || answer == AC_SUPPLY_TASK)
        return answer;
    r->held = answer == AC_SUPPLY_END && r->open;
    if (!r->waiting)
        return r->held ? AC_SUPPLY_EVENT : answer;
    if (answer != AC_SUPPLY_NONE || r->queue[0]->due_ns < workload->wake_ns)
        workload->wake_ns = r->queue[0]->due_ns;
    return AC_SUPPLY_NONE;
}

/* --- the rest is the other's --- */

static int retries_start(struct ac_workload *workload, struct ac_task *task)
{
    struct ac_retries *r = retries_of(workload);
    r->pending -= retries_tail(r, ac_own(workload->run, task))->before > 0;
    return workload->from->start(workload->from, task);
}

static void retries_cancel(struct ac_workload *workload, struct ac_task *task)
{
    struct ac_workload *from = workload->from;
    from->cancel(from, task);
}

static void retries_release(struct ac_workload *workload, struct ac_task *task)
{
    struct ac_retries *r = retries_of(workload);
    if (!retries_tail(r, ac_own(workload->run, task))->moved)
        r->workload.from->release(r->workload.from, task);
}

void ac_retries_init(struct ac_retries *retries, struct ac_workload *from,
                     struct ac_workload *tried, const struct ac_attempts *attempts, uint64_t times,
                     uint64_t delay_ns)
{
    *retries = (struct ac_retries){
        .workload = {.size = sizeof(struct ac_workload),
                     .count = from->count,
                     .next = retries_next,
                     .start = retries_start,
                     .cancel = from->cancel ? retries_cancel : NULL,
                     .release = retries_release,
                     .again = retries_again,
                     .timed = true,
                     .dated = from->dated,
                     .from = from},
        .tried = tried,
        .attempts = attempts,
        .times = times,
        .delay_ns = delay_ns,
    };
    retries->workload.own_size = retries_offset(retries) + sizeof(struct retries_own);
}

void ac_retries_close(struct ac_retries *retries)
{
    while (retries->waiting) {
        struct ac_retry *retry = retries_get(retries);
        retries->attempts->drop(retry->own);
        ac_free(retry);
    }
    ac_free(retries->queue);
    retries->queue = NULL;
}
