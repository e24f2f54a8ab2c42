/* cpu.c -- see cpu.h.
 *
 * How: uv_queue_work. A task that is queued can be cancelled (uv_cancel); one that a thread has begun runs to
 * its end, and is done then.
 * Costs: a request of libuv for each task, from the pull on, and the way to another thread and back.
 */
#include "cpu.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "../engine/memory.h"
#include "workloads.h"

struct cpu_own {
    uv_work_t request; /* first; its data is the task */
    struct ac_cpu_workload *cpu;
    uint64_t asked_ns, begun_ns, ended_ns;
    uint32_t number, checksum;
    bool pending; /* the pool has it */
};

static struct ac_cpu_workload *cpu_of(struct ac_workload *workload)
{
    return (struct ac_cpu_workload *)workload;
}

static uint64_t cpu_now(const struct ac_cpu_workload *cpu)
{
    return cpu->wish.timed ? uv_hrtime() : 0;
}

static int cpu_next(struct ac_workload *workload, struct ac_item *item)
{
    const struct ac_cpu_workload *cpu = cpu_of(workload);
    uint64_t place = ac_counts(workload->run)->pulled;
    if (place == workload->count)
        return AC_SUPPLY_END;
    if (cpu->wish.lag)
        ac_lag_start(cpu->wish.lag);
    item->number = ac_sleeps_number(cpu->wish.sleeps, place);
    return AC_SUPPLY_TASK;
}

/* In any thread. */
static void cpu_compute(struct cpu_own *own)
{
    struct ac_cpu_workload *cpu = own->cpu;
    unsigned running = atomic_fetch_add(&cpu->running, 1) + 1, most = cpu->most_running;
    while (running > most && !atomic_compare_exchange_weak(&cpu->most_running, &most, running))
        ;
    own->begun_ns = cpu_now(cpu);
    own->checksum = ac_compute(own->number, cpu->wish.steps);
    own->ended_ns = cpu_now(cpu);
    atomic_fetch_sub(&cpu->running, 1);
}

/* On the loop's thread. */
static void cpu_note_computed(struct ac_cpu_workload *cpu, const struct cpu_own *own)
{
    cpu->computed++;
    cpu->checksum += own->checksum;
    cpu->queued_ns += own->begun_ns - own->asked_ns;
    cpu->running_ns += own->ended_ns - own->begun_ns;
}

/* In a thread of the pool: it may touch its task, and the atomic counts. */
static void cpu_on_thread(uv_work_t *request)
{
    struct cpu_own *own = (struct cpu_own *)request;
    atomic_fetch_sub(&own->cpu->queued, 1);
    cpu_compute(own);
}

/* On the loop's thread. The status is UV_ECANCELED where no thread had begun it. */
static void cpu_on_ended(uv_work_t *request, int status)
{
    struct cpu_own *own = (struct cpu_own *)request;
    struct ac_cpu_workload *cpu = own->cpu;
    own->pending = false;
    if (status) {
        atomic_fetch_sub(&cpu->queued, 1);
        cpu->queued_ns += cpu_now(cpu) - own->asked_ns;
    } else {
        cpu_note_computed(cpu, own);
    }
    if (!cpu->lost)
        ac_done(cpu->workload.run, request->data, status);
}

static int cpu_queue(struct ac_cpu_workload *cpu, struct cpu_own *own)
{
    unsigned queued = atomic_fetch_add(&cpu->queued, 1) + 1;
    int error = uv_queue_work(cpu->wish.uv, &own->request, cpu_on_thread, cpu_on_ended);
    own->pending = !error;
    if (error)
        atomic_fetch_sub(&cpu->queued, 1);
    else if (queued > cpu->most_queued)
        cpu->most_queued = queued;
    return error ? error : AC_STARTED;
}

static int cpu_start(struct ac_workload *workload, struct ac_task *task)
{
    struct ac_cpu_workload *cpu = cpu_of(workload);
    struct cpu_own *own = ac_own(workload->run, task);
    own->cpu = cpu;
    own->number = task->number;
    own->request.data = task;
    own->asked_ns = cpu_now(cpu);
    if (!cpu->wish.on_loop)
        return cpu_queue(cpu, own);
    cpu_compute(own);
    cpu_note_computed(cpu, own);
    return AC_DONE;
}

