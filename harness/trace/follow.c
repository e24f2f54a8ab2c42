/* follow.c -- see follow.h. */
#include "follow.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_ROOM = 64, WORD_BITS = 64 };

const char *const ac_event_names[AC_EVENTS] = {
    [AC_EVENT_PULL] = "pull", [AC_EVENT_LAUNCH] = "launch",   [AC_EVENT_FINISH] = "finish",
    [AC_EVENT_FAIL] = "fail", [AC_EVENT_TIMEOUT] = "timeout", [AC_EVENT_CANCEL] = "cancel",
    [AC_EVENT_DROP] = "drop", [AC_EVENT_TAKE] = "take",
};

/* What each event does to the counts. */
static const struct {
    int waiting, in_flight, unread;
} follow_moves[AC_EVENTS] = {
    [AC_EVENT_PULL] = {1, 0, 0},  [AC_EVENT_LAUNCH] = {-1, 1, 0},  [AC_EVENT_FINISH] = {0, -1, 1},
    [AC_EVENT_FAIL] = {0, -1, 1}, [AC_EVENT_TIMEOUT] = {0, -1, 1}, [AC_EVENT_CANCEL] = {0, -1, 0},
    [AC_EVENT_DROP] = {-1, 0, 0}, [AC_EVENT_TAKE] = {0, 0, -1},
};

bool ac_event_lands(enum ac_event event)
{
    return follow_moves[event].in_flight < 0;
}

static uint32_t *follow_bucket(struct ac_follow *f, uint32_t number)
{
    return &f->slots[number & (f->room - 1)].first;
}

static void follow_put_in_bucket(struct ac_follow *f, uint32_t slot)
{
    uint32_t *bucket = follow_bucket(f, f->slots[slot].number);
    f->slots[slot].next = *bucket;
    *bucket = slot;
}

/* Doubles the room; called when no slot is free. */
static bool follow_grow(struct ac_follow *f)
{
    uint32_t full = f->room, room = full ? 2 * full : FIRST_ROOM;
    struct ac_slot *slots = realloc(f->slots, (room + UINT64_C(1)) * sizeof *slots);
    if (!slots)
        return false;
    f->slots = slots;
    uint64_t *words = realloc(f->free, room / WORD_BITS * sizeof *words);
    if (!words)
        return false;
    f->free = words;
    f->room = room;
    memset(words + full / WORD_BITS, 0xff, (room - full) / WORD_BITS * sizeof *words);
    memset(slots + full + 1, 0, (room - full) * sizeof *slots);
    for (uint32_t slot = 0; slot <= full; slot++)
        slots[slot].first = 0;
    for (uint32_t slot = 1; slot <= full; slot++)
        follow_put_in_bucket(f, slot);
    return true;
}

/* The slot that the task got; 0: out of memory. */
static uint32_t follow_launch(struct ac_follow *f, uint64_t now_ns, uint32_t number)
{
    if (f->held == f->room && !follow_grow(f))
        return 0;
    while (!f->free[f->lowest])
        f->lowest++;
    uint32_t slot = f->lowest * WORD_BITS + (uint32_t)__builtin_ctzll(f->free[f->lowest]) + 1;
    f->free[f->lowest] &= f->free[f->lowest] - 1;
    f->slots[slot].launch_ns = now_ns;
    f->slots[slot].number = number;
    follow_put_in_bucket(f, slot);
    f->held++;
    if (slot > f->used)
        f->used = slot;
    return slot;
}

struct ac_stay ac_follow_free(struct ac_follow *f, uint32_t number)
{
    uint32_t *link = follow_bucket(f, number);
    while (f->slots[*link].number != number)
        link = &f->slots[*link].next;
    uint32_t slot = *link, word = (slot - 1) / WORD_BITS;
    *link = f->slots[slot].next;
    f->slots[slot].number = 0;
    f->free[word] |= UINT64_C(1) << (slot - 1) % WORD_BITS;
    if (word < f->lowest)
        f->lowest = word;
    f->held--;
    return (struct ac_stay){.slot = slot, .launch_ns = f->slots[slot].launch_ns};
}

static void follow_most(uint64_t *most, uint64_t now)
{
    if (now > *most)
        *most = now;
}

bool ac_follow(struct ac_follow *f, uint64_t now_ns, enum ac_event event, uint32_t number,
               struct ac_stay *stay)
{
    *stay = (struct ac_stay){.slot = 0};
    if (event == AC_EVENT_LAUNCH) {
        *stay = (struct ac_stay){follow_launch(f, now_ns, number), now_ns};
        if (!stay->slot)
            return false;
    } else if (ac_event_lands(event) && !f->keeps) {
        *stay = ac_follow_free(f, number);
    }
    f->waited = f->pulled && !(event == AC_EVENT_LAUNCH && number == f->pulled);
    f->pulled = event == AC_EVENT_PULL ? number : 0;
    if (f->waited)
        follow_most(&f->most_waiting, f->waiting);
    f->waiting += (uint64_t)follow_moves[event].waiting;
    f->in_flight += (uint64_t)follow_moves[event].in_flight;
    f->unread += (uint64_t)follow_moves[event].unread;
    f->taken += event == AC_EVENT_TAKE;
    follow_most(&f->most_in_flight, f->in_flight);
    follow_most(&f->most_unread, f->unread);
    return true;
}

void ac_follow_close(struct ac_follow *f)
{
    free(f->slots);
    free(f->free);
    *f = (struct ac_follow){.room = 0};
}
