/* heap4.c -- a heap with four children to a node: half the levels, and the four lie in one cache
 * line.
 *
 * Otherwise as ../../queue.h: 16-byte keys, and a pop leaves a hole at the root that the next push
 * fills. The root stands at place 3 of a block aligned to 64 bytes, so that the children of `at`,
 * from 4 at + 1 on, begin a line (LaMarca and Ladner, "The influence of caches on the performance of
 * heaps", 1996).
 */
#include "queues.h"

#include <stdbool.h>

#include "../../memory.h"
#include "../../queue.h"

enum { LINE = 64, BEFORE_ROOT = 3 };

struct heap4 {
    struct ac_key *keys; /* the root */
    uint64_t count;      /* keys in the heap, the hole not counted */
    uint64_t launches;
    bool hole; /* keys[0] was taken; the heap is keys[0 .. count] */
    unsigned char block[];
};

static void *heap4_open(uint64_t capacity)
{
    struct heap4 *heap =
        queue_memory(sizeof *heap + LINE + (BEFORE_ROOT + capacity) * sizeof *heap->keys);
    uintptr_t line = ((uintptr_t)heap->block + LINE - 1) / LINE * LINE;
    heap->keys = (struct ac_key *)(heap->block + (line - (uintptr_t)heap->block)) + BEFORE_ROOT;
    heap->count = heap->launches = 0;
    heap->hole = false;
    return heap;
}

static void heap4_close(void *queue)
{
    ac_free(queue);
}

/* The first of the children from `child` on; a full line without a branch. */
static inline uint64_t heap4_first_child(const struct ac_key *keys, uint64_t child, uint64_t count)
{
    if (child + 4 <= count) {
        uint64_t a = child + ac_key_before(keys[child + 1], keys[child]);
        uint64_t b = child + 2 + ac_key_before(keys[child + 3], keys[child + 2]);
        return a + (b - a) * ac_key_before(keys[b], keys[a]);
    }
    uint64_t first = child;
    while (++child < count)
        first = ac_key_before(keys[child], keys[first]) ? child : first;
    return first;
}

/* Puts `key` where the hole at the root is, or below it, in a heap of `count` keys. */
static inline void heap4_sift_down(struct ac_key *keys, uint64_t count, struct ac_key key)
{
    uint64_t at = 0, child;
    while ((child = 4 * at + 1) < count) {
        child = heap4_first_child(keys, child, count);
        if (!ac_key_before(keys[child], key))
            break;
        keys[at] = keys[child];
        at = child;
    }
    keys[at] = key;
}

static inline void heap4_sift_up(struct ac_key *keys, uint64_t at, struct ac_key key)
{
    while (at > 0 && ac_key_before(key, keys[(at - 1) / 4])) {
        keys[at] = keys[(at - 1) / 4];
        at = (at - 1) / 4;
    }
    keys[at] = key;
}

static inline void heap4_push(void *queue, uint64_t due_ns, uint32_t index)
{
    struct heap4 *heap = queue;
    struct ac_key key = {due_ns, heap->launches++ << AC_KEY_INDEX_BITS | index};
    uint64_t last = heap->count++;
    if (heap->hole) {
        heap->hole = false;
        heap4_sift_down(heap->keys, heap->count, key);
    } else {
        heap4_sift_up(heap->keys, last, key);
    }
}

static inline struct queue_task heap4_pop(void *queue)
{
    struct heap4 *heap = queue;
    if (heap->hole)
        heap4_sift_down(heap->keys, heap->count, heap->keys[heap->count]);
    heap->hole = true;
    heap->count--;
    struct ac_key first = heap->keys[0];
    return (struct queue_task){first.due_ns,
                               (uint32_t)(first.tag & (((uint64_t)1 << AC_KEY_INDEX_BITS) - 1))};
}

QUEUE_LOOPS(heap4)

const struct queue_kind queue_heap4 = {
    .name = "heap4",
    .idea = "the same with four children to a node, which lie in one cache line",
    .open = heap4_open,
    QUEUE_FUNCTIONS(heap4),
};
