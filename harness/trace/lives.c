/* lives.c -- see lives.h. */
#include "lives.h"

#include <stdlib.h>

bool ac_event_follows(unsigned last, enum ac_event event)
{
    static const unsigned after[AC_EVENTS] = {
        [AC_EVENT_PULL] = 1u << AC_EVENTS,
        [AC_EVENT_LAUNCH] = 1u << AC_EVENT_PULL,
        [AC_EVENT_DROP] = 1u << AC_EVENT_PULL,
        [AC_EVENT_FINISH] = 1u << AC_EVENT_LAUNCH,
        [AC_EVENT_FAIL] = 1u << AC_EVENT_LAUNCH,
        [AC_EVENT_TIMEOUT] = 1u << AC_EVENT_LAUNCH,
        [AC_EVENT_CANCEL] = 1u << AC_EVENT_LAUNCH,
        [AC_EVENT_TAKE] = 1u << AC_EVENT_FINISH | 1u << AC_EVENT_FAIL | 1u << AC_EVENT_TIMEOUT,
    };
    return after[event] >> last & 1;
}

static void lives_free_slot(struct ac_lives *l, uint32_t number)
{
    struct ac_life *life = &l->lives[number];
    if (life->free != AC_NEVER)
        return;
    life->free = l->place;
    ac_follow_free(&l->follow, number);
}

/* Results find room in the order of the finishes. */
static void lives_find_room(struct ac_lives *l)
{
    while (l->roomed < l->finished && (uint64_t)l->roomed - l->handed < l->room)
        lives_free_slot(l, l->finishes[l->roomed++]);
}

static void lives_hand(struct ac_lives *l, uint32_t number)
{
    struct ac_life *life = &l->lives[number];
    if (life->hand != AC_NEVER || !ac_event_follows(life->last, AC_EVENT_TAKE))
        return;
    life->hand = l->place;
    l->handed++;
    if (!l->room)
        lives_free_slot(l, number);
    lives_find_room(l);
}

/* Whether the event is one with which a strategy starts tasks. */
static bool lives_starts(const struct ac_record *record)
{
    return record->event == AC_EVENT_PULL || record->event == AC_EVENT_LAUNCH;
}

/* Hands over what is taken right after the pulls and launches that begin here. */
static void lives_look_ahead(struct ac_lives *l, const struct ac_record *from,
                             const struct ac_record *end)
{
    while (from < end && lives_starts(from))
        from++;
    if (from < end && from->event == AC_EVENT_TAKE && l->room != UINT64_MAX)
        lives_hand(l, from->number);
}

/* The event, which may follow, in the life of its task. */
static void lives_note(struct ac_lives *l, enum ac_event event, uint32_t number, uint32_t slot)
{
    struct ac_life *life = &l->lives[number];
    life->last = event;
    if (event == AC_EVENT_PULL) {
        life->pull = l->place;
        life->pulled = ++l->pulled;
    } else if (event == AC_EVENT_LAUNCH) {
        life->launch = l->place;
        life->slot = slot;
    } else if (event == AC_EVENT_TAKE) {
        life->take = l->place;
        life->taken = (uint32_t)l->follow.taken;
    } else if (event == AC_EVENT_CANCEL) {
        life->finish = l->place;
        lives_free_slot(l, number);
    } else if (event != AC_EVENT_DROP) {
        life->finish = l->place;
        l->finishes[l->finished++] = number;
        lives_find_room(l);
    }
}

static bool lives_follow(struct ac_lives *l, enum ac_event event, uint32_t number)
{
    struct ac_stay stay;
    if (event == AC_EVENT_TAKE)
        lives_hand(l, number);
    if (ac_event_follows(l->lives[number].last, event)) {
        if (!ac_follow(&l->follow, l->place, event, number, &stay))
            return false;
        lives_note(l, event, number, stay.slot);
    }
    l->place++;
    return true;
}

static bool lives_follow_all(struct ac_lives *l, const struct ac_record records[], uint32_t count)
{
    for (const struct ac_record *record = records; record < records + count; record++) {
        if (record->event == AC_EVENT_HAND) {
            lives_hand(l, record->number);
            continue;
        }
        if (lives_starts(record) && (record == records || !lives_starts(record - 1)))
            lives_look_ahead(l, record, records + count);
        if (!lives_follow(l, (enum ac_event)record->event, record->number))
            return false;
    }
    return true;
}

bool ac_lives_open(struct ac_lives *l, const struct ac_record records[], uint32_t count,
                   enum ac_slot_rule rule, uint64_t queue)
{
    static const struct ac_life none = {AC_NEVER, AC_NEVER, AC_NEVER,         AC_NEVER,
                                        AC_NEVER, AC_NEVER, .last = AC_EVENTS};
    const uint64_t rooms[] = {
        [AC_SLOT_TO_FINISH] = UINT64_MAX, [AC_SLOT_TO_ROOM] = queue, [AC_SLOT_TO_TAKE] = 0};
    *l = (struct ac_lives){.follow.keeps = true, .room = rooms[rule]};
    for (uint32_t i = 0; i < count; i++)
        l->most = records[i].number > l->most ? records[i].number : l->most;
    l->lives = malloc((l->most + (size_t)1) * sizeof *l->lives);
    l->finishes = malloc((l->most + (size_t)1) * sizeof *l->finishes);
    for (uint32_t number = 0; l->lives && number <= l->most; number++)
        l->lives[number] = none;
    if (l->lives && l->finishes && lives_follow_all(l, records, count))
        return true;
    ac_lives_close(l);
    return false;
}

void ac_lives_close(struct ac_lives *l)
{
    free(l->lives);
    free(l->finishes);
    ac_follow_close(&l->follow);
    *l = (struct ac_lives){.lives = NULL};
}
