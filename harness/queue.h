/* queue.h -- the sleeping tasks, by due instant and, where those tie, by launch.
 *
 * A binary heap of 16-byte keys: the due instant, then 37 bits of launch number and 27 bits of pool
 * index in one word. A key is all that is compared, so no pointer is followed, and ties need no
 * rule of their own. Taking the first leaves a hole at the root, which the next push fills: a
 * finish that launches the next task costs one pass through the heap, not two.
 */
#ifndef AC_QUEUE_H
#define AC_QUEUE_H

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>

#include "memory.h"

#define AC_KEY_INDEX_BITS 27

struct ac_key {
    uint64_t due_ns;
    uint64_t tag; /* launch number << 27 | pool index */
};

struct ac_queue {
    struct ac_key *keys;
    uint64_t count; /* keys in the heap, the hole not counted */
    uint64_t capacity;
    uint64_t launches; /* the number of the next launch */
    bool hole;         /* keys[0] was taken; the heap is keys[0 .. count] */
};

/* The tag that every task pushed from now on will reach or exceed. */
static inline uint64_t ac_queue_next_tag(const struct ac_queue *queue)
{
    return queue->launches << AC_KEY_INDEX_BITS;
}

static inline bool ac_key_before(struct ac_key a, struct ac_key b)
{
    return (a.due_ns < b.due_ns) | ((a.due_ns == b.due_ns) & (a.tag < b.tag));
}

/* Puts `key` where the hole at `at` is, or below it, in a heap of `count` keys. */
static inline void ac_queue_sift_down(struct ac_key *keys, uint64_t count, struct ac_key key)
{
    uint64_t at = 0, child;
    while ((child = 2 * at + 1) < count) {
        if (child + 1 < count)
            child += ac_key_before(keys[child + 1], keys[child]);
        if (!ac_key_before(keys[child], key))
            break;
        keys[at] = keys[child];
        at = child;
    }
    keys[at] = key;
}

static inline void ac_queue_sift_up(struct ac_key *keys, uint64_t at, struct ac_key key)
{
    while (at > 0 && ac_key_before(key, keys[(at - 1) / 2])) {
        keys[at] = keys[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    keys[at] = key;
}

/* Closes the hole with the last key. */
static inline void ac_queue_settle(struct ac_queue *queue)
{
    if (!queue->hole)
        return;
    queue->hole = false;
    if (queue->count)
        ac_queue_sift_down(queue->keys, queue->count, queue->keys[queue->count]);
}

/* Makes room for so many more keys, growing by an eighth: little is unused, and large blocks are
 * remapped, not copied. 0 or -ENOMEM. */
static inline int ac_queue_reserve(struct ac_queue *queue, uint64_t room)
{
    if (queue->count + room <= queue->capacity)
        return 0;
    uint64_t capacity = queue->count + room + queue->capacity / 8 + 1023;
    struct ac_key *keys = capacity <= SIZE_MAX / sizeof *keys
                              ? ac_realloc(queue->keys, (size_t)capacity * sizeof *keys)
                              : NULL;
    if (!keys)
        return -ENOMEM;
    queue->keys = keys;
    queue->capacity = capacity;
    return 0;
}

/* Adds the task with pool index `index`; room must have been reserved. */
static inline void ac_queue_push(struct ac_queue *queue, uint64_t due_ns, uint32_t index)
{
    struct ac_key key = {due_ns, queue->launches++ << AC_KEY_INDEX_BITS | index};
    uint64_t last = queue->count++;
    if (queue->hole) {
        queue->hole = false;
        ac_queue_sift_down(queue->keys, queue->count, key);
    } else {
        ac_queue_sift_up(queue->keys, last, key);
    }
}

/* The first key, not taken; NULL if there is none. Valid until the queue is changed. */
static inline const struct ac_key *ac_queue_first(struct ac_queue *queue)
{
    ac_queue_settle(queue);
    return queue->count ? queue->keys : NULL;
}

/* Takes the first key, which must exist and have been looked at; returns its pool index. */
static inline uint32_t ac_queue_pop(struct ac_queue *queue)
{
    queue->hole = true;
    queue->count--;
    return (uint32_t)(queue->keys[0].tag & (((uint64_t)1 << AC_KEY_INDEX_BITS) - 1));
}

/* Forgets every key, and keeps the memory. */
static inline void ac_queue_clear(struct ac_queue *queue)
{
    queue->count = 0;
    queue->hole = false;
}

static inline void ac_queue_free(struct ac_queue *queue)
{
    ac_free(queue->keys);
    *queue = (struct ac_queue){.keys = NULL};
}

#endif
