/* chrome.c -- see chrome.h. */
#include "chrome.h"

#include <inttypes.h>
#include <stdarg.h>

#include "../../strategies/strategies.h"

enum { SLOT_TID = 100 }; /* slot 1 is thread 101; the takes are the process's first thread */

/* Microseconds, exact: "%" US in a format, US_OF(ns) among the values. */
#define US        PRIu64 ".%03u"
#define US_OF(ns) (ns) / 1000, (unsigned)((ns) % 1000)

static const char *const chrome_counters[AC_CHROME_COUNTERS] = {"waiting", "in flight", "unread"};

static unsigned chrome_pid(const struct ac_strategy *strategy)
{
    unsigned at = 0;
    while (ac_strategies[at] != strategy)
        at++;
    return at + 1;
}

/* Adds an event: its kind, its thread, its stamp (which metadata, 'M', have none of), and the rest
 * of its members. */
__attribute__((format(printf, 5, 6))) static bool
chrome_put(struct ac_chrome *c, char kind, unsigned tid, uint64_t at_ns, const char *format, ...)
{
    char stamp[48] = "";
    if (kind != 'M')
        snprintf(stamp, sizeof stamp, "\"ts\":%" US ",", US_OF(at_ns));
    bool written = fprintf(c->stream, "%s{\"ph\":\"%c\",\"pid\":%u,\"tid\":%u,%s", c->between, kind,
                           c->pid, tid, stamp) >= 0;
    va_list values;
    va_start(values, format);
    written = written && vfprintf(c->stream, format, values) >= 0;
    va_end(values);
    c->between = ",\n";
    return written && fputc('}', c->stream) != EOF;
}

/* The name of a process or a thread, or a label. */
static bool chrome_put_name(struct ac_chrome *c, unsigned tid, const char *what, const char *key,
                            const char *value)
{
    return chrome_put(c, 'M', tid, 0, "\"name\":\"%s\",\"args\":{\"%s\":\"%s\"}", what, key, value);
}

/* The place of a process or a thread among the others. */
static bool chrome_put_place(struct ac_chrome *c, unsigned tid, const char *what, unsigned place)
{
    return chrome_put(c, 'M', tid, 0, "\"name\":\"%s\",\"args\":{\"sort_index\":%u}", what, place);
}

static bool chrome_put_counter(struct ac_chrome *c, unsigned which, uint64_t now_ns, uint64_t value)
{
    if (value == c->shown[which])
        return true;
    c->shown[which] = value;
    return chrome_put(c, 'C', c->pid, now_ns, "\"name\":\"%s\",\"args\":{\"tasks\":%" PRIu64 "}",
                      chrome_counters[which], value);
}

static bool chrome_put_counters(struct ac_chrome *c, const struct ac_follow *follow,
                                uint64_t now_ns)
{
    return chrome_put_counter(c, 0, now_ns, follow->waiting) &&
           chrome_put_counter(c, 1, now_ns, follow->in_flight) &&
           chrome_put_counter(c, 2, now_ns, follow->unread);
}

bool ac_chrome_begin(struct ac_chrome *c, FILE *stream, const struct ac_strategy *strategy,
                     const char *clock)
{
    static const struct ac_follow nothing;
    char label[32];
    *c = (struct ac_chrome){.stream = stream,
                            .between = "",
                            .strategy = strategy->name,
                            .pid = chrome_pid(strategy),
                            .shown = {UINT64_MAX, UINT64_MAX, UINT64_MAX}};
    snprintf(label, sizeof label, "%s clock", clock);
    return fputs("{\"displayTimeUnit\":\"ns\",\"traceEvents\":[\n", stream) >= 0 &&
           chrome_put_name(c, c->pid, "process_name", "name", c->strategy) &&
           chrome_put_name(c, c->pid, "process_labels", "labels", label) &&
           chrome_put_place(c, c->pid, "process_sort_index", c->pid) &&
           chrome_put_name(c, c->pid, "thread_name", "name", "takes") &&
           chrome_put_place(c, c->pid, "thread_sort_index", 0) &&
           chrome_put_counters(c, &nothing, 0);
}

static bool chrome_put_slot(struct ac_chrome *c, uint32_t slot)
{
    char name[32];
    if (slot <= c->named)
        return true;
    c->named = slot;
    snprintf(name, sizeof name, "slot %" PRIu32, slot);
    return chrome_put_name(c, SLOT_TID + slot, "thread_name", "name", name) &&
           chrome_put_place(c, SLOT_TID + slot, "thread_sort_index", slot);
}

