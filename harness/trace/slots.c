/* slots.c -- see slots.h. */
#include "slots.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_ROOM = 64, WORD_BITS = 64 };

bool ac_event_lands(enum ac_event event)
{
    return event == AC_EVENT_FINISH || event == AC_EVENT_FAIL || event == AC_EVENT_TIMEOUT ||
           event == AC_EVENT_CANCEL;
}

static uint32_t *bucket_of(struct ac_slots *s, uint32_t number)
{
    return &s->buckets[number & (s->room - 1)];
}

static void put_in_bucket(struct ac_slots *s, uint32_t slot)
{
    uint32_t *bucket = bucket_of(s, s->slots[slot].number);
    s->slots[slot].next = *bucket;
    *bucket = slot;
}

/* False: there was no memory for all three; those that have grown stay so. */
static bool reserve(struct ac_slots *s, uint32_t room)
{
    struct ac_slot *slots = realloc(s->slots, (room + UINT64_C(1)) * sizeof *slots);
    if (!slots)
        return false;
    s->slots = slots;
    uint64_t *words = realloc(s->free, room / WORD_BITS * sizeof *words);
    if (!words)
        return false;
    s->free = words;
    uint32_t *buckets = realloc(s->buckets, room * sizeof *buckets);
    if (!buckets)
        return false;
    s->buckets = buckets;
    return true;
}

/* Doubles the room; called when no slot is free. */
static bool grow(struct ac_slots *s)
{
    uint32_t full = s->room, room = full ? 2 * full : FIRST_ROOM;
    if (!reserve(s, room))
        return false;
    memset(s->free + full / WORD_BITS, 0xff, (room - full) / WORD_BITS * sizeof *s->free);
    memset(s->slots + full + 1, 0, (room - full) * sizeof *s->slots);
    memset(s->buckets, 0, room * sizeof *s->buckets);
    s->room = room;
    for (uint32_t slot = 1; slot <= full; slot++)
        put_in_bucket(s, slot);
    return true;
}

static uint32_t lowest_free(struct ac_slots *s)
{
    while (!s->free[s->lowest])
        s->lowest++;
    return s->lowest * WORD_BITS + (uint32_t)__builtin_ctzll(s->free[s->lowest]) + 1;
}

static bool launch(struct ac_slots *s, uint64_t now_ns, uint32_t number, struct ac_stay *stay)
{
    if (s->in_flight == s->room && !grow(s))
        return false;
    uint32_t slot = lowest_free(s);
    s->free[s->lowest] &= s->free[s->lowest] - 1;
    s->slots[slot].launch_ns = now_ns;
    s->slots[slot].number = number;
    put_in_bucket(s, slot);
    if (slot > s->used)
        s->used = slot;
    s->waiting--;
    s->in_flight++;
    *stay = (struct ac_stay){.slot = slot, .launch_ns = now_ns};
    return true;
}

static void land(struct ac_slots *s, uint32_t number, struct ac_stay *stay)
{
    uint32_t *link = bucket_of(s, number);
    while (s->slots[*link].number != number)
        link = &s->slots[*link].next;
    uint32_t slot = *link, word = (slot - 1) / WORD_BITS;
    *stay = (struct ac_stay){.slot = slot, .launch_ns = s->slots[slot].launch_ns};
    *link = s->slots[slot].next;
    s->slots[slot].number = 0;
    s->free[word] |= UINT64_C(1) << (slot - 1) % WORD_BITS;
    if (word < s->lowest)
        s->lowest = word;
    s->in_flight--;
}

bool ac_slots_follow(struct ac_slots *s, uint64_t now_ns, enum ac_event event, uint32_t number,
                     struct ac_stay *stay)
{
    *stay = (struct ac_stay){.slot = 0};
    if (event == AC_EVENT_LAUNCH)
        return launch(s, now_ns, number, stay);
    if (ac_event_lands(event))
        land(s, number, stay);
    if (ac_event_lands(event) && event != AC_EVENT_CANCEL)
        s->unread++;
    if (event == AC_EVENT_PULL)
        s->waiting++;
    if (event == AC_EVENT_DROP)
        s->waiting--;
    if (event == AC_EVENT_TAKE) {
        s->unread--;
        s->taken++;
    }
    return true;
}

void ac_slots_free(struct ac_slots *s)
{
    free(s->slots);
    free(s->buckets);
    free(s->free);
    *s = (struct ac_slots){.room = 0};
}
