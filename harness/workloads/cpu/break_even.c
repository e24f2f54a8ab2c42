/* break_even.c -- see break_even.h. */
#include "break_even.h"

#include <math.h>

#include "../../base/statistics.h"

enum {
    BREAK_EVEN_HOPS = 8,       /* so many of them are tried at least, */
    BREAK_EVEN_FAR_NS = 64000, /* and a cost of this */
    BREAK_EVEN_HALVINGS = 4,   /* then the cost is known to 3 % of itself, or better */
    BREAK_EVEN_BATCH_NS = 1000000,
    BREAK_EVEN_FEW = 16, /* tasks of a batch */
    BREAK_EVEN_MANY = 128,
    BREAK_EVEN_TURNS = 4, /* each thread has so many tasks of a batch, if there are enough */
};

struct finder {
    const struct ac_break_even_wish *wish;
    uint64_t end_ns;
    double hop_ns;   /* of this round */
    double tried_ns; /* the least of what rounds have tried in vain */
    bool pool_first; /* in the next pair: they take turns */
    bool failed;     /* no memory, no time, or a signal: this round is not whole */
};

/* Runs a batch. The time from its first pull to its last take, in ns for a task. */
static double finder_run(struct finder *f, uint64_t tasks, double cost_ns, bool on_loop)
{
    struct ac_sleeps sleeps = {.count = tasks};
    struct ac_cpu_workload cpu;
    struct ac_run *run;
    ac_cpu_init(&cpu,
                &(struct ac_cpu_wish){.uv = f->wish->uv,
                                      .sleeps = &sleeps,
                                      .count = tasks,
                                      .steps = ac_compute_steps(f->wish->speed, (uint64_t)cost_ns),
                                      .on_loop = on_loop});
    struct ac_config config = {.size = sizeof(struct ac_config),
                               .strategy = f->wish->config->strategy,
                               .workload = &cpu.workload,
                               .loop = f->wish->config->loop,
                               .limit = f->wish->config->limit,
                               .queue = f->wish->config->queue,
                               .poll_interval_ns = f->wish->config->poll_interval_ns};
    uint64_t start_ns = uv_hrtime();
    f->failed |= start_ns >= f->end_ns || *f->wish->interrupted || ac_open(&run, &config);
    if (f->failed)
        return NAN;
    start_ns = uv_hrtime();
    while (ac_next(run))
        ;
    uint64_t ns = uv_hrtime() - start_ns;
    f->failed |= ac_error(run) != 0;
    ac_close(run);
    return (double)ns / (double)tasks;
}

/* As many as take about a millisecond, but all threads are busy, and more than once. */
static uint64_t finder_tasks(const struct finder *f, double cost_ns)
{
    uint64_t limit = f->wish->config->limit;
    uint64_t busy = limit < f->wish->threads ? limit : f->wish->threads;
    uint64_t tasks = (uint64_t)(BREAK_EVEN_BATCH_NS / (cost_ns + f->hop_ns + 1));
    tasks = tasks < BREAK_EVEN_FEW ? BREAK_EVEN_FEW : tasks;
    tasks = tasks < BREAK_EVEN_TURNS * busy ? BREAK_EVEN_TURNS * busy : tasks;
    return tasks < BREAK_EVEN_MANY ? tasks : BREAK_EVEN_MANY;
}

/* By how much a task takes longer on the pool than on the loop; below 0: it is quicker there. */
static double finder_difference(struct finder *f, double cost_ns)
{
    uint64_t tasks = finder_tasks(f, cost_ns);
    double pool_ns = f->pool_first ? finder_run(f, tasks, cost_ns, false) : 0;
    double loop_ns = finder_run(f, tasks, cost_ns, true);
    if (!f->pool_first)
        pool_ns = finder_run(f, tasks, cost_ns, false);
    f->pool_first = !f->pool_first;
    return pool_ns - loop_ns;
}

/* The cost at which the difference changes its sign, between two at which it has both; INFINITY: it is
 * above 0 wherever it was looked at. */
static double finder_cost(struct finder *f)
{
    double low = 0, high = f->hop_ns / 2;
    while (finder_difference(f, high) > 0) {
        if (high >= BREAK_EVEN_HOPS * f->hop_ns && high >= BREAK_EVEN_FAR_NS) {
            f->tried_ns = high < f->tried_ns ? high : f->tried_ns;
            return INFINITY;
        }
        low = high;
        high *= 2;
    }
    for (int i = 0; i < BREAK_EVEN_HALVINGS; i++) {
        double middle = (low + high) / 2;
        bool pool_wins = finder_difference(f, middle) <= 0;
        low = pool_wins ? low : middle;
        high = pool_wins ? middle : high;
    }
    return (low + high) / 2;
}

/* The middle one, and the interval, of an odd number of values. None is a mean of two: one may be INFINITY. */
static struct ac_interval finder_interval(double values[], size_t count)
{
    struct ac_interval found = {NAN, NAN, NAN};
    size_t rank = statistics_rank(count);
    if (!count)
        return found;
    statistics_median(values, count); /* sorts them */
    found.median = values[count / 2];
    if (rank) {
        found.low = values[rank - 1];
        found.high = values[count - rank];
    }
    return found;
}

struct ac_break_even ac_break_even_find(const struct ac_break_even_wish *wish)
{
    struct finder finder = {.wish = wish,
                            .end_ns = uv_hrtime() + wish->most_ns,
                            .tried_ns = INFINITY};
    double hops[AC_BREAK_EVEN_ROUNDS], costs[AC_BREAK_EVEN_ROUNDS];
    size_t rounds = 0;
    finder_difference(&finder,
                      0); /* the pool has its threads from then on, and the caches are warm */
    while (rounds < AC_BREAK_EVEN_ROUNDS) {
        finder.hop_ns = 0;
        finder.hop_ns = finder_difference(&finder, 0);
        hops[rounds] = finder.hop_ns;
        costs[rounds] = finder.hop_ns > 0 ? finder_cost(&finder) : 0;
        if (finder.failed)
            break;
        rounds++;
    }
    rounds -= rounds && rounds % 2 == 0;
    return (struct ac_break_even){.rounds = (unsigned)rounds,
                                  .tried_ns = finder.tried_ns,
                                  .hop = finder_interval(hops, rounds),
                                  .cost = finder_interval(costs, rounds)};
}
