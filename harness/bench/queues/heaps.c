/* heaps.c -- implicit heaps with two and with four children to a node.
 *
 * As ../../queue.h without its line: 16-byte keys, and a pop leaves a hole at the root that the next
 * push fills. With four children there are half the levels, and the four lie in one cache line: the
 * root stands one place before the end of a line's worth, so that the children of `at`, from WAYS at +
 * 1 on, begin at a multiple of WAYS keys (LaMarca and Ladner, "The influence of caches on the
 * performance of heaps", 1996).
 */
#include "queues.h"

#include <stdbool.h>

#include "../../engine/memory.h"
#include "../../loops/queue.h"

enum { LINE = 64 };

struct heap {
    struct ac_key *keys; /* the root */
    uint64_t count;      /* keys in the heap, the hole not counted */
    uint64_t launches;
    bool hole; /* keys[0] was taken; the heap is keys[0 .. count] */
    unsigned char block[];
};

static void *heap_open(uint64_t capacity, unsigned ways)
{
    struct heap *heap = queue_memory(sizeof *heap + LINE + (ways + capacity) * sizeof *heap->keys);
    uintptr_t block = (uintptr_t)heap->block, line = (block + LINE - 1) / LINE * LINE;
    heap->keys = (struct ac_key *)(heap->block + (line - block)) + ways - 1;
    heap->count = heap->launches = 0;
    heap->hole = false;
    return heap;
}

static void heap_close(void *queue)
{
    ac_free(queue);
}

/* The first of the children from `child` on; where all are there, without a branch. */
static inline uint64_t heap_first_child(const struct ac_key *keys, uint64_t child, uint64_t count,
                                        unsigned ways)
{
    if (ways == 2 && child + 2 <= count)
        return child + ac_key_before(keys[child + 1], keys[child]);
    if (ways == 4 && child + 4 <= count) {
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
static inline void heap_sift_down(struct ac_key *keys, uint64_t count, struct ac_key key,
                                  unsigned ways)
{
    uint64_t at = 0, child;
    while ((child = ways * at + 1) < count) {
        child = heap_first_child(keys, child, count, ways);
        if (!ac_key_before(keys[child], key))
            break;
        keys[at] = keys[child];
        at = child;
    }
    keys[at] = key;
}

static inline void heap_sift_up(struct ac_key *keys, uint64_t at, struct ac_key key, unsigned ways)
{
    while (at > 0 && ac_key_before(key, keys[(at - 1) / ways])) {
        keys[at] = keys[(at - 1) / ways];
        at = (at - 1) / ways;
    }
    keys[at] = key;
}

static inline void heap_push(struct heap *heap, uint64_t due_ns, uint32_t index, unsigned ways)
{
    struct ac_key key = {due_ns, heap->launches++ << AC_KEY_INDEX_BITS | index};
    uint64_t last = heap->count++;
    if (heap->hole) {
        heap->hole = false;
        heap_sift_down(heap->keys, heap->count, key, ways);
    } else {
        heap_sift_up(heap->keys, last, key, ways);
    }
}

static inline struct queue_task heap_pop(struct heap *heap, unsigned ways)
{
    if (heap->hole)
        heap_sift_down(heap->keys, heap->count, heap->keys[heap->count], ways);
    heap->hole = true;
    heap->count--;
    struct ac_key first = heap->keys[0];
    return (struct queue_task){first.due_ns,
                               (uint32_t)(first.tag & (((uint64_t)1 << AC_KEY_INDEX_BITS) - 1))};
}

/* The queue with so many children to a node. */
#define HEAP(ways, text)                                                               \
    static void *heap##ways##_open(uint64_t capacity)                                  \
    {                                                                                  \
        return heap_open(capacity, ways);                                              \
    }                                                                                  \
    static inline void heap##ways##_push(void *queue, uint64_t due_ns, uint32_t index) \
    {                                                                                  \
        heap_push(queue, due_ns, index, ways);                                         \
    }                                                                                  \
    static inline struct queue_task heap##ways##_pop(void *queue)                      \
    {                                                                                  \
        return heap_pop(queue, ways);                                                  \
    }                                                                                  \
    QUEUE_LOOPS(heap##ways)                                                            \
    const struct queue_kind queue_heap##ways = {.name = "heap" #ways,                  \
                                                .idea = (text),                        \
                                                .open = heap##ways##_open,             \
                                                .close = heap_close,                   \
                                                QUEUE_FUNCTIONS(heap##ways)};

HEAP(2, "a binary heap of 16-byte keys, a pop leaves a hole at the root")
HEAP(4, "the same with four children to a node, which lie in one cache line")
