/* pool.h -- the memory of tasks: as many as are alive, never as many as there are.
 *
 * The pool grows by blocks of one small size, a power of two. A table finds the blocks, so a task
 * has a number, its index, that never changes and fits in a key of the queue. The task recycled
 * last is handed out first: it is still in the cache. Behind the tasks of a block lies the memory
 * that their workload wants for each. Memory goes back to the allocator only at the end.
 */
#ifndef AC_ENGINE_POOL_H
#define AC_ENGINE_POOL_H

#include "../../strategies/as_completed.h"
#include "memory.h"

/* The most tasks alive at once: an index has 27 bits in the keys of the queue. */
#define AC_POOL_MAX ((uint64_t)1 << 27)

/* The tasks in a block. */
#define AC_POOL_BLOCK 1024

/* Zeroed is empty, of tasks without memory of their own. */
struct ac_pool {
    size_t own_size; /* bytes a task; a multiple of 16, set before the first task */
    struct ac_allocator *allocator;
    struct ac_task **blocks;
    struct ac_task *recycled; /* free tasks, by their links */
    uint32_t block_count, block_capacity;
    uint64_t fresh; /* tasks handed out at least once: the first `fresh` of all blocks */
};

/* Gives all blocks back. */
void ac_pool_free(struct ac_pool *pool);

/* A new block; 0 or -ENOMEM. For ac_pool_get() only. */
int ac_pool_grow(struct ac_pool *pool);

static inline struct ac_task *ac_pool_at(const struct ac_pool *pool, uint64_t index)
{
    return &pool->blocks[index / AC_POOL_BLOCK][index % AC_POOL_BLOCK];
}

/* The own_size bytes of a task. */
static inline void *ac_pool_own(const struct ac_pool *pool, const struct ac_task *task)
{
    struct ac_task *block = pool->blocks[task->index / AC_POOL_BLOCK];
    return (char *)(block + AC_POOL_BLOCK) + task->index % AC_POOL_BLOCK * pool->own_size;
}

/* A task whose `index` is set and whose other fields are the caller's to set; NULL: no memory. */
static inline struct ac_task *ac_pool_get(struct ac_pool *pool)
{
    struct ac_task *task = pool->recycled;
    if (task) {
        pool->recycled = task->link;
        return task;
    }
    if (pool->fresh / AC_POOL_BLOCK == pool->block_count && ac_pool_grow(pool))
        return NULL;
    task = ac_pool_at(pool, pool->fresh);
    task->index = (uint32_t)pool->fresh++;
    return task;
}

static inline void ac_pool_put(struct ac_pool *pool, struct ac_task *task)
{
    task->stage = AC_FREE;
    task->link = pool->recycled;
    pool->recycled = task;
}

#endif
