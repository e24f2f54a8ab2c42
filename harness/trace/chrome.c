/* chrome.c -- see chrome.h. */
#include "chrome.h"

#include <inttypes.h>

enum { SLOT_TID = 100 }; /* slot 1 is thread 101; the takes are the process's first thread */

/* Microseconds, exact: "%" US in a format, US_OF(ns) among the values. */
#define US        PRIu64 ".%03u"
#define US_OF(ns) (ns) / 1000, (unsigned)((ns) % 1000)

static const char *const counter_names[AC_CHROME_COUNTERS] = {"waiting", "in flight", "unread"};

static unsigned pid_of(const struct ac_strategy *strategy)
{
    unsigned at = 0;
    while (ac_strategies[at] != strategy)
        at++;
    return at + 1;
}

/* What a process or a thread is called. */
static bool put_name(const struct ac_chrome *c, unsigned tid, const char *what, const char *key,
                     const char *value)
{
    return fprintf(
               c->stream,
               ",\n{\"ph\":\"M\",\"pid\":%u,\"tid\":%u,\"name\":\"%s\",\"args\":{\"%s\":\"%s\"}}",
               c->pid, tid, what, key, value) >= 0;
}

/* Where it stands among the others. */
static bool put_place(const struct ac_chrome *c, unsigned tid, const char *what, unsigned place)
{
    return fprintf(c->stream,
                   ",\n{\"ph\":\"M\",\"pid\":%u,\"tid\":%u,\"name\":\"%s\","
                   "\"args\":{\"sort_index\":%u}}",
                   c->pid, tid, what, place) >= 0;
}

static bool put_counter(struct ac_chrome *c, unsigned which, uint64_t now_ns, uint64_t value)
{
    if (value == c->shown[which])
        return true;
    c->shown[which] = value;
    return fprintf(c->stream,
                   ",\n{\"ph\":\"C\",\"pid\":%u,\"tid\":%u,\"ts\":%" US ",\"name\":\"%s\","
                   "\"args\":{\"tasks\":%" PRIu64 "}}",
                   c->pid, c->pid, US_OF(now_ns), counter_names[which], value) >= 0;
}

static bool put_counters(struct ac_chrome *c, const struct ac_slots *slots, uint64_t now_ns)
{
    return put_counter(c, 0, now_ns, slots->waiting) &&
           put_counter(c, 1, now_ns, slots->in_flight) && put_counter(c, 2, now_ns, slots->unread);
}

bool ac_chrome_begin(struct ac_chrome *c, FILE *stream, const struct ac_strategy *strategy,
                     const char *clock)
{
    static const struct ac_slots none;
    char labels[32];
    *c = (struct ac_chrome){.stream = stream,
                            .strategy = strategy->name,
                            .pid = pid_of(strategy),
                            .shown = {UINT64_MAX, UINT64_MAX, UINT64_MAX}};
    snprintf(labels, sizeof labels, "%s clock", clock);
    bool written = fprintf(stream,
                           "{\"displayTimeUnit\":\"ns\",\"traceEvents\":[\n"
                           "{\"ph\":\"M\",\"pid\":%u,\"tid\":%u,\"name\":\"process_name\","
                           "\"args\":{\"name\":\"%s\"}}",
                           c->pid, c->pid, c->strategy) >= 0;
    return written && put_name(c, c->pid, "process_labels", "labels", labels) &&
           put_place(c, c->pid, "process_sort_index", c->pid) &&
           put_name(c, c->pid, "thread_name", "name", "takes") &&
           put_place(c, c->pid, "thread_sort_index", 0) && put_counters(c, &none, 0);
}

static bool put_slot(struct ac_chrome *c, uint32_t slot)
{
    char name[32];
    if (slot <= c->named)
        return true;
    c->named = slot;
    snprintf(name, sizeof name, "slot %" PRIu32, slot);
    return put_name(c, SLOT_TID + slot, "thread_name", "name", name) &&
           put_place(c, SLOT_TID + slot, "thread_sort_index", slot);
}

/* How far apart two stamps must be for a viewer to tell them apart: see chrome.h. */
static uint64_t room_ns(uint64_t at_ns)
{
    enum { EXACT_BITS = 48 };
    uint64_t room = 1;
    for (; at_ns >> EXACT_BITS; at_ns /= 2)
        room *= 2;
    return room;
}

static uint64_t latest(uint64_t a_ns, uint64_t b_ns)
{
    return a_ns > b_ns ? a_ns : b_ns;
}

