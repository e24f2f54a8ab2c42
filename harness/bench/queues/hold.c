/* hold.c -- see hold.h. */
#include "hold.h"

#include <math.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "../../base/statistics.h"
#include "../../engine/memory.h"
#include "../../workloads/sleep.h"
#include "../stats/draw.h"

#define SECOND_NS 1000000000u

/* Timed between two reads of the clock: enough that a read, which is a system call, can be taken off
 * without its own noise being seen; and few, as they lie in the caches beside the queue: 12 KiB. */
enum { BATCH = 512 };

const char *const hold_loads[] = {"exponential", "uniform", "equal", "harmonic", "at_once", NULL};

struct hold {
    const struct hold_plan *plan;
    struct hold_result *result;
    void *queue;
    struct draw draw;
    uint64_t read_ns; /* what two reads of the clock see of each other */
    uint64_t launched;
    uint64_t last_ns; /* of the pop before */
};

/* The processor time of this thread: what others take of the machine is not in it. */
static uint64_t now_cpu_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (uint64_t)now.tv_sec * SECOND_NS + (uint64_t)now.tv_nsec;
}

static uint64_t hold_since(const struct hold *hold, uint64_t before_ns)
{
    uint64_t elapsed_ns = now_cpu_ns() - before_ns;
    return elapsed_ns > hold->read_ns ? elapsed_ns - hold->read_ns : 0;
}

/* The median of many empty measurements. */
static uint64_t cost_of_a_read(void)
{
    enum { TIMES = 1001 };
    double costs[TIMES];
    for (size_t i = 0; i < TIMES; i++) {
        uint64_t before_ns = now_cpu_ns();
        costs[i] = (double)(now_cpu_ns() - before_ns);
    }
    return (uint64_t)statistics_median(costs, TIMES);
}

/* How long the next task sleeps. */
static uint64_t next_sleep(struct hold *hold)
{
    uint64_t number = ++hold->launched;
    switch (hold->plan->load) {
    case HOLD_EXPONENTIAL:
        return (uint64_t)(-log(1 - (double)(draw_bits(&hold->draw) >> 11) * 0x1p-53) * SECOND_NS);
    case HOLD_UNIFORM:
        return draw_below(&hold->draw, 2 * (uint64_t)SECOND_NS);
    case HOLD_EQUAL:
        return SECOND_NS;
    default:
        return SECOND_NS / number;
    }
}

/* When the task in place `i` of the fill is launched, from the start of it: at once, but where all
 * sleep equally long, eight by eight spread over one sleep. */
static uint64_t launch_ns(const struct hold_plan *plan, uint64_t i)
{
    return plan->load == HOLD_EQUAL ? i / 8 * 8 * SECOND_NS / plan->sleeping : 0;
}

static size_t batch_of(uint64_t left)
{
    return left < BATCH ? (size_t)left : BATCH;
}

/* Pushes all tasks, at now_ns; returns the time it took. */
static uint64_t hold_fill(struct hold *hold, uint64_t now_ns)
{
    const struct hold_plan *plan = hold->plan;
    struct queue_task tasks[BATCH];
    uint64_t cpu_ns = 0;
    hold->launched = 0;
    for (uint64_t done = 0; done < plan->sleeping;) {
        size_t count = batch_of(plan->sleeping - done);
        for (size_t i = 0; i < count; i++, done++)
            tasks[i] = (struct queue_task){now_ns + launch_ns(plan, done) + next_sleep(hold),
                                           (uint32_t)done};
        uint64_t before_ns = now_cpu_ns();
        plan->kind->fill(hold->queue, tasks, count);
        cpu_ns += hold_since(hold, before_ns);
    }
    return cpu_ns;
}

static void hold_check(struct hold *hold, const struct queue_task popped[], size_t count)
{
    struct hold_result *result = hold->result;
    for (size_t i = 0; i < count; i++) {
        result->check = ac_mix(result->check ^ popped[i].due_ns) + popped[i].index;
        result->out_of_order += popped[i].due_ns < hold->last_ns;
        hold->last_ns = popped[i].due_ns;
    }
}

/* Pops so many tasks and pushes each again; returns the time it took. */
static uint64_t hold_turn_over(struct hold *hold, uint64_t operations)
{
    struct queue_task popped[BATCH];
    uint64_t sleeps_ns[BATCH], cpu_ns = 0;
    for (size_t count; operations; operations -= count) {
        count = batch_of(operations);
        for (size_t i = 0; i < count; i++)
            sleeps_ns[i] = next_sleep(hold);
        uint64_t before_ns = now_cpu_ns();
        hold->plan->kind->hold(hold->queue, sleeps_ns, popped, count);
        cpu_ns += hold_since(hold, before_ns);
        hold_check(hold, popped, count);
    }
    return cpu_ns;
}

/* Pops all tasks; returns the time it took. */
static uint64_t hold_drain(struct hold *hold)
{
    struct queue_task popped[BATCH];
    uint64_t cpu_ns = 0;
    for (uint64_t left = hold->plan->sleeping, count; left; left -= count) {
        count = batch_of(left);
        uint64_t before_ns = now_cpu_ns();
        hold->plan->kind->drain(hold->queue, popped, (size_t)count);
        cpu_ns += hold_since(hold, before_ns);
        hold_check(hold, popped, (size_t)count);
    }
    return cpu_ns;
}

static void measure_at_once(struct hold *hold)
{
    struct hold_result *result = hold->result;
    result->cpu_ns = result->fill_ns + hold_drain(hold);
    result->operations = hold->plan->sleeping;
    while (result->operations < hold->plan->operations) {
        uint64_t fill_ns = hold_fill(hold, hold->last_ns);
        result->cpu_ns += fill_ns + hold_drain(hold);
        result->operations += hold->plan->sleeping;
    }
}

static uint64_t preemptions(void)
{
    struct rusage usage;
    return getrusage(RUSAGE_SELF, &usage) ? 0 : (uint64_t)usage.ru_nivcsw;
}

void hold_measure(const struct hold_plan *plan, struct hold_result *result)
{
    struct hold hold = {.plan = plan,
                        .result = result,
                        .draw = {plan->seed},
                        .read_ns = cost_of_a_read()};
    uint64_t before_bytes = ac_heap_bytes(), before = preemptions();
    memset(result, 0, sizeof *result);
    ac_heap_reset_peak();
    hold.queue = plan->kind->open(plan->sleeping);
    result->fill_ns = hold_fill(&hold, 0);
    if (plan->load == HOLD_AT_ONCE) {
        measure_at_once(&hold);
    } else {
        result->operations = plan->operations > plan->sleeping ? plan->operations : plan->sleeping;
        hold_turn_over(&hold,
                       plan->sleeping < plan->operations ? plan->sleeping : plan->operations);
        result->out_of_order = 0;
        result->cpu_ns = hold_turn_over(&hold, result->operations);
    }
    result->preempted = preemptions() - before;
    result->heap_bytes = ac_heap_peak_bytes() - before_bytes;
    plan->kind->close(hold.queue);
}
