/* radix.c -- a radix heap (Ahuja, Mehlhorn, Orlin, Tarjan, "Faster algorithms for the shortest path
 * problem", 1990): a task is in the bucket of the highest bit in which it differs from the instant
 * popped last; bucket 0 holds those due at that instant.
 *
 * When bucket 0 is empty, the first instant of the lowest bucket becomes the last, and that bucket
 * is dealt out to the ones below it, which are empty: so each task moves down at most 64 times, and
 * no two are ever compared but to find that instant. Each bucket is in order of launch, and stays
 * so, which breaks ties without a number. A bucket is a list of blocks: it costs no more than it
 * holds, and is read straight on.
 */
#include "queues.h"

#include <stdbool.h>

#include "../../engine/memory.h"

enum { BUCKETS = 65, BLOCK = 63 };

struct block {
    struct block *next;
    struct queue_task tasks[BLOCK];
};

struct bucket {
    struct block *head, *tail; /* NULL: empty */
    uint32_t taken, filled;    /* of the head, and of the tail */
    uint64_t first_ns;         /* the smallest due instant in it */
};

struct radix {
    uint64_t last_ns;
    uint64_t occupied; /* bit b: bucket b + 1 is not empty */
    struct bucket buckets[BUCKETS];
    struct block *spare;
};

static void *radix_open(uint64_t capacity)
{
    (void)capacity; /* grows by blocks */
    struct radix *radix = queue_memory(sizeof *radix);
    *radix = (struct radix){.last_ns = 0};
    return radix;
}

static void radix_free_blocks(struct block *block)
{
    for (struct block *next; block; block = next) {
        next = block->next;
        ac_free(block);
    }
}

static void radix_close(void *queue)
{
    struct radix *radix = queue;
    for (unsigned i = 0; i < BUCKETS; i++)
        radix_free_blocks(radix->buckets[i].head);
    radix_free_blocks(radix->spare);
    ac_free(radix);
}

/* A block at the end of the bucket. */
static void radix_extend(struct radix *radix, struct bucket *bucket)
{
    struct block *block = radix->spare;
    if (block)
        radix->spare = block->next;
    else
        block = queue_memory(sizeof *block);
    block->next = NULL;
    if (bucket->head) {
        bucket->tail->next = block;
    } else {
        bucket->head = block;
        bucket->taken = 0;
        bucket->first_ns = UINT64_MAX;
    }
    bucket->tail = block;
    bucket->filled = 0;
}

static inline void radix_put(struct radix *radix, struct queue_task task)
{
    uint64_t differs = task.due_ns ^ radix->last_ns;
    unsigned at = differs ? 64 - (unsigned)__builtin_clzll(differs) : 0;
    struct bucket *bucket = &radix->buckets[at];
    if (!bucket->head || bucket->filled == BLOCK)
        radix_extend(radix, bucket);
    bucket->tail->tasks[bucket->filled++] = task;
    if (task.due_ns < bucket->first_ns)
        bucket->first_ns = task.due_ns;
    if (at)
        radix->occupied |= (uint64_t)1 << (at - 1);
}

/* Takes the first of the bucket, which is not empty. */
static inline struct queue_task radix_get(struct radix *radix, struct bucket *bucket)
{
    struct block *head = bucket->head;
    /* The analyzer does not see that a deal fills bucket 0. NOLINTNEXTLINE(clang-analyzer-core.*) */
    struct queue_task task = head->tasks[bucket->taken++];
    if (bucket->taken == (head == bucket->tail ? bucket->filled : BLOCK)) {
        bucket->head = head->next;
        bucket->taken = 0;
        head->next = radix->spare;
        radix->spare = head;
    }
    return task;
}

/* Deals the lowest bucket out: bucket 0 is not empty then. */
static void radix_deal(struct radix *radix)
{
    unsigned lowest = (unsigned)__builtin_ctzll(radix->occupied);
    struct bucket *bucket = &radix->buckets[lowest + 1];
    radix->occupied &= radix->occupied - 1;
    radix->last_ns = bucket->first_ns;
    while (bucket->head)
        radix_put(radix, radix_get(radix, bucket));
}

static inline void radix_push(void *queue, uint64_t due_ns, uint32_t index)
{
    radix_put(queue, (struct queue_task){due_ns, index});
}

static inline struct queue_task radix_pop(void *queue)
{
    struct radix *radix = queue;
    if (!radix->buckets[0].head)
        radix_deal(radix);
    return radix_get(radix, &radix->buckets[0]);
}

QUEUE_LOOPS(radix)

const struct queue_kind queue_radix = {
    .name = "radix",
    .idea = "radix heap: buckets by the highest bit that differs from the last pop",
    .open = radix_open,
    .close = radix_close,
    QUEUE_FUNCTIONS(radix),
};