static void cpu_cancel(struct ac_workload *workload, struct ac_task *task)
{
    uv_cancel(ac_own(workload->run, task));
}

/* Where the loop has failed, tasks may be with the pool still: their memory goes when they have ended. */
static void cpu_release(struct ac_workload *workload, struct ac_task *task)
{
    struct ac_cpu_workload *cpu = cpu_of(workload);
    struct cpu_own *own = ac_own(workload->run, task);
    if (!own->pending)
        return;
    cpu->lost = true;
    uv_cancel((uv_req_t *)&own->request);
    while (own->pending)
        uv_run(cpu->wish.uv, UV_RUN_ONCE);
}

void ac_cpu_init(struct ac_cpu_workload *cpu, const struct ac_cpu_wish *wish)
{
    *cpu = (struct ac_cpu_workload){.workload = {.size = sizeof(struct ac_workload),
                                                 .count = wish->count,
                                                 .own_size = sizeof(struct cpu_own),
                                                 .next = cpu_next,
                                                 .start = cpu_start,
                                                 .cancel = cpu_cancel,
                                                 .release = cpu_release},
                                    .wish = *wish};
}

unsigned ac_cpu_threads(uint64_t asked)
{
    const char *size = getenv("UV_THREADPOOL_SIZE");
    return asked ? (unsigned)asked : size ? (unsigned)strtoull(size, NULL, 10) : AC_CPU_THREADS;
}

/* --- the row --- */

struct cpu_row {
    struct ac_cpu_workload cpu; /* first */
    struct ac_cpu_run *run;
};

struct ac_cpu_run *ac_cpu_run_of(struct ac_workload *workload, struct ac_cpu_workload **tasks)
{
    *tasks = cpu_of(workload);
    return ((struct cpu_row *)workload)->run;
}

/* libuv reads it at the first task. */
static int cpu_set_threads(unsigned threads)
{
    char text[16];
    snprintf(text, sizeof text, "%u", threads);
    return uv_os_setenv("UV_THREADPOOL_SIZE", text);
}

static int cpu_open(struct ac_workload *workload, const struct ac_workload_wish *wish)
{
    _Static_assert(sizeof(struct cpu_row) <= AC_WORKLOAD_ROOM, "it fits");
    const uint64_t *cost_ns = wish->option(wish, "cost"), *asked = wish->option(wish, "threads");
    const bool *on_loop = wish->option(wish, "inline");
    struct cpu_row *row = (struct cpu_row *)workload;
    uint64_t count = workload->count;
    struct ac_cpu_run *run = ac_malloc(sizeof *run);
    if (!run)
        return -ENOMEM;
    unsigned threads = ac_cpu_threads(*asked);
    int error = cpu_set_threads(threads);
    if (!error)
        error = ac_lag_open(&run->lag, wish->uv);
    if (error) {
        ac_free(run);
        return error;
    }
    run->cost_ns = *cost_ns;
    run->threads = threads;
    run->speed = ac_compute_calibrate();
    struct ac_cpu_wish own = {.uv = wish->uv,
                              .sleeps = wish->sleeps,
                              .count = count,
                              .steps = ac_compute_steps(run->speed, *cost_ns),
                              .on_loop = *on_loop,
                              .timed = wish->measured,
                              .lag = wish->measured ? &run->lag : NULL};
    ac_cpu_init(&row->cpu, &own);
    row->run = run;
    return 0;
}

static void cpu_close(struct ac_workload *workload)
{
    struct cpu_row *row = (struct cpu_row *)workload;
    ac_lag_close(&row->run->lag, row->cpu.wish.uv);
    ac_free(row->run);
}

const struct ac_workload_row ac_workload_cpu = {.name = "cpu",
                                                .idea = "each task computes",
                                                .open = cpu_open,
                                                .close = cpu_close};
