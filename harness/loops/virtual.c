/* virtual.c -- time jumps to the next due instant; see virtual.h. */
#include "virtual.h"

#include "../engine/pool.h"

static struct ac_loop_virtual *virtual_of(struct ac_loop *loop)
{
    return (struct ac_loop_virtual *)loop;
}

static uint64_t virtual_now(struct ac_loop *loop)
{
    return virtual_of(loop)->now_ns;
}

static int virtual_start(struct ac_loop *loop, struct ac_task *task, uint64_t duration_ns)
{
    struct ac_loop_virtual *self = virtual_of(loop);
    if (duration_ns > (uint64_t)INT64_MAX - self->now_ns)
        return -EOVERFLOW;
    int error = ac_queue_reserve(&self->queue, 1);
    if (error)
        return error;
    task->time_ns = self->now_ns + duration_ns;
    ac_queue_push(&self->queue, task->time_ns, task->index);
    return 0;
}

static int virtual_turn(struct ac_loop *loop, uint64_t until_ns, bool spin)
{
    (void)spin;
    struct ac_loop_virtual *self = virtual_of(loop);
    const struct ac_key *first = ac_queue_first(&self->queue);
    if (!first && until_ns == AC_FOREVER)
        return -EDEADLK;
    if (!first || first->due_ns > until_ns) {
        if (until_ns != AC_FOREVER && until_ns > INT64_MAX)
            return -EOVERFLOW;
        if (until_ns != AC_FOREVER && until_ns > self->now_ns)
            self->now_ns = until_ns;
        return 0;
    }
    if (first->due_ns > self->now_ns)
        self->now_ns = first->due_ns;
    uint64_t now_ns = self->now_ns, end = ac_queue_next_tag(&self->queue);
    while (first && first->due_ns == now_ns && first->tag < end) {
        ac_finish(loop->run, ac_pool_at(loop->pool, ac_queue_pop(&self->queue)), now_ns);
        first = ac_queue_first(&self->queue);
    }
    return 0;
}

static void virtual_cancel_all(struct ac_loop *loop)
{
    ac_queue_clear(&virtual_of(loop)->queue);
}

void ac_loop_virtual_init(struct ac_loop_virtual *loop)
{
    *loop = (struct ac_loop_virtual){
        .loop = {.now = virtual_now,
                 .standing_ns = &loop->now_ns,
                 .start = virtual_start,
                 .turn = virtual_turn,
                 .cancel_all = virtual_cancel_all},
    };
}

void ac_loop_virtual_free(struct ac_loop_virtual *loop)
{
    ac_queue_free(&loop->queue);
}
