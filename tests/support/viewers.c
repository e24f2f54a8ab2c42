/* viewers.c -- see viewers.h. */
#include "viewers.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct event {
    char kind; /* X: also an `i`; s; f */
    size_t order;
    json_int_t pid, tid, id;
    const char *cat, *name;
    double us, dur_us;   /* as they stand there */
    double start, end;   /* in the viewer's own unit; of a flow both are its stamp */
    bool after_slices;   /* of its stamp, wherever it stands */
    struct event *bound; /* of a flow: its slice */
    bool has_flow;       /* of a slice */
};

struct layout {
    const char *viewer;
    struct event *events, **flows;
    size_t count, flow_count;
    double units_in_ms; /* Catapult rounds to them */
    struct viewers *seen;
    char *why;
};

__attribute__((format(printf, 2, 3))) static bool bad(struct layout *l, const char *format, ...)
{
    va_list values;
    int length = snprintf(l->why, VIEWERS_WHY, "%s: ", l->viewer);
    va_start(values, format);
    vsnprintf(l->why + length, VIEWERS_WHY - (size_t)length, format, values);
    va_end(values);
    return false;
}

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

static void read_event(struct layout *l, const json_t *from, size_t order)
{
    const char *kind = text_of(from, "ph");
    if (!*kind || !strchr("Xisf", *kind))
        return;
    l->events[l->count++] = (struct event){
        .kind = *kind == 'i' ? 'X' : *kind,
        .order = order,
        .pid = json_integer_value(json_object_get(from, "pid")),
        .tid = json_integer_value(json_object_get(from, "tid")),
        .id = json_integer_value(json_object_get(from, "id")),
        .cat = text_of(from, "cat"),
        .name = text_of(from, "name"),
        .us = json_number_value(json_object_get(from, "ts")),
        .dur_us = json_number_value(json_object_get(from, "dur")),
    };
}

#define COMPARE(a, b) (((a) > (b)) - ((a) < (b)))

static int by_time(const struct event *a, const struct event *b)
{
    int order = COMPARE(a->start, b->start);
    order = order ? order : COMPARE(a->after_slices, b->after_slices);
    return order ? order : COMPARE(a->order, b->order);
}

static int by_thread(const void *one, const void *other)
{
    const struct event *a = one, *b = other;
    int order = COMPARE(a->pid, b->pid);
    order = order ? order : COMPARE(a->tid, b->tid);
    return order ? order : by_time(a, b);
}

static int by_flow(const void *one, const void *other)
{
    const struct event *a = *(struct event *const *)one, *b = *(struct event *const *)other;
    int order = COMPARE(a->id, b->id);
    return order ? order : by_time(a, b);
}

static bool same_thread(const struct event *a, const struct event *b)
{
    return a->pid == b->pid && a->tid == b->tid;
}

/* --- Catapult --- */

static void time_in_catapult(struct event *e)
{
    e->start = e->us / 1000;
    e->end = e->start + e->dur_us / 1000;
    e->after_slices = e->kind != 'X';
}

static double rounded(const struct layout *l, double ms)
{
    return floor(ms * l->units_in_ms + 0.5);
}

static bool catapult_lays(struct layout *l, const struct event *before, const struct event *slice)
{
    return rounded(l, slice->start) < rounded(l, before->start) ||
           rounded(l, before->end) < rounded(l, slice->end) ||
           bad(l, "'%s' lies inside '%s'", slice->name, before->name);
}

static bool catapult_places(struct layout *l)
{
    struct event *last = NULL, *before = NULL, *at = NULL; /* `at`: the first that starts with it */
    for (struct event *e = l->events; e < l->events + l->count; e++) {
        if (last && !same_thread(last, e))
            last = before = at = NULL;
        if (at && e->start > at->start) {
            before = last;
            at = NULL;
        }
        if (e->kind != 'X') {
            e->bound = before && e->start <= before->end ? before : at;
            continue;
        }
        if (last && !catapult_lays(l, last, e))
            return false;
        at = at ? at : e;
        last = e;
    }
    return true;
}

/* --- Perfetto --- */

static void time_in_perfetto(struct event *e)
{
    e->start = (double)llround(e->us * 1000);
    e->end = e->start + (double)llround(e->dur_us * 1000);
    e->after_slices = false;
}

