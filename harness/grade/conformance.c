/* conformance.c -- runs the days of the battery, with the watch between the run and its loop, source and
 * strategy; see conformance.h.
 */
#include "conformance.h"

#include <errno.h>

#include "../engine/engine.h"
#include "../loops/virtual.h"
#include "watch.h"

/* In the order of enum ac_expected, without AC_EXPECTED_NOTHING. */
const char *const ac_conformance_checks[] = {
    "flags",      "launch order",    "take order",     "delivered at once",
    "slots used", "bounded waiting", "bounded unread", "kept after take",
    NULL,
};

static const char *const expectations[] = {
    "what its flags promise is so from the first turn on",
    "tasks are launched in the order in which they were pulled",
    "results are handed over in the order in which they finished",
    "before the run waits, all that has finished is handed over",
    "no slot is free while a task could be launched",
    "no more tasks wait than its flags allow",
    "no result leaves its slot earlier than its slot rule says",
    "it keeps nothing of a task that it has handed over",
};

/* One run of one day. */
struct trial {
    struct ac_loop_virtual loop; /* first: it leads back to its trial */
    struct ac_workload workload;
    struct ac_strategy strategy; /* the one on trial, with a `take` that is watched */
    struct ac_watch watch;
    const struct ac_day_size *size;
    int (*start)(struct ac_loop *, struct ac_task *, uint64_t);
    int (*turn)(struct ac_loop *, uint64_t, bool);
};

/* --- what stands in between --- */

static int trial_next(struct ac_workload *workload, struct ac_item *item)
{
    struct trial *trial = workload->data;
    const struct ac_day *day = trial->watch.day;
    uint64_t pulled = trial->watch.pulled;
    if (pulled == workload->count)
        return AC_SUPPLY_END;
    workload->wake_ns = day->adds ? AC_FOREVER : pulled * day->interval_ns;
    if (!ac_watch_supplies(&trial->watch, trial->loop.now_ns))
        return AC_SUPPLY_NONE;
    item->number = (uint32_t)pulled + 1;
    item->duration_ns = ac_day_duration_ns(day, item->number);
    item->error = ac_day_fails(day, item->number) ? day->error : 0;
    return AC_SUPPLY_TASK;
}

static int trial_start(struct ac_loop *loop, struct ac_task *task, uint64_t duration_ns)
{
    struct trial *trial = (struct trial *)loop;
    const struct ac_day *day = trial->watch.day;
    if (day->start_error && ac_day_fails(day, task->number))
        return day->start_error;
    return trial->start(loop, task, duration_ns);
}

static int trial_turn(struct ac_loop *loop, uint64_t until_ns, bool spin)
{
    struct trial *trial = (struct trial *)loop;
    ac_watch_turn(&trial->watch, trial->loop.now_ns);
    return trial->turn(loop, until_ns, spin);
}

static void trial_event(void *context, uint64_t now_ns, enum ac_event event, uint32_t number)
{
    (void)now_ns;
    struct trial *trial = context;
    ac_watch_event(&trial->watch, event, number);
}

static struct ac_task *trial_take(struct ac_run *run)
{
    struct trial *trial = engine_of(run)->config.trace_context;
    struct ac_task *task = trial->watch.strategy->take(run);
    ac_watch_take(&trial->watch, task);
    return task;
}

/* --- the consumer --- */

static void trial_do_deed(struct trial *trial)
{
    struct ac_watch *watch = &trial->watch;
    enum ac_deed deed = watch->day->deed;
    uint64_t limit = ac_day_limit(watch->day, trial->size->limit, watch->taken);
    if (deed >= AC_DEED_STOP && watch->taken == watch->day->after)
        watch->stopped = true;
    if (watch->stopped && (deed == AC_DEED_STOP || deed == AC_DEED_CANCEL))
        ac_stop(watch->run, deed == AC_DEED_CANCEL);
    else if (watch->stopped && (deed == AC_DEED_LEAVE || deed == AC_DEED_DRAIN))
        ac_end(watch->run, deed == AC_DEED_DRAIN);
    ac_watch_limit(watch, limit);
    ac_set_limit(watch->run, limit);
}

