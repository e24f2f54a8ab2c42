/* chrome.c -- see chrome.h. */
#include "chrome.h"

#include <jansson.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { SLOTS = CHROME_TASKS };

#define FLOWS INT64_C(10000000000) /* of each process; the rest of an id is the task */

/* While a trace is read. */
struct reader {
    struct chrome *chrome;
    uint64_t limit;
    char *why;
    json_int_t pid, takes_tid, slot_tids[SLOTS + 1];
    uint64_t free_ns[SLOTS + 1];  /* of each slot: when its last task ended */
    uint64_t counter_ns, take_ns; /* how far the counters and the takes have come */
    json_int_t landed, take; /* of the event before: the task that ended, that was taken; or 0 */
    char flow[64], cat[64];  /* of the last flow that started */
};

__attribute__((format(printf, 2, 3))) static bool bad(struct reader *r, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    vsnprintf(r->why, CHROME_WHY, format, values);
    va_end(values);
    return false;
}

/* Every ts and dur has three decimals, which a JSON reader does not see. */
static bool has_three_decimals(const char *text, const char *key)
{
    for (const char *at = text; (at = strstr(at, key));) {
        at += strlen(key);
        size_t whole = strspn(at, "0123456789");
        const char *point = at + whole;
        if (!whole || *point != '.' || strspn(point + 1, "0123456789") != 3)
            return false;
    }
    return true;
}

static bool is_ns(const json_t *us, uint64_t *ns)
{
    if (!json_is_real(us) || json_real_value(us) < 0)
        return false;
    *ns = (uint64_t)llround(json_real_value(us) * 1000);
    return true;
}

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

static json_int_t number_of(const json_t *object, const char *key)
{
    return json_integer_value(json_object_get(object, key));
}

/* The place of a thread among the slots, from 1, or 0. */
static unsigned slot_of(const struct reader *r, json_int_t tid)
{
    for (unsigned slot = 1; slot <= r->chrome->slots; slot++)
        if (r->slot_tids[slot] == tid)
            return slot;
    return 0;
}

static bool name_thread(struct reader *r, const char *name, json_int_t tid)
{
    unsigned slot;
    if (strcmp(name, "takes") == 0) {
        r->takes_tid = tid;
        return true;
    }
    if (sscanf(name, "slot %u", &slot) != 1 || slot != r->chrome->slots + 1 || slot > SLOTS)
        return bad(r, "a thread called '%s' after %u slots", name, (unsigned)r->chrome->slots);
    if (tid == r->takes_tid || slot_of(r, tid))
        return bad(r, "two threads are %d", (int)tid);
    r->slot_tids[slot] = tid;
    r->chrome->slots = slot;
    return true;
}

static bool read_name(struct reader *r, const json_t *event, json_int_t tid)
{
    const json_t *args = json_object_get(event, "args");
    const char *what = text_of(event, "name"), *name = text_of(args, "name");
    if (strcmp(what, "thread_sort_index") == 0 || strcmp(what, "process_sort_index") == 0)
        return json_is_integer(json_object_get(args, "sort_index")) ||
               bad(r, "%s without a place", what);
    if (strcmp(what, "process_labels") == 0)
        return *text_of(args, "labels") || bad(r, "%s without labels", what);
    if (!*name)
        return bad(r, "%s without a name", what);
    if (strcmp(what, "process_name") == 0) {
        if (*r->chrome->process)
            return bad(r, "a second process, '%s'", name);
        snprintf(r->chrome->process, sizeof r->chrome->process, "%s", name);
        return true;
    }
    return strcmp(what, "thread_name") == 0 ? name_thread(r, name, tid)
                                            : bad(r, "unknown metadata '%s'", what);
}

/* Events stand in the file as they happened. */
static bool advance(struct reader *r, uint64_t *last_ns, uint64_t at_ns, const char *name)
{
    if (at_ns < *last_ns)
        return bad(r, "'%s' goes back in time", name);
    *last_ns = at_ns;
    return true;
}

static bool count_end(struct reader *r, const char *end)
{
    struct chrome *c = r->chrome;
    c->failed += strcmp(end, "fail") == 0;
    c->timed_out += strcmp(end, "timeout") == 0;
    c->cancelled += strcmp(end, "cancel") == 0;
    return !*end || strcmp(end, "fail") == 0 || strcmp(end, "timeout") == 0 ||
           strcmp(end, "cancel") == 0 || bad(r, "unknown end '%s'", end);
}

