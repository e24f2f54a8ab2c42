/* pace.c -- see pace.h. */
#include "pace.h"

/* Saturates below AC_FOREVER. */
static uint64_t add(uint64_t a, uint64_t b)
{
    return b < AC_FOREVER - 1 - a ? a + b : AC_FOREVER - 1;
}

static int pace_next(struct ac_source *source, struct ac_item *item)
{
    struct ac_pace *pace = (struct ac_pace *)source;
    if (!pace->pulled)
        pace->next_ns = source->now_ns;
    bool known = !pace->adds || pace->pulled < pace->known;
    bool there = source->now_ns >= pace->next_ns;
    if (pace->pulled < source->count && !(known && there)) {
        source->wake_ns = known ? pace->next_ns : AC_FOREVER;
        return AC_SUPPLY_NONE;
    }
    item->there_ns = pace->next_ns; /* not now: whoever asks may be late */
    int answer = pace->from->next(pace->from, item);
    if (answer == AC_SUPPLY_TASK) {
        pace->pulled++;
        pace->next_ns = add(pace->next_ns, pace->every_ns);
    }
    return answer;
}

void ac_pace_init(struct ac_pace *pace, struct ac_source *from, uint64_t every_ns, uint64_t adds)
{
    *pace = (struct ac_pace){
        .source = {.count = from->count,
                   .next = pace_next,
                   .timed = every_ns > 0,
                   .dated = every_ns > 0 && !adds},
        .from = from,
        .every_ns = every_ns,
        .adds = adds,
        .known = 1,
    };
}

void ac_pace_done(struct ac_pace *pace, struct ac_run *run)
{
    if (!pace->adds)
        return;
    pace->known = add(pace->known, pace->adds);
    ac_more(run);
}
