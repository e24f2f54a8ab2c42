/* arrivals.c -- see arrivals.h. */
#include "arrivals.h"

/* Saturates below AC_FOREVER. */
static uint64_t arrivals_add(uint64_t a, uint64_t b)
{
    return b < AC_FOREVER - 1 - a ? a + b : AC_FOREVER - 1;
}

static int arrivals_next(struct ac_source *source, struct ac_item *item)
{
    struct ac_arrivals *self = (struct ac_arrivals *)source;
    if (!self->pulled)
        self->next_ns = source->now_ns;
    bool known = !self->adds || self->pulled < self->known;
    bool there = source->now_ns >= self->next_ns;
    if (self->pulled < source->count && !(known && there)) {
        source->wake_ns = known ? self->next_ns : AC_FOREVER;
        return AC_SUPPLY_NONE;
    }
    item->there_ns = self->next_ns; /* not now: the run may ask late */
    int answer = self->from->next(self->from, item);
    if (answer == AC_SUPPLY_TASK) {
        self->pulled++;
        self->next_ns = arrivals_add(self->next_ns, self->every_ns);
    }
    return answer;
}

void ac_arrivals_init(struct ac_arrivals *arrivals, struct ac_source *from, uint64_t every_ns,
                      uint64_t adds)
{
    *arrivals = (struct ac_arrivals){
        .source = {.count = from->count,
                   .next = arrivals_next,
                   .timed = every_ns > 0,
                   .dated = every_ns > 0 && !adds},
        .from = from,
        .every_ns = every_ns,
        .adds = adds,
        .known = 1,
    };
}

void ac_arrivals_done(struct ac_arrivals *arrivals, struct ac_run *run)
{
    if (!arrivals->adds)
        return;
    arrivals->known = arrivals_add(arrivals->known, arrivals->adds);
    ac_more(run);
}