static bool read_task(struct reader *r, const json_t *event, uint64_t ts_ns, unsigned slot)
{
    uint64_t dur_ns;
    const json_t *args = json_object_get(event, "args");
    json_int_t number = number_of(args, "task");
    if (!is_ns(json_object_get(event, "dur"), &dur_ns))
        return bad(r, "X without a dur");
    if (!slot)
        return bad(r, "X in no slot");
    if (number < 1 || number > CHROME_TASKS)
        return bad(r, "X without a task");
    struct chrome_task *task = &r->chrome->tasks[number];
    if (task->slot)
        return bad(r, "task %d twice", (int)number);
    if (ts_ns < r->free_ns[slot])
        return bad(r, "task %d overlaps another in slot %u", (int)number, slot);
    r->free_ns[slot] = ts_ns + dur_ns;
    *task = (struct chrome_task){.launch_ns = ts_ns, .end_ns = ts_ns + dur_ns, .slot = slot};
    r->landed = strcmp(text_of(args, "end"), "cancel") == 0 ? 0 : number;
    r->chrome->launched++;
    return count_end(r, text_of(args, "end"));
}

static bool read_take(struct reader *r, const json_t *event, uint64_t ts_ns)
{
    json_int_t number = number_of(json_object_get(event, "args"), "task");
    if (strcmp(text_of(event, "s"), "t") != 0)
        return bad(r, "i that is not of a thread");
    if (number < 1 || number > CHROME_TASKS || !r->chrome->tasks[number].slot)
        return bad(r, "a take of no task");
    if (r->chrome->tasks[number].taken)
        return bad(r, "task %d taken twice", (int)number);
    r->chrome->tasks[number].taken = true;
    r->chrome->taken++;
    r->take = number;
    return advance(r, &r->take_ns, ts_ns, text_of(event, "name"));
}

/* The task whose flow it is; 0: that of another process. */
static json_int_t flow_of(const struct reader *r, const json_t *event)
{
    json_int_t id = number_of(event, "id");
    return id / FLOWS == r->pid ? id % FLOWS : 0;
}

/* In the task that has just ended, close to its end. */
static bool read_flow_start(struct reader *r, const json_t *event, uint64_t ts_ns, unsigned slot,
                            json_int_t landed)
{
    json_int_t number = flow_of(r, event);
    if (!landed || number != landed)
        return bad(r, "a flow that starts at no finish");
    struct chrome_task *task = &r->chrome->tasks[number];
    if (slot != task->slot || ts_ns < task->launch_ns || ts_ns > task->end_ns ||
        task->end_ns - ts_ns > 1 + (task->end_ns >> 46)) /* see harness/trace/chrome.h */
        return bad(r, "the flow of task %d does not start at its end", (int)number);
    task->handed_over = true;
    snprintf(r->flow, sizeof r->flow, "%s", text_of(event, "name"));
    snprintf(r->cat, sizeof r->cat, "%s", text_of(event, "cat"));
    r->chrome->flow_starts++;
    return true;
}

/* Viewers join what has the same cat, name and id. */
static bool read_flow_end(struct reader *r, const json_t *event, json_int_t take)
{
    json_int_t number = flow_of(r, event);
    if (strcmp(text_of(event, "name"), r->flow) != 0 || strcmp(text_of(event, "cat"), r->cat) != 0)
        return bad(r, "a flow that is called otherwise at its end");
    if (!take || number != take || strcmp(text_of(event, "bp"), "e") != 0)
        return bad(r, "a flow that ends at no take");
    if (!r->chrome->tasks[number].handed_over)
        return bad(r, "the flow of task %d has no start", (int)number);
    r->chrome->flow_ends++;
    return true;
}

static bool read_counter(struct reader *r, const json_t *event, uint64_t ts_ns)
{
    static const char *const names[] = {"waiting", "in flight", "unread"};
    const json_t *value = json_object_get(json_object_get(event, "args"), "tasks");
    struct chrome *c = r->chrome;
    unsigned which = 0;
    while (which < 3 && strcmp(text_of(event, "name"), names[which]) != 0)
        which++;
    if (which == 3 || !json_is_integer(value) || json_integer_value(value) < 0)
        return bad(r, "a counter that is none: '%s'", text_of(event, "name"));
    int64_t count = json_integer_value(value), step = count - c->now[which];
    c->now[which] = count;
    if (which == 1 && r->limit && (uint64_t)count > r->limit)
        return bad(r, "%d in flight, over the limit", (int)count);
    if (step > 1 || step < -1)
        return bad(r, "%s goes to %d at once", names[which], (int)count);
    if (which == 1)
        c->launches += step == 1;
    if (which == 2 && (uint64_t)count != c->flow_starts - c->taken)
        return bad(r, "%d unread where there are %d", (int)count, (int)(c->flow_starts - c->taken));
    if (count > c->most[which])
        c->most[which] = count;
    return advance(r, &r->counter_ns, ts_ns, names[which]);
}