static bool perfetto_places(struct layout *l)
{
    struct event *last = NULL;
    for (struct event *e = l->events; e < l->events + l->count; e++) {
        if (last && !same_thread(last, e))
            last = NULL;
        if (e->kind != 'X') {
            e->bound = last;
            continue;
        }
        bool both_without = last && last->end == last->start && e->end == e->start;
        if (last && (last->end > e->start || (last->end == e->start && both_without)))
            return bad(l, "'%s' lies inside '%s', or half inside", e->name, last->name);
        last = e;
    }
    return true;
}

/* --- both --- */

static bool starts_well(struct layout *l, struct event *s, const struct event *open, bool again)
{
    if (open || again)
        return bad(l, "a second flow of the same id, %" JSON_INTEGER_FORMAT, s->id);
    if (!s->bound || strncmp(s->bound->name, "task ", 5) != 0)
        return bad(l, "flow %" JSON_INTEGER_FORMAT " starts in no task", s->id);
    if (s->bound->has_flow)
        return bad(l, "two flows start in '%s'", s->bound->name);
    s->bound->has_flow = true;
    l->seen->starts++;
    return true;
}

static bool ends_well(struct layout *l, struct event *f, const struct event *open)
{
    char take[32];
    if (!open)
        return bad(l, "flow %" JSON_INTEGER_FORMAT " ends before it starts", f->id);
    snprintf(take, sizeof take, "take %.20s", open->bound->name + strlen("task "));
    if (!f->bound || strcmp(f->bound->name, take) != 0 || f->pid != open->pid)
        return bad(l, "the flow of '%s' ends in '%s'", open->bound->name,
                   f->bound ? f->bound->name : "");
    l->seen->flows++;
    return true;
}

/* `once`: an id is not free again when its flow has ended. */
static bool joins(struct layout *l, bool once)
{
    const struct event *open = NULL, *before = NULL;
    l->flow_count = 0;
    for (size_t i = 0; i < l->count; i++)
        if (l->events[i].kind != 'X')
            l->flows[l->flow_count++] = &l->events[i];
    qsort(l->flows, l->flow_count, sizeof *l->flows, by_flow);
    for (size_t i = 0; i < l->flow_count; i++) {
        struct event *e = l->flows[i];
        bool same = before && before->id == e->id;
        bool named = same && strcmp(before->cat, e->cat) == 0 && strcmp(before->name, e->name) == 0;
        open = same ? open : NULL;
        if (e->kind == 's' ? !starts_well(l, e, open, once && named) : !ends_well(l, e, open))
            return false;
        open = e->kind == 's' ? e : NULL;
        before = e;
    }
    return true;
}

static void time_all(struct layout *l, const char *viewer, void (*time)(struct event *))
{
    l->viewer = viewer;
    *l->seen = (struct viewers){.slices = 0};
    for (size_t i = 0; i < l->count; i++) {
        time(&l->events[i]);
        l->events[i].has_flow = false;
        l->events[i].bound = NULL;
        l->seen->slices += l->events[i].kind == 'X';
    }
    qsort(l->events, l->count, sizeof *l->events, by_thread);
}

static bool catapult_opens(struct layout *l, const json_t *root)
{
    l->units_in_ms = strcmp(text_of(root, "displayTimeUnit"), "ns") == 0 ? 1e6 : 1e3;
    time_all(l, "Catapult", time_in_catapult);
    return catapult_places(l) && joins(l, false);
}

static bool perfetto_opens(struct layout *l)
{
    time_all(l, "Perfetto", time_in_perfetto);
    return perfetto_places(l) && joins(l, true);
}

bool viewers_check(const json_t *root, struct viewers *seen, char why[VIEWERS_WHY])
{
    const json_t *events = json_object_get(root, "traceEvents"), *event;
    size_t i, room = json_array_size(events) + 1;
    struct layout l = {.seen = seen, .why = why};
    l.events = calloc(room, sizeof *l.events);
    l.flows = calloc(room, sizeof(struct event *));
    l.viewer = "memory";
    bool good = (l.events && l.flows) || bad(&l, "there is none");
    json_array_foreach(events, i, event)
    {
        if (good)
            read_event(&l, event, i);
    }
    good = good && catapult_opens(&l, root) && perfetto_opens(&l);
    free(l.events);
    free(l.flows);
    return good;
}
