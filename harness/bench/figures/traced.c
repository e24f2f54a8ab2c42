/* traced.c -- see traced.h. */
#include "traced.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

#include "../../base/complain.h"

#define MOST_NS 9e15 /* beyond, a double is no exact ns */

/* Says so where the file is something else. */
static bool traced_is_trace(struct figures_data *data, const struct rows *rows, const char *path)
{
    if (rows_has(rows, "t_ns") && rows_has(rows, "event") && rows_has(rows, "task"))
        return true;
    complain("cannot read %s: must begin with t_ns, event, task, as --trace writes it "
             "with --trace-format tsv",
             path);
    data->error = -EINVAL;
    return false;
}

/* Whether a line is an event. No task has a number above the number of lines. */
static bool traced_read_line(const struct rows *rows, size_t row, struct ac_record *record)
{
    double task = rows_number(rows, row, "task"), t_ns = rows_number(rows, row, "t_ns");
    unsigned event = 0;
    while (event < AC_EVENTS && !rows_is(rows, row, "event", ac_event_names[event]))
        event++;
    if (event == AC_EVENTS || !(task >= 1 && task <= (double)rows->count) ||
        !(t_ns >= 0 && t_ns <= MOST_NS))
        return false;
    *record =
        (struct ac_record){.t_ns = (uint64_t)t_ns, .number = (uint32_t)task, .event = event & 0xff};
    return true;
}

void traced_open(struct traced *traced, struct figures_data *data, const char *path,
                 const struct ac_strategy *strategy, enum ac_slot_rule rule)
{
    static const char *const looked_at_below[] = {NULL};
    struct rows rows = {0};
    bool there =
        figures_read(data, &rows, path, looked_at_below) && traced_is_trace(data, &rows, path);
    *traced = (struct traced){.strategy = strategy};
    traced->records = text_resize(NULL, (rows.count + 1) * sizeof *traced->records);
    for (size_t row = 0; there && row < rows.count; row++)
        traced->count += traced_read_line(&rows, row, &traced->records[traced->count]);
    rows_free(&rows);
    if (!ac_lives_open(&traced->lives, traced->records, traced->count, rule, UINT64_MAX))
        figures_note(data, path, -ENOMEM);
}

void traced_close(struct traced *traced)
{
    ac_lives_close(&traced->lives);
    free(traced->records);
}

uint64_t traced_ns(const struct traced *traced, uint32_t place)
{
    return place == AC_NEVER ? 0 : traced->records[place].t_ns;
}

void traced_add(const struct traced *traced, uint32_t task, struct text *tsv)
{
    const struct ac_life *life = &traced->lives.lives[task];
    const struct ac_follow *counts = &traced->lives.follow;
    text_printf(tsv, "%" PRIu32 "\t%" PRIu32 "\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64,
                task, life->slot, traced_ns(traced, life->pull), traced_ns(traced, life->launch),
                traced_ns(traced, life->finish), traced_ns(traced, life->take));
    text_printf(tsv, "\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64, counts->most_waiting,
                counts->most_in_flight, counts->most_unread);
}