static bool read_event(struct reader *r, const json_t *event)
{
    const char *kind = text_of(event, "ph");
    const json_t *pid = json_object_get(event, "pid"), *tid = json_object_get(event, "tid");
    json_int_t landed = r->landed, take = r->take;
    uint64_t ts_ns;
    r->landed = r->take = 0;
    if (strlen(kind) != 1 || !strchr("MXCisf", *kind))
        return bad(r, "an event of kind '%s'", kind);
    if (!json_is_integer(pid) || !json_is_integer(tid) || !*text_of(event, "name"))
        return bad(r, "%s without a pid, a tid or a name", kind);
    if (!r->pid)
        r->pid = json_integer_value(pid);
    if (json_integer_value(pid) != r->pid)
        return bad(r, "%s of another process", kind);
    if (*kind == 'M')
        return read_name(r, event, json_integer_value(tid));
    if (!is_ns(json_object_get(event, "ts"), &ts_ns))
        return bad(r, "%s without a ts", kind);
    unsigned slot = slot_of(r, json_integer_value(tid));
    bool of_takes = json_integer_value(tid) == r->takes_tid;
    if (strchr("if", *kind) && !of_takes)
        return bad(r, "%s outside the takes", kind);
    if (strchr("Xisf", *kind) && !*text_of(event, "cat"))
        return bad(r, "%s without a cat", kind);
    switch (*kind) {
    case 'X':
        return read_task(r, event, ts_ns, slot);
    case 'i':
        return read_take(r, event, ts_ns);
    case 's':
        return read_flow_start(r, event, ts_ns, slot, landed);
    case 'f':
        return read_flow_end(r, event, take);
    default:
        return read_counter(r, event, ts_ns);
    }
}

static bool adds_up(struct reader *r)
{
    const struct chrome *c = r->chrome;
    if (!*c->process || !r->takes_tid)
        return bad(r, "the process or its takes have no name");
    if (c->launches != c->launched)
        return bad(r, "%d launches, and %d X", (int)c->launches, (int)c->launched);
    if (c->flow_starts != c->launched - c->cancelled)
        return bad(r, "%d finishes, and %d flows", (int)(c->launched - c->cancelled),
                   (int)c->flow_starts);
    if (c->flow_ends != c->taken)
        return bad(r, "%d takes, and %d ends of flows", (int)c->taken, (int)c->flow_ends);
    if (c->now[0] || c->now[1] || c->now[2] != (int64_t)(c->flow_starts - c->flow_ends))
        return bad(r, "%d waiting, %d in flight, %d unread at the end", (int)c->now[0],
                   (int)c->now[1], (int)c->now[2]);
    if ((int64_t)c->slots != c->most[1])
        return bad(r, "%d slots for %d in flight", (int)c->slots, (int)c->most[1]);
    return true;
}

bool chrome_check(const char *text, uint64_t limit, struct chrome *chrome, char why[CHROME_WHY])
{
    static struct reader reader;
    json_error_t error;
    json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, &error), *event;
    const json_t *events = json_object_get(root, "traceEvents");
    size_t i;
    memset(chrome, 0, sizeof *chrome);
    memset(&reader, 0, sizeof reader);
    reader.chrome = chrome;
    reader.limit = limit;
    reader.why = why;
    bool good = true;
    if (!root)
        good = bad(&reader, "not JSON: %s", error.text);
    else if (!json_is_array(events))
        good = bad(&reader, "no traceEvents");
    else if (strcmp(text_of(root, "displayTimeUnit"), "ms") != 0 &&
             strcmp(text_of(root, "displayTimeUnit"), "ns") != 0)
        good = bad(&reader, "a displayTimeUnit that is none");
    else if (!has_three_decimals(text, "\"ts\":") || !has_three_decimals(text, "\"dur\":"))
        good = bad(&reader, "a time without three decimals");
    json_array_foreach(events, i, event)
    {
        if (!good)
            break;
        good = read_event(&reader, event);
    }
    good = good && adds_up(&reader) && viewers_check(root, &chrome->viewers, why);
    json_decref(root);
    return good;
}
