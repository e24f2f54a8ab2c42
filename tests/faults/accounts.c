/* accounts.c -- see accounts.h. */
#include "accounts.h"

#include <string.h>

#include "faults.h"

void accounts_note(void *accounts, uint64_t now_ns, enum ac_event event, uint32_t number)
{
    struct accounts *a = accounts;
    (void)now_ns;
    if (event == AC_EVENT_LAUNCH)
        a->launched[number]++;
    else if (event == AC_EVENT_TAKE)
        a->taken[number]++;
    else if (event != AC_EVENT_PULL && event != AC_EVENT_DROP)
        a->ended[number]++;
}

const char *accounts_fault(const struct accounts *a, const struct ac_counts *c, uint64_t count)
{
    if (c->waiting || c->in_flight)
        return "tasks wait, or are in flight";
    if (c->pulled != c->launched + c->dropped)
        return "pulled is not launched and dropped";
    if (c->launched != c->finished + c->cancelled + c->retried)
        return "launched is not finished, cancelled and retried";
    if (c->failed + c->timed_out > c->finished || c->taken > c->finished)
        return "more than finished";
    for (uint64_t i = 1; i <= count; i++)
        if (a->launched[i] > 1 || a->ended[i] != a->launched[i] || a->taken[i] > a->ended[i])
            return "a task was launched, ended or taken twice, or not at all";
    return NULL;
}

int accounts_error(void)
{
    for (unsigned i = 0; i < faults.failed && i < FAULTS_KEPT; i++)
        if (strcmp(faults.kept[i].name, "close") != 0)
            return -faults.kept[i].error;
    return 0;
}
