/* watch.c -- see watch.h. */
#include "watch.h"

#include <string.h>

#include "../harness/engine/memory.h"

enum { MOST_RECORDS = 1 << 20, ENTRY_BITS = 2, MOST_LOOKS = (1 << 22) - 1 };

static const struct ac_strategy *real;
static struct ac_strategy watched;
static enum page_entry entry;
static uint64_t now_ns; /* of the latest event */
static struct ac_run *watched_run;
static unsigned looks; /* since the last record */
static uint64_t all_looks;
static struct ac_record *records;
static uint64_t count, room;
static bool overflowed;

static bool make_room(void)
{
    if (count < room)
        return true;
    uint64_t wanted = room ? 2 * room : 4096;
    struct ac_record *more =
        overflowed ? NULL : ac_realloc(records, (size_t)wanted * sizeof *records);
    overflowed = !more;
    if (overflowed)
        return false;
    records = more;
    room = wanted;
    return true;
}

/* Not left to the consumer: a long sleep is many looks with no take, and while the consumer is busy
 * much may finish. */
static void stay_short(void)
{
    if (page_watch_cut() && watched_run)
        ac_interrupt(watched_run);
}

static void record(unsigned event, enum page_entry running, uint32_t number)
{
    if (!make_room())
        return;
    records[count++] = (struct ac_record){
        .t_ns = now_ns,
        .number = number,
        .event = event,
        .other = running | looks << ENTRY_BITS,
    };
    looks = 0;
    stay_short();
}

/* What a strategy launches from inside take() it launches with the task already off its list: so the
 * hand-over comes before the records of that call, which begin at `from`. */
static void record_hand(uint64_t from, uint32_t number)
{
    if (!make_room())
        return;
    memmove(records + from + 1, records + from, (size_t)(count - from) * sizeof *records);
    records[from] = (struct ac_record){.t_ns = now_ns, .number = number, .event = AC_EVENT_HAND};
    count++;
    stay_short();
}

static void look(void)
{
    looks++;
    all_looks++;
    stay_short();
}

static void watched_fill(struct ac_run *run)
{
    entry = PAGE_FILL;
    watched_run = run;
    real->fill(run);
    entry = PAGE_NONE;
}

static void watched_done(struct ac_run *run, struct ac_task *task)
{
    entry = PAGE_DONE;
    real->done(run, task);
    entry = PAGE_NONE;
}

static struct ac_task *watched_take(struct ac_run *run)
{
    uint64_t from = count;
    entry = PAGE_TAKE;
    struct ac_task *task = real->take(run);
    if (task)
        record_hand(from, task->number);
    else
        look();
    entry = PAGE_NONE;
    return task;
}

const struct ac_strategy *page_watch(const struct ac_strategy *strategy)
{
    real = strategy;
    watched = *strategy;
    watched.fill = watched_fill;
    watched.done = strategy->done ? watched_done : NULL;
    watched.take = watched_take;
    return &watched;
}

void page_watch_event(void *unused, uint64_t at_ns, enum ac_event event, uint32_t number)
{
    (void)unused;
    bool finish = event == AC_EVENT_FINISH || event == AC_EVENT_FAIL || event == AC_EVENT_TIMEOUT;
    enum page_entry running = entry;
    if (finish)
        running = real->done ? PAGE_DONE : PAGE_NONE;
    else if (event == AC_EVENT_TAKE)
        running = PAGE_TAKE;
    now_ns = at_ns;
    record(event, running, number);
}

const struct ac_record *page_watch_records(void)
{
    return records;
}

uint64_t page_watch_count(void)
{
    return count;
}

bool page_watch_overflowed(void)
{
    return overflowed;
}

bool page_watch_cut(void)
{
    return count >= MOST_RECORDS || all_looks >= MOST_LOOKS;
}
