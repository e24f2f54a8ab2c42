/* messages.c -- see messages.h. */
#include "messages.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "../base/units.h"
#include "../scenario/config.h"
#include "command.h"

/* The highest limit in force at any point of the run. */
static uint64_t highest_limit(const struct ac_options *o, uint64_t tasks)
{
    uint64_t highest = o->limit ? o->limit : tasks;
    for (unsigned i = 0; i < o->change_count; i++)
        if (o->changes[i].limit > highest)
            highest = o->changes[i].limit;
    return highest < tasks ? highest : tasks;
}

void ac_messages_notes(const struct ac_options *o, uint64_t tasks)
{
    unsigned flags = o->strategy->flags;
    const char *name = o->strategy->name;
    if (o->limit && flags & (AC_NO_LIMIT | AC_SERIAL))
        fprintf(stderr, "as-completed: -l is ignored: %s %s\n", name,
                flags & AC_SERIAL ? "runs one task at a time" : "has no limit");
    if (o->queue && !(flags & AC_QUEUES))
        fprintf(stderr, "as-completed: --queue is ignored: %s has no queues of its own\n", name);
    if (AC_GIVEN(o, poll_interval_ns) && !(flags & AC_POLLED))
        fprintf(stderr, "as-completed: --poll-interval is ignored: %s does not poll\n", name);
    if (o->precise && o->virtual_clock)
        fputs("as-completed: --precise is ignored: the virtual clock is never late\n", stderr);
    uint64_t pulled = ac_config_window(o), limit = highest_limit(o, tasks);
    if (pulled && pulled < limit && !(flags & AC_SERIAL))
        fprintf(stderr,
                "as-completed: --%s %s is below the limit of %s: at most %s tasks are in flight\n",
                pulled == o->unread ? "unread" : "window", AC_COUNT(pulled), AC_COUNT(limit),
                AC_COUNT(pulled));
}

void ac_messages_error(const struct ac_options *options, const struct ac_sleeps *sleeps,
                       const struct ac_run *run)
{
    const struct ac_counts *c = ac_counts(run);
    const struct ac_breach *breach = ac_breach(run);
    const char *name = options->strategy->name;
    int error = ac_error(run);
    if (breach->rule)
        complain("%s: breach of '%s': task %u %s (%llu in flight, %llu waiting, %llu unread)", name,
                 ac_rule_name(breach->rule), (unsigned)breach->task, ac_rule_text(breach->rule),
                 (unsigned long long)breach->in_flight, (unsigned long long)breach->waiting,
                 (unsigned long long)breach->unread);
    else if (error == -ENOMEM)
        complain("%s: out of memory while holding %s tasks (%s waiting, %s in flight, %s unread)",
                 name, AC_COUNT(c->waiting + c->in_flight + c->unread), AC_COUNT(c->waiting),
                 AC_COUNT(c->in_flight), AC_COUNT(c->unread));
    else if (error == -EOVERFLOW)
        complain("%s: the run takes too long: must end within 2^63-1 ns, which is 292 years", name);
    else if (error == -ESTALE)
        complain("--sleeps %s: changed while it was read, after task %llu", options->sleeps,
                 (unsigned long long)c->pulled);
    else if (error == -EIO && sleeps->durations)
        complain("--sleeps %s: cannot read after task %llu: %s", options->sleeps,
                 (unsigned long long)c->pulled, strerror(EIO));
    else if (error)
        complain_about("the run ended early", name, error);
}

void ac_messages_timeout(const struct ac_options *options, const struct ac_counts *counts)
{
    complain("%s: timed out after %s: %s tasks were cancelled, %s dropped", options->strategy->name,
             AC_DURATION(options->timeout_ns), AC_COUNT(counts->cancelled),
             AC_COUNT(counts->dropped));
}
