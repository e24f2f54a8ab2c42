/* stamps.c -- see stamps.h. */
#include "stamps.h"
#include "../../base/statistics.h"
#include "../../base/text.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int stamps_load(struct stamps *stamps, const char *path)
{
    struct text text = {0};
    *stamps = (struct stamps){NULL, 0};
    int error = text_read_file(&text, path);
    const char *line = text_chars(&text);
    for (int length; !error && *line; line += length) {
        unsigned long long number, start, end;
        length = 0;
        if (sscanf(line, "%llu %llu %llu%n", &number, &start, &end, &length) != 3 ||
            line[length++] != '\n' || end < start) {
            error = -EBADMSG;
            break;
        }
        stamps->items = text_resize(stamps->items, (stamps->count + 1) * sizeof *stamps->items);
        stamps->items[stamps->count++] = (struct stamp){number, start, end};
    }
    text_free(&text);
    return error == -ENOENT ? 0 : error;
}

void stamps_free(struct stamps *stamps)
{
    free(stamps->items);
    *stamps = (struct stamps){NULL, 0};
}

static int stamps_by_number(const void *left, const void *right)
{
    const struct stamp *a = left, *b = right;
    return (a->number > b->number) - (a->number < b->number);
}

static int stamps_by_value(const void *left, const void *right)
{
    const uint64_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

/* All starts (or all ends) in the order of time; the caller frees them. */
static uint64_t *stamps_sorted(const struct stamps *stamps, bool starts)
{
    uint64_t *values = text_resize(NULL, (stamps->count + 1) * sizeof *values);
    for (size_t i = 0; i < stamps->count; i++)
        values[i] = starts ? stamps->items[i].start_ns : stamps->items[i].end_ns;
    qsort(values, stamps->count, sizeof *values, stamps_by_value);
    return values;
}

size_t stamps_max_in_flight(const struct stamps *stamps)
{
    uint64_t *starts = stamps_sorted(stamps, true), *ends = stamps_sorted(stamps, false);
    size_t ended = 0, most = 0;
    for (size_t i = 0; i < stamps->count; i++) {
        while (ended < i && ends[ended] <= starts[i])
            ended++;
        if (i + 1 - ended > most)
            most = i + 1 - ended;
    }
    free(starts);
    free(ends);
    return most;
}

static size_t stamps_first_free(const uint64_t slots[], size_t count)
{
    size_t first = 0;
    for (size_t i = 1; i < count; i++)
        if (slots[i] < slots[first])
            first = i;
    return first;
}

uint64_t stamps_ideal(const struct stamps *stamps, uint64_t limit)
{
    size_t count = stamps->count, slot_count = limit < count ? (size_t)limit : count;
    struct stamp *order = text_resize(NULL, (count + 1) * sizeof *order);
    uint64_t *slots = text_resize(NULL, (slot_count + 1) * sizeof *slots), last = 0;
    if (count)
        memcpy(order, stamps->items, count * sizeof *order);
    qsort(order, count, sizeof *order, stamps_by_number);
    memset(slots, 0, (slot_count + 1) * sizeof *slots);
    for (size_t i = 0; i < count; i++) {
        uint64_t *slot = &slots[stamps_first_free(slots, slot_count)];
        *slot += order[i].end_ns - order[i].start_ns;
        if (*slot > last)
            last = *slot;
    }
    free(order);
    free(slots);
    return last;
}

double stamps_lateness(const struct stamps *stamps, uint64_t limit, double q)
{
    if (stamps->count <= limit)
        return NAN;
    uint64_t *starts = stamps_sorted(stamps, true), *ends = stamps_sorted(stamps, false);
    size_t count = stamps->count - (size_t)limit;
    double *late = text_resize(NULL, count * sizeof *late);
    for (size_t i = 0; i < count; i++)
        late[i] = (double)(int64_t)(starts[i + limit] - ends[i]);
    double result = statistics_quantile(late, count, q);
    free(starts);
    free(ends);
    free(late);
    return result;
}

uint64_t stamps_last_start(const struct stamps *stamps)
{
    uint64_t last = 0;
    for (size_t i = 0; i < stamps->count; i++)
        if (stamps->items[i].start_ns > last)
            last = stamps->items[i].start_ns;
    return last;
}

/* What is unread grows at an end, and shrinks at a read: so it is looked at right after each end. */
size_t stamps_max_unread(const struct stamps *stamps, const struct stamps_read reads[],
                         size_t count, uint64_t job_bytes)
{
    uint64_t *ends = stamps_sorted(stamps, false), read = 0;
    size_t at = 0, most = 0;
    for (size_t i = 0; i < stamps->count; i++) {
        for (; at < count && reads[at].at_ns <= ends[i]; at++)
            read = reads[at].bytes;
        if (i + 1 > read / job_bytes && i + 1 - (size_t)(read / job_bytes) > most)
            most = i + 1 - (size_t)(read / job_bytes);
    }
    free(ends);
    return most;
}
