/* traces.c -- the two figures made of traces: which task held which slot when, and in which order
 * the results came.
 *
 * A task's lane is the lowest one that is free when the task is launched; under a limit the lanes
 * are the slots.
 */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "../../../strategies/strategies.h"
#include "traced.h"

#define CLOSE 1.02 /* ends that are as soon as each other */
#define LIKE  0.5  /* a likeness of orders that an eye sees */

/* What the titles rest on, gathered from the traces of one clock. */
struct facts {
    unsigned tasks;
    double slots;                     /* in flight at most, where there is a limit */
    double first_end_ns, last_end_ns; /* of the last finish with a limit: soonest and latest */
    double free_end_ns;               /* without one */
    double longest_ns;                /* the longest time in flight */
    double free_likeness;  /* of the order of results to that of pulls, without a limit */
    double least_likeness; /* with one */
};

/* Spearman's rank correlation of pulls and takes, from -1 (reversed) to 1 (the same); of a trace in
 * which every task was taken. */
static double traces_likeness(const struct ac_lives *lives)
{
    double squares = 0, count = (double)lives->follow.taken;
    for (uint32_t task = 1; task <= lives->most; task++) {
        double moved = (double)lives->lives[task].taken - (double)lives->lives[task].pulled;
        squares += moved * moved;
    }
    return 1 - 6 * squares / (count * (count * count - 1));
}

static void traces_gather(struct facts *facts, const struct traced *traced)
{
    const struct ac_lives *lives = &traced->lives;
    double end_ns = 0;
    for (uint32_t task = 1; task <= lives->most; task++) {
        const struct ac_life *life = &lives->lives[task];
        if (life->finish == AC_NEVER)
            continue;
        double finish_ns = (double)traced_ns(traced, life->finish);
        end_ns = fmax(end_ns, finish_ns);
        facts->longest_ns =
            fmax(facts->longest_ns, finish_ns - (double)traced_ns(traced, life->launch));
    }
    facts->tasks = (unsigned)lives->follow.taken;
    if (traced->strategy->flags & AC_NO_LIMIT) {
        facts->free_end_ns = end_ns;
        facts->free_likeness = traces_likeness(lives);
    } else {
        facts->slots = fmax(facts->slots, (double)lives->follow.most_in_flight);
        facts->first_end_ns = fmin(facts->first_end_ns, end_ns);
        facts->last_end_ns = fmax(facts->last_end_ns, end_ns);
        facts->least_likeness = fmin(facts->least_likeness, traces_likeness(lives));
    }
}

/* How a figure writes a task that was taken, and which strategies it leaves out. */
struct kind {
    void (*write)(const struct traced *traced, uint32_t task, struct text *tsv);
    unsigned without; /* flags */
};

static void traces_add(const char *dir, const char *clock, const struct kind *kind,
                       const struct ac_strategy *strategy, struct figures_data *data,
                       struct facts *facts)
{
    struct traced traced;
    char *path = text_format("%s/traces/%s-%s.tsv", dir, strategy->name, clock);
    traced_open(&traced, data, path, strategy, AC_SLOT_TO_FINISH);
    for (uint32_t task = 1; task <= traced.lives.most; task++)
        if (traced.lives.lives[task].taken) {
            text_printf(&data->tsv, "%s\t%s\t", strategy->name, clock);
            kind->write(&traced, task, &data->tsv);
            text_add(&data->tsv, "\n");
        }
    if (traced.lives.follow.taken)
        traces_gather(facts, &traced);
    traced_close(&traced);
    free(path);
}

/* Adds the traces of the real clock, or where none is kept those of the virtual one. */
static const char *traces_add_all(const struct figures_source *source, const struct kind *kind,
                                  struct figures_data *data, struct facts *facts)
{
    static const char *const clocks[] = {"real", "virtual"};
    *facts = (struct facts){.first_end_ns = INFINITY, .free_likeness = NAN, .least_likeness = 1};
    for (size_t clock = 0; clock < 2 && !facts->tasks; clock++)
        for (size_t i = 0; ac_strategies[i]; i++)
            if (!(ac_strategies[i]->flags & kind->without))
                traces_add(source->dir, clocks[clock], kind, ac_strategies[i], data, facts);
    return facts->tasks ? NULL : "no traces are kept";
}

static void traces_add_places(const struct traced *traced, uint32_t task, struct text *tsv)
{
    const struct ac_life *life = &traced->lives.lives[task];
    text_printf(tsv, "%" PRIu32 "\t%" PRIu32 "\t%" PRIu32, task, life->pulled, life->taken);
}

const char *figures_gantt(const struct figures_source *source, struct figures_data *data)
{
    static const struct kind kind = {traced_add, 0};
    struct facts facts;
    text_add(&data->tsv,
             "# lane: the slot, from 1; times: ns from the start of the run; max: at the most\n"
             "strategy\tclock\t" TRACED_COLUMNS "\n");
    const char *why = traces_add_all(source, &kind, data, &facts);
    double end_ns = fmax(facts.free_end_ns, facts.last_end_ns);
    bool as_soon = facts.free_end_ns > end_ns / CLOSE && facts.first_end_ns > end_ns / CLOSE;
    if (as_soon && facts.longest_ns > end_ns / CLOSE && facts.slots < facts.tasks)
        text_printf(&data->title,
                    "%.0f slots are done as soon as %u: task 1 alone takes the second", facts.slots,
                    facts.tasks);
    else
        text_add(&data->title, "Which task held which slot, and when");
    return why;
}

const char *figures_order(const struct figures_source *source, struct figures_data *data)
{
    static const struct kind kind = {traces_add_places, AC_CONTROL};
    struct facts facts;
    text_add(&data->tsv, "# places: 1 is the first task pulled, the first result taken\n"
                         "strategy\tclock\ttask\tpull_place\ttake_place\n");
    const char *why = traces_add_all(source, &kind, data, &facts);
    if (facts.free_likeness < -LIKE && facts.least_likeness > LIKE && facts.slots > 0)
        text_add(&data->title, "Without a limit the shortest come first; with one, results keep "
                               "near the order of the pulls");
    else
        text_add(&data->title, "In which order the results come");
    return why;
}
