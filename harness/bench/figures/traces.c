/* traces.c -- the two figures made of traces: who held which slot when, and in which order.
 *
 * Traces of the real clock serve where any is kept, else those of the virtual one. A task's lane is
 * the lowest one that is free when the task is launched; under a limit the lanes are the slots.
 */
#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "../../base/complain.h"
#include "part.h"

#define CLOSE 1.02 /* ends that are as soon as each other */
#define LIKE  0.5  /* a likeness of orders that an eye sees */

struct life {
    double pull_ns, launch_ns, finish_ns, take_ns; /* NAN: never */
    unsigned pull_place, take_place;               /* from 1; 0: never */
    unsigned lane;                                 /* from 1 */
};

struct trace {
    const char *strategy, *clock;
    size_t tasks; /* lives[task], from 1 */
    struct life *lives;
    double *free_ns; /* of each lane: when its last task finished */
    unsigned pulled, taken;
    int now[3], most[3];     /* waiting, in flight, unread */
    const struct life *hand; /* pulled by the event before: launched next, it has not waited */
};

/* A task goes from one count into the next. */
static void move(struct trace *trace, int from, int to)
{
    if (from >= 0)
        trace->now[from]--;
    if (to < 3 && ++trace->now[to] > trace->most[to] && to > 0)
        trace->most[to] = trace->now[to];
}

static void note_waiting(struct trace *trace)
{
    if (trace->now[0] > trace->most[0])
        trace->most[0] = trace->now[0];
}

static unsigned free_lane(struct trace *trace, double launch_ns)
{
    unsigned lane = 1;
    while (trace->free_ns[lane] > launch_ns)
        lane++;
    trace->free_ns[lane] = INFINITY;
    return lane;
}

static void follow(struct trace *trace, struct life *life, const char *event, double t_ns)
{
    bool pulls = strcmp(event, "pull") == 0;
    bool at_once = trace->hand && trace->hand == life && strcmp(event, "launch") == 0;
    if (!at_once)
        note_waiting(trace);
    trace->hand = pulls ? life : NULL;
    if (pulls) {
        life->pull_ns = t_ns;
        life->pull_place = ++trace->pulled;
        move(trace, -1, 0);
    } else if (strcmp(event, "launch") == 0) {
        life->launch_ns = t_ns;
        life->lane = free_lane(trace, t_ns);
        move(trace, 0, 1);
    } else if (strcmp(event, "finish") == 0) {
        life->finish_ns = trace->free_ns[life->lane] = t_ns;
        move(trace, 1, 2);
    } else if (strcmp(event, "take") == 0) {
        life->take_ns = t_ns;
        life->take_place = ++trace->taken;
        move(trace, 2, 3);
    }
}

/* The task of a line; 0: none. No task has a number above the number of lines. */
static size_t line_task(const struct rows *rows, size_t row)
{
    double task = rows_number(rows, row, "task");
    return task >= 1 && task <= (double)rows->count ? (size_t)task : 0;
}

/* Says so where the file is something else. */
static bool is_trace(struct figures_data *data, const struct rows *rows, const char *path)
{
    if (rows_has(rows, "t_ns") && rows_has(rows, "event") && rows_has(rows, "task"))
        return true;
    if (!data->error)
        complain("cannot read %s: must begin with t_ns, event, task, as --trace writes it "
                 "with --trace-format tsv",
                 path);
    data->error = data->error ? data->error : -EINVAL;
    return false;
}

/* Reads a strategy's trace into `trace`, of no tasks where there is none. */
static void open_trace(struct trace *trace, struct figures_data *data, const char *path,
                       const char *strategy, const char *clock)
{
    static const char *const looked_at_below[] = {NULL};
    struct rows rows = {0};
    bool there = figures_read(data, &rows, path, looked_at_below) && is_trace(data, &rows, path);
    *trace = (struct trace){strategy, clock, .tasks = there ? rows.count : 0};
    trace->lives = text_resize(NULL, (trace->tasks + 1) * sizeof *trace->lives);
    trace->free_ns = text_resize(NULL, (trace->tasks + 2) * sizeof *trace->free_ns);
    for (size_t i = 0; i <= trace->tasks; i++) {
        trace->lives[i] = (struct life){NAN, NAN, NAN, NAN, 0, 0, 0};
        trace->free_ns[i] = trace->free_ns[i + 1] = -INFINITY;
    }
    for (size_t row = 0; row < trace->tasks; row++)
        if (line_task(&rows, row))
            follow(trace, &trace->lives[line_task(&rows, row)], rows_get(&rows, row, "event"),
                   rows_number(&rows, row, "t_ns"));
    rows_free(&rows);
}

static void close_trace(struct trace *trace)
{
    free(trace->lives);
    free(trace->free_ns);
}

/* What the titles rest on, gathered from the traces of one clock. */
struct facts {
    unsigned tasks;
    int slots;                        /* in flight at most, where there is a limit */
    double first_end_ns, last_end_ns; /* of the last finish with a limit: soonest and latest */
    double free_end_ns;               /* without one */
    double longest_ns;                /* the longest time in flight */
    double free_likeness;  /* of the order of results to that of pulls, without a limit */
    double least_likeness; /* with one */
};

/* Spearman's rank correlation of pulls and takes, from -1 (reversed) to 1 (the same); of a trace in
 * which every task was taken. */
