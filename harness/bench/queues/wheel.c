/* wheel.c -- a hierarchical timing wheel (Varghese and Lauck, 1987): eight levels of 256 slots, a
 * list of tasks in each, by the digits of the due instant in base 256.
 *
 * A task is at the level of the highest digit in which it differs from the present instant, in the
 * slot of that digit. When level 0 is empty, the first slot of the lowest level is dealt out to the
 * levels below it, which are empty. Lists are in order of launch, and stay so. Links are indices, in
 * nodes by the tasks' own index.
 *
 * `wheel` counts nanoseconds: a slot of level 0 is one instant, and the order is exact. `wheel_ms`
 * counts ticks of 2^20 ns, about the millisecond that most loops have: fewer levels are passed, but
 * tasks due in the same tick come out in order of launch, whatever their instants.
 */
#include "queues.h"

#include <stdbool.h>

#include "../../engine/memory.h"

enum { DIGIT = 8, LEVELS = 64 / DIGIT, SLOTS = 1 << DIGIT, WORDS = SLOTS / 64, MS_BITS = 20 };
#define NONE UINT32_MAX

struct node {
    uint64_t due_ns;
    uint32_t next;
};

struct slot {
    uint32_t head, tail; /* read only where its bit of `occupied` is set */
};

struct wheel {
    unsigned tick_bits; /* a tick is 2^tick_bits ns */
    unsigned levels;    /* bit L: level L is not empty */
    uint64_t now;       /* in ticks */
    uint64_t occupied[LEVELS][WORDS];
    struct slot slots[LEVELS][SLOTS];
    struct node nodes[];
};

static void *wheel_open_ticks(uint64_t capacity, unsigned tick_bits)
{
    struct wheel *wheel = queue_memory(sizeof *wheel + capacity * sizeof wheel->nodes[0]);
    *wheel = (struct wheel){.tick_bits = tick_bits};
    return wheel;
}

static void *wheel_open(uint64_t capacity)
{
    return wheel_open_ticks(capacity, 0);
}

static void *wheel_ms_open(uint64_t capacity)
{
    return wheel_open_ticks(capacity, MS_BITS);
}

static void wheel_close(void *queue)
{
    ac_free(queue);
}

/* Puts the task at the end of its slot. */
static inline void wheel_put(struct wheel *wheel, uint32_t index)
{
    uint64_t tick = wheel->nodes[index].due_ns >> wheel->tick_bits, differs = tick ^ wheel->now;
    unsigned level = differs ? (63 - (unsigned)__builtin_clzll(differs)) / DIGIT : 0;
    unsigned digit = (unsigned)(tick >> level * DIGIT) % SLOTS;
    struct slot *slot = &wheel->slots[level][digit];
    uint64_t *word = &wheel->occupied[level][digit / 64], bit = (uint64_t)1 << digit % 64;
    if (*word & bit)
        wheel->nodes[slot->tail].next = index;
    else
        slot->head = index;
    slot->tail = index;
    wheel->nodes[index].next = NONE;
    *word |= bit;
    wheel->levels |= 1u << level;
}

/* The first slot of a level that is not empty. */
static inline unsigned wheel_first_slot(const struct wheel *wheel, unsigned level)
{
    unsigned word = 0;
    while (!wheel->occupied[level][word])
        word++;
    return word * 64 + (unsigned)__builtin_ctzll(wheel->occupied[level][word]);
}

/* Notes that a slot is empty now. */
static inline void wheel_clear(struct wheel *wheel, unsigned level, unsigned digit)
{
    uint64_t *words = wheel->occupied[level], left = 0;
    words[digit / 64] &= ~((uint64_t)1 << digit % 64);
    for (unsigned i = 0; i < WORDS; i++)
        left |= words[i];
    if (!left)
        wheel->levels &= ~(1u << level);
}

/* Turns to the first slot of the lowest level, and deals it out; to a task that is alone in it,
 * straight to its tick. */
static void wheel_deal(struct wheel *wheel)
{
    unsigned level = (unsigned)__builtin_ctz(wheel->levels);
    unsigned digit = wheel_first_slot(wheel, level);
    uint32_t index = wheel->slots[level][digit].head;
    wheel_clear(wheel, level, digit);
    uint64_t tick = wheel->nodes[index].due_ns >> wheel->tick_bits;
    bool alone = wheel->nodes[index].next == NONE;
    wheel->now = alone ? tick : tick >> level * DIGIT << level * DIGIT;
    for (uint32_t next; index != NONE; index = next) {
        next = wheel->nodes[index].next;
        wheel_put(wheel, index);
    }
}

static inline void wheel_push(void *queue, uint64_t due_ns, uint32_t index)
{
    struct wheel *wheel = queue;
    wheel->nodes[index].due_ns = due_ns;
    wheel_put(wheel, index);
}

static inline struct queue_task wheel_pop(void *queue)
{
    struct wheel *wheel = queue;
    while (!(wheel->levels & 1))
        wheel_deal(wheel);
    unsigned digit = wheel_first_slot(wheel, 0);
    struct slot *slot = &wheel->slots[0][digit];
    uint32_t index = slot->head;
    slot->head = wheel->nodes[index].next;
    if (slot->head == NONE)
        wheel_clear(wheel, 0, digit);
    wheel->now = wheel->nodes[index].due_ns >> wheel->tick_bits;
    return (struct queue_task){wheel->nodes[index].due_ns, index};
}

QUEUE_LOOPS(wheel)

const struct queue_kind queue_wheel = {
    .name = "wheel",
    .idea = "timing wheel, eight levels of 256 slots, tick 1 ns",
    .open = wheel_open,
    .close = wheel_close,
    QUEUE_FUNCTIONS(wheel),
};

const struct queue_kind queue_wheel_ms = {
    .name = "wheel_ms",
    .idea = "the same with a tick of 2^20 ns, not sorted within it",
    .open = wheel_ms_open,
    .close = wheel_close,
    QUEUE_FUNCTIONS(wheel),
};