/* How far apart two stamps must be for a viewer to tell them apart: see chrome.h. */
static uint64_t chrome_room(uint64_t at_ns)
{
    enum { EXACT_BITS = 48 };
    uint64_t room = 1;
    for (; at_ns >> EXACT_BITS; at_ns /= 2)
        room *= 2;
    return room;
}

static uint64_t chrome_later(uint64_t a_ns, uint64_t b_ns)
{
    return a_ns > b_ns ? a_ns : b_ns;
}

/* The number of a flow among all in a file, which may have several strategies in it. */
static uint64_t chrome_flow(const struct ac_chrome *c, uint32_t number)
{
    return c->pid * UINT64_C(10000000000) + number;
}

/* Tasks that did not finish well are marked, and drawn in a colour of their own. */
static bool chrome_put_task(struct ac_chrome *c, uint32_t slot, uint64_t start_ns, uint64_t end_ns,
                            enum ac_event event, uint32_t number)
{
    static const char *const marks[] = {
        [AC_EVENT_FINISH] = "}",
        [AC_EVENT_FAIL] = ",\"end\":\"fail\"},\"cname\":\"terrible\"",
        [AC_EVENT_TIMEOUT] = ",\"end\":\"timeout\"},\"cname\":\"bad\"",
        [AC_EVENT_CANCEL] = ",\"end\":\"cancel\"},\"cname\":\"grey\"",
    };
    return chrome_put(c, 'X', SLOT_TID + slot, start_ns,
                      "\"dur\":%" US ",\"cat\":\"%s\",\"name\":\"task %" PRIu32
                      "\",\"args\":{\"task\":%" PRIu32 "%s",
                      US_OF(end_ns - start_ns), c->strategy, number, number, marks[event]);
}

/* Draws the task after the last one in its slot, and long enough for a stamp inside it. */
static bool chrome_put_landing(struct ac_chrome *c, struct ac_follow *follow,
                               const struct ac_stay *stay, uint64_t now_ns, enum ac_event event,
                               uint32_t number)
{
    uint64_t room = chrome_room(now_ns), *drawn_ns = &follow->slots[stay->slot].drawn_ns;
    uint64_t start_ns = chrome_later(stay->launch_ns, *drawn_ns + room - 1);
    *drawn_ns = chrome_later(now_ns, start_ns + 2 * room);
    c->end_ns = chrome_later(c->end_ns, *drawn_ns);
    return chrome_put_task(c, stay->slot, start_ns, *drawn_ns, event, number) &&
           (event == AC_EVENT_CANCEL ||
            chrome_put(c, 's', SLOT_TID + stay->slot, *drawn_ns - room,
                       "\"cat\":\"%s\",\"name\":\"result\",\"id\":%" PRIu64, c->strategy,
                       chrome_flow(c, number)));
}

/* Draws the take after the last one, and after the task. */
static bool chrome_put_take(struct ac_chrome *c, uint64_t now_ns, uint32_t number)
{
    uint64_t at_ns =
        chrome_later(chrome_later(now_ns, c->take_ns + chrome_room(now_ns)), c->end_ns);
    c->take_ns = at_ns;
    return chrome_put(c, 'i', c->pid, at_ns,
                      "\"s\":\"t\",\"cat\":\"%s\",\"name\":\"take %" PRIu32
                      "\",\"args\":{\"task\":%" PRIu32 "}",
                      c->strategy, number, number) &&
           chrome_put(c, 'f', c->pid, at_ns,
                      "\"bp\":\"e\",\"cat\":\"%s\",\"name\":\"result\",\"id\":%" PRIu64,
                      c->strategy, chrome_flow(c, number));
}

bool ac_chrome_event(struct ac_chrome *c, struct ac_follow *follow, const struct ac_stay *stay,
                     uint64_t now_ns, enum ac_event event, uint32_t number)
{
    bool written = !follow->waited || chrome_put_counter(c, 0, c->pull_ns, c->pull_waiting);
    c->pull_ns = now_ns;
    c->pull_waiting = follow->waiting;
    if (!written || event == AC_EVENT_PULL)
        return written;
    if (event == AC_EVENT_LAUNCH)
        written = chrome_put_slot(c, stay->slot);
    else if (event == AC_EVENT_TAKE)
        written = chrome_put_take(c, now_ns, number);
    else if (ac_event_lands(event))
        written = chrome_put_landing(c, follow, stay, now_ns, event, number);
    return written && chrome_put_counters(c, follow, now_ns);
}

bool ac_chrome_end(struct ac_chrome *c)
{
    return fputs("\n]}\n", c->stream) >= 0;
}
