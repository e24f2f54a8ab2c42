/* queue.h -- the sleeping tasks, by due instant and, where those tie, by launch.
 *
 * A binary heap of 16-byte keys: the due instant, then 37 bits of launch number and 27 bits of pool
 * index in one word. A key is all that is compared, so no pointer is followed, and ties need no
 * rule of their own. Taking the first leaves a hole at the root, and the next push fills it. So a
 * finish that launches the next task costs one pass through the heap, not two.
 *
 * Beside the heap is a FIFO, the line, for keys pushed in non-decreasing order: equal or growing
 * deadlines skip the heap. A key that comes before the last of the line sends that last one to the
 * heap, so that one long sleep does not block the line for short ones. A key goes to the heap once
 * at most, so the line never costs more heap than it saves. The first key is the first of the line
 * or of the heap.
 */
#ifndef AC_LOOPS_QUEUE_H
#define AC_LOOPS_QUEUE_H

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "../engine/memory.h"

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
    bool in_line;      /* the first, when it was looked at, was the line's */
    struct ac_key *line;
    uint64_t head, tail; /* the line is line[head .. tail - 1] */
    uint64_t line_capacity;
    struct ac_allocator *allocator; /* set before the first key */
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

/* Grows by an eighth: little is unused, and large blocks are remapped, not copied. 0 or -ENOMEM. */
static inline int ac_keys_grow(struct ac_key **keys, uint64_t *capacity, uint64_t needed,
                               struct ac_allocator *allocator)
{
    uint64_t wanted = needed + *capacity / 8 + 1023;
    struct ac_key *grown = wanted <= SIZE_MAX / sizeof *grown
                               ? ac_resize(allocator, *keys, (size_t)wanted * sizeof *grown)
                               : NULL;
    if (!grown)
        return -ENOMEM;
    *keys = grown;
    *capacity = wanted;
    return 0;
}

/* Makes room at the end of the line. When half of it is free at the front, its keys move there. */
static inline int ac_queue_reserve_line(struct ac_queue *queue, uint64_t room)
{
    uint64_t count = queue->tail - queue->head;
    if (count > queue->head || count + room > queue->line_capacity)
        return ac_keys_grow(&queue->line, &queue->line_capacity, queue->tail + room,
                            queue->allocator);
    memmove(queue->line, queue->line + queue->head, (size_t)count * sizeof *queue->line);
    queue->head = 0;
    queue->tail = count;
    return 0;
}

/* Makes room for so many more keys; a push can send two to the heap. 0 or -ENOMEM. */
static inline int ac_queue_reserve(struct ac_queue *queue, uint64_t room)
{
    int error = 0;
    if (queue->count + 2 * room > queue->capacity)
        error =
            ac_keys_grow(&queue->keys, &queue->capacity, queue->count + 2 * room, queue->allocator);
    if (!error && queue->tail + room > queue->line_capacity)
        error = ac_queue_reserve_line(queue, room);
    return error;
}

static inline void ac_queue_push_heap(struct ac_queue *queue, struct ac_key key)
{
    uint64_t last = queue->count++;
    if (queue->hole) {
        queue->hole = false;
        ac_queue_sift_down(queue->keys, queue->count, key);
    } else {
        ac_queue_sift_up(queue->keys, last, key);
    }
}

/* Adds the task with pool index `index`. Room must be reserved. */
static inline void ac_queue_push(struct ac_queue *queue, uint64_t due_ns, uint32_t index)
{
    struct ac_key key = {due_ns, queue->launches++ << AC_KEY_INDEX_BITS | index};
    if (queue->head < queue->tail && due_ns < queue->line[queue->tail - 1].due_ns)
        ac_queue_push_heap(queue, queue->line[--queue->tail]);
    if (queue->head < queue->tail && due_ns < queue->line[queue->tail - 1].due_ns)
        ac_queue_push_heap(queue, key);
    else
        queue->line[queue->tail++] = key;
}

/* The first key, not taken; NULL if there is none. Valid until the queue is changed. */
static inline const struct ac_key *ac_queue_first(struct ac_queue *queue)
{
    ac_queue_settle(queue);
    queue->in_line = queue->head < queue->tail &&
                     (!queue->count || ac_key_before(queue->line[queue->head], queue->keys[0]));
    if (queue->in_line)
        return &queue->line[queue->head];
    return queue->count ? queue->keys : NULL;
}

/* Takes the first key, which must exist and have been looked at; returns its pool index. */
static inline uint32_t ac_queue_pop(struct ac_queue *queue)
{
    uint64_t tag;
    if (queue->in_line) {
        tag = queue->line[queue->head++].tag;
        if (queue->head == queue->tail)
            queue->head = queue->tail = 0;
    } else {
        tag = queue->keys[0].tag;
        queue->hole = true;
        queue->count--;
    }
    return (uint32_t)(tag & (((uint64_t)1 << AC_KEY_INDEX_BITS) - 1));
}

/* Forgets every key, and keeps the memory. */
static inline void ac_queue_clear(struct ac_queue *queue)
{
    queue->count = queue->head = queue->tail = 0;
    queue->hole = false;
}

static inline void ac_queue_free(struct ac_queue *queue)
{
    ac_resize(queue->allocator, queue->keys, 0);
    ac_resize(queue->allocator, queue->line, 0);
    *queue = (struct ac_queue){.allocator = queue->allocator};
}

#endif