static void trial_consume(struct trial *trial)
{
    struct ac_watch *watch = &trial->watch;
    trial_do_deed(trial);
    while ((watch->last = ac_next(watch->run))) {
        watch->last->link = &watch->nobody;
        watch->busy = true;
        ac_pass(watch->run, trial->loop.now_ns + watch->day->think_ns);
        watch->busy = false;
        if (watch->day->adds)
            ac_more(watch->run);
        trial_do_deed(trial);
    }
}

/* --- runs --- */

static int trial_open(struct trial *trial, uint64_t queue)
{
    const struct ac_day *day = trial->watch.day;
    trial->strategy.take = trial_take;
    trial->strategy.size = sizeof trial->strategy;
    ac_loop_virtual_init(&trial->loop);
    trial->start = trial->loop.loop.start;
    trial->turn = trial->loop.loop.turn;
    trial->loop.loop.start = trial_start;
    trial->loop.loop.turn = trial_turn;
    trial->workload = (struct ac_workload){.size = sizeof(struct ac_workload),
                                           .count = trial->size->count,
                                           .next = trial_next,
                                           .data = trial,
                                           .timed = true};
    struct ac_config config = {
        .size = sizeof(struct ac_config),
        .strategy = &trial->strategy,
        .workload = &trial->workload,
        .loop = &trial->loop.loop,
        .limit = trial->size->limit,
        .queue = queue,
        .task_timeout_ns = day->timeout_ns,
        .window = day->window,
        .on_error = day->on_error,
        .trace = trial_event,
        .trace_context = trial,
    };
    return ac_open(&trial->watch.run, &config);
}

static void conformance_rule(struct ac_conformance *found, enum ac_rule rule, uint32_t task)
{
    found->check = ac_rule_name(rule);
    found->expected = ac_rule_text(rule);
    found->task = task;
    found->is_rule = true;
}

static void conformance_expected(struct ac_conformance *found, enum ac_expected failed)
{
    if (!failed)
        return;
    found->check = ac_conformance_checks[failed - 1];
    found->expected = expectations[failed - 1];
}

/* After the last take: 0, -EPROTO or -ENOMEM. */
static int trial_judge(struct trial *trial, struct ac_conformance *found)
{
    struct ac_watch *watch = &trial->watch;
    const struct ac_breach *breach = ac_breach(watch->run);
    if (ac_error(watch->run) == -ENOMEM)
        return -ENOMEM;
    if (breach->rule) {
        conformance_rule(found, breach->rule, breach->task);
    } else if (!watch->failed && !watch->stopped && !ac_complete(watch->run)) {
        conformance_rule(found, AC_RULE_LOST, 0);
    } else {
        ac_watch_end(watch, trial->loop.now_ns);
        conformance_expected(found, watch->failed);
    }
    return found->check ? -EPROTO : 0;
}

/* Runs one day; *found is filled in for -EPROTO only. */
static int conformance_day(const struct ac_strategy *strategy, const struct ac_day *day,
                           const struct ac_day_size *size, uint64_t queue,
                           struct ac_conformance *found)
{
    struct trial trial = {.strategy = *strategy,
                          .size = size,
                          .watch = {.day = day, .strategy = strategy, .count = size->count}};
    *found = (struct ac_conformance){.day = day->name,
                                     .count = size->count,
                                     .limit = size->limit,
                                     .queue = queue};
    int error = trial_open(&trial, queue);
    if (!error) {
        trial_consume(&trial);
        error = trial_judge(&trial, found);
        ac_close(trial.watch.run);
    }
    ac_loop_virtual_free(&trial.loop);
    return error;
}

int ac_conformance(const struct ac_strategy *strategy, struct ac_conformance *found)
{
    static const uint64_t queues[] = {1, 4};
    for (const struct ac_day *day = ac_battery; day->name; day++) {
        if (day->window && strategy->flags & (AC_NO_LIMIT | AC_HOLDS_ALL))
            continue;
        for (const struct ac_day_size *size = ac_battery_sizes; size->limit; size++)
            for (size_t q = 0; q < sizeof queues / sizeof *queues; q++) {
                int error = conformance_day(strategy, day, size, queues[q], found);
                if (error)
                    return error;
            }
    }
    return 0;
}