/* Tasks that did not finish well are marked, and drawn in a colour of their own. */
static bool put_task(const struct ac_chrome *c, uint32_t slot, uint64_t start_ns, uint64_t end_ns,
                     enum ac_event event, uint32_t number)
{
    static const char *const marks[] = {
        [AC_EVENT_FINISH] = "}",
        [AC_EVENT_FAIL] = ",\"end\":\"fail\"},\"cname\":\"terrible\"",
        [AC_EVENT_TIMEOUT] = ",\"end\":\"timeout\"},\"cname\":\"bad\"",
        [AC_EVENT_CANCEL] = ",\"end\":\"cancel\"},\"cname\":\"grey\"",
    };
    return fprintf(c->stream,
                   ",\n{\"ph\":\"X\",\"pid\":%u,\"tid\":%u,\"ts\":%" US ",\"dur\":%" US
                   ",\"cat\":\"%s\",\"name\":\"task %" PRIu32 "\",\"args\":{\"task\":%" PRIu32
                   "%s}",
                   c->pid, SLOT_TID + slot, US_OF(start_ns), US_OF(end_ns - start_ns), c->strategy,
                   number, number, marks[event]) >= 0;
}

/* Of all flows in a file, which may have several strategies in it. */
static uint64_t flow_id(const struct ac_chrome *c, uint32_t number)
{
    return c->pid * UINT64_C(10000000000) + number;
}

static bool put_flow_start(const struct ac_chrome *c, uint32_t slot, uint64_t at_ns,
                           uint32_t number)
{
    return fprintf(c->stream,
                   ",\n{\"ph\":\"s\",\"pid\":%u,\"tid\":%u,\"ts\":%" US ",\"cat\":\"%s\","
                   "\"name\":\"result\",\"id\":%" PRIu64 "}",
                   c->pid, SLOT_TID + slot, US_OF(at_ns), c->strategy, flow_id(c, number)) >= 0;
}

/* After the last one in its slot, and long enough for a stamp inside it. */
static bool put_landing(struct ac_chrome *c, struct ac_slots *slots, const struct ac_stay *stay,
                        uint64_t now_ns, enum ac_event event, uint32_t number)
{
    uint64_t room = room_ns(now_ns), *drawn_ns = &slots->slots[stay->slot].drawn_ns;
    uint64_t start_ns = latest(stay->launch_ns, *drawn_ns + room - 1);
    *drawn_ns = latest(now_ns, start_ns + 2 * room);
    c->end_ns = latest(c->end_ns, *drawn_ns);
    return put_task(c, stay->slot, start_ns, *drawn_ns, event, number) &&
           (event == AC_EVENT_CANCEL || put_flow_start(c, stay->slot, *drawn_ns - room, number));
}

/* After the last one, and after the task. */
static bool put_take(struct ac_chrome *c, uint64_t now_ns, uint32_t number)
{
    uint64_t at_ns = latest(latest(now_ns, c->take_ns + room_ns(now_ns)), c->end_ns);
    c->take_ns = at_ns;
    return fprintf(c->stream,
                   ",\n{\"ph\":\"i\",\"pid\":%u,\"tid\":%u,\"ts\":%" US ",\"s\":\"t\","
                   "\"cat\":\"%s\",\"name\":\"take %" PRIu32 "\",\"args\":{\"task\":%" PRIu32 "}}"
                   ",\n{\"ph\":\"f\",\"pid\":%u,\"tid\":%u,\"ts\":%" US ",\"bp\":\"e\","
                   "\"cat\":\"%s\",\"name\":\"result\",\"id\":%" PRIu64 "}",
                   c->pid, c->pid, US_OF(at_ns), c->strategy, number, number, c->pid, c->pid,
                   US_OF(at_ns), c->strategy, flow_id(c, number)) >= 0;
}

static bool put_event(struct ac_chrome *c, struct ac_slots *slots, const struct ac_stay *stay,
                      uint64_t now_ns, enum ac_event event, uint32_t number)
{
    if (event == AC_EVENT_LAUNCH)
        return put_slot(c, stay->slot);
    if (event == AC_EVENT_TAKE)
        return put_take(c, now_ns, number);
    return !ac_event_lands(event) || put_landing(c, slots, stay, now_ns, event, number);
}

/* A pull is shown with the event that follows it, if at all: a task that is launched at once has not
 * waited. */
bool ac_chrome_event(struct ac_chrome *c, struct ac_slots *slots, const struct ac_stay *stay,
                     uint64_t now_ns, enum ac_event event, uint32_t number)
{
    bool at_once = event == AC_EVENT_LAUNCH && number == c->hand;
    if (c->hand && !at_once && !put_counter(c, 0, c->hand_ns, c->hand_waiting))
        return false;
    c->hand = event == AC_EVENT_PULL ? number : 0;
    c->hand_ns = now_ns;
    c->hand_waiting = slots->waiting;
    return c->hand ||
           (put_event(c, slots, stay, now_ns, event, number) && put_counters(c, slots, now_ns));
}

bool ac_chrome_end(struct ac_chrome *c)
{
    return fputs("\n]}\n", c->stream) >= 0;
}