static double likeness(const struct trace *trace)
{
    double squares = 0, count = trace->taken;
    for (size_t task = 1; task <= trace->tasks; task++) {
        double moved =
            (double)trace->lives[task].take_place - (double)trace->lives[task].pull_place;
        squares += moved * moved;
    }
    return 1 - 6 * squares / (count * (count * count - 1));
}

static void gather(struct facts *facts, const struct trace *trace)
{
    double end_ns = 0;
    for (size_t task = 1; task <= trace->tasks; task++) {
        const struct life *life = &trace->lives[task];
        end_ns = fmax(end_ns, life->finish_ns); /* fmax() passes over NAN */
        facts->longest_ns = fmax(facts->longest_ns, life->finish_ns - life->launch_ns);
    }
    facts->tasks = trace->taken;
    if (cells_has(trace->strategy, AC_NO_LIMIT)) {
        facts->free_end_ns = end_ns;
        facts->free_likeness = likeness(trace);
    } else {
        facts->slots = trace->most[1] > facts->slots ? trace->most[1] : facts->slots;
        facts->first_end_ns = fmin(facts->first_end_ns, end_ns);
        facts->last_end_ns = fmax(facts->last_end_ns, end_ns);
        facts->least_likeness = fmin(facts->least_likeness, likeness(trace));
    }
}

/* How a figure writes a trace, and which strategies it leaves out. */
struct kind {
    void (*write)(const struct trace *trace, struct text *tsv);
    unsigned without; /* flags */
};

static bool add_traces(const char *dir, const char *clock, const struct kind *kind,
                       struct figures_data *data, struct facts *facts)
{
    *facts = (struct facts){.first_end_ns = INFINITY, .free_likeness = NAN, .least_likeness = 1};
    for (size_t i = 0; ac_strategies[i]; i++) {
        struct trace trace;
        if (ac_strategies[i]->flags & kind->without)
            continue;
        char *path = text_format("%s/traces/%s-%s.tsv", dir, ac_strategies[i]->name, clock);
        open_trace(&trace, data, path, ac_strategies[i]->name, clock);
        if (trace.taken) {
            kind->write(&trace, &data->tsv);
            gather(facts, &trace);
        }
        close_trace(&trace);
        free(path);
    }
    return facts->tasks > 0;
}

static bool add_clock(const struct figures_source *source, const struct kind *kind,
                      struct figures_data *data, struct facts *facts)
{
    return add_traces(source->dir, "real", kind, data, facts) ||
           add_traces(source->dir, "virtual", kind, data, facts);
}

static const char no_traces[] = "no traces are kept";

static void add_slots(const struct trace *trace, struct text *tsv)
{
    for (size_t task = 1; task <= trace->tasks; task++) {
        const struct life *life = &trace->lives[task];
        if (life->take_place)
            text_printf(tsv, "%s\t%s\t%zu\t%u\t%.0f\t%.0f\t%.0f\t%.0f\t%d\t%d\t%d\n",
                        trace->strategy, trace->clock, task, life->lane, life->pull_ns,
                        life->launch_ns, life->finish_ns, life->take_ns, trace->most[0],
                        trace->most[1], trace->most[2]);
    }
}

static void add_places(const struct trace *trace, struct text *tsv)
{
    for (size_t task = 1; task <= trace->tasks; task++)
        if (trace->lives[task].take_place)
            text_printf(tsv, "%s\t%s\t%zu\t%u\t%u\n", trace->strategy, trace->clock, task,
                        trace->lives[task].pull_place, trace->lives[task].take_place);
}

const char *figures_gantt(const struct figures_source *source, struct figures_data *data)
{
    static const struct kind kind = {add_slots, 0};
    struct facts facts;
    text_add(&data->tsv,
             "# lane: the slot, from 1; times: ns from the start of the run; max: at the most\n"
             "strategy\tclock\ttask\tlane\tpull_ns\tlaunch_ns\tfinish_ns\ttake_ns\t"
             "max_waiting\tmax_in_flight\tmax_unread\n");
    if (!add_clock(source, &kind, data, &facts))
        return no_traces;
    double end_ns = fmax(facts.free_end_ns, facts.last_end_ns);
    bool as_soon = facts.free_end_ns > end_ns / CLOSE && facts.first_end_ns > end_ns / CLOSE;
    if (as_soon && facts.longest_ns > end_ns / CLOSE && facts.slots < (int)facts.tasks)
        text_printf(&data->title, "%d slots are done as soon as %u: task 1 alone takes the second",
                    facts.slots, facts.tasks);
    else
        text_add(&data->title, "Which task held which slot, and when");
    return NULL;
}

const char *figures_order(const struct figures_source *source, struct figures_data *data)
{
    static const struct kind kind = {add_places, AC_CONTROL};
    struct facts facts;
    text_add(&data->tsv, "# places: 1 is the first task pulled, the first result taken\n"
                         "strategy\tclock\ttask\tpull_place\ttake_place\n");
    if (!add_clock(source, &kind, data, &facts))
        return no_traces;
    if (facts.free_likeness < -LIKE && facts.least_likeness > LIKE && facts.slots > 0)
        text_add(&data->title, "Without a limit the shortest come first; with one, results keep "
                               "near the order of the pulls");
    else
        text_add(&data->title, "In which order the results come");
    return NULL;
}
