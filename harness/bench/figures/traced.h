/* traced.h -- a trace as a file has it, and the lives of its tasks; private to the figures, and to the
 * lessons' pictures.
 */
#ifndef AC_BENCH_FIGURES_TRACED_H
#define AC_BENCH_FIGURES_TRACED_H

#include "../../trace/lives.h"
#include "part.h"

struct traced {
    const struct ac_strategy *strategy;
    struct ac_record *records;
    uint32_t count;        /* of records; 0: there is no such file */
    struct ac_lives lives; /* their places are those of the records */
};

/* Reads a trace of this strategy, as --trace writes it, and follows it under this slot rule. What
 * went wrong is said, and kept in data->error. The caller closes it, in any case. */
void traced_open(struct traced *traced, struct figures_data *data, const char *path,
                 const struct ac_strategy *strategy, enum ac_slot_rule rule);

void traced_close(struct traced *traced);

/* The instant of a place, in ns from the start of the run; 0 where the place is AC_NEVER. */
uint64_t traced_ns(const struct traced *traced, uint32_t place);

/* The columns of a task's life, and its row without an end. A lane is a slot. `max_` is of the whole
 * trace. */
#define TRACED_COLUMNS                                     \
    "task\tlane\tpull_ns\tlaunch_ns\tfinish_ns\ttake_ns\t" \
    "max_waiting\tmax_in_flight\tmax_unread"
void traced_add(const struct traced *traced, uint32_t task, struct text *tsv);

#endif
