/* watch.c -- see watch.h. */
#include "watch.h"

#include "../harness/memory.h"

enum { MOST_RECORDS = 1 << 20 };

static const struct ac_strategy *real;
static struct ac_strategy watched;
static enum page_entry entry;
static uint64_t now_ns; /* of the latest event */
static uint16_t looks;
static struct page_record *records;
static uint64_t count, room;
static bool overflowed;

static bool make_room(void)
{
    if (count < room)
        return true;
    uint64_t wanted = room ? 2 * room : 4096;
    struct page_record *more =
        overflowed ? NULL : ac_realloc(records, (size_t)wanted * sizeof *records);
    overflowed = !more;
    if (overflowed)
        return false;
    records = more;
    room = wanted;
    return true;
}

static void record(unsigned event, enum page_entry running, uint32_t number)
{
    if (!make_room())
        return;
    records[count++] = (struct page_record){
        .t_ns = now_ns,
        .task = number,
        .event = (uint8_t)event,
        .entry = (uint8_t)running,
        .looks = looks,
    };
    looks = 0;
}

static void watched_fill(struct ac_run *run)
{
    entry = PAGE_FILL;
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
    entry = PAGE_TAKE;
    struct ac_task *task = real->take(run);
    if (task)
        record(PAGE_EVENT_HAND, PAGE_TAKE, task->number);
    else if (looks < UINT16_MAX)
        looks++;
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

const struct page_record *page_watch_records(void)
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

bool page_watch_look(void)
{
    return count < MOST_RECORDS;
}
