/* pool.c -- blocks of tasks; see pool.h. */
#include "pool.h"

#include <errno.h>

_Static_assert(sizeof(struct ac_task) <= 32, "a task is 32 bytes: the figures say so");

static int grow_table(struct ac_pool *pool)
{
    uint32_t capacity = pool->block_capacity ? 2 * pool->block_capacity : 16;
    struct ac_task **blocks =
        ac_resize(pool->allocator, pool->blocks, capacity * sizeof(struct ac_task *));
    if (!blocks)
        return -ENOMEM;
    pool->blocks = blocks;
    pool->block_capacity = capacity;
    return 0;
}

int ac_pool_grow(struct ac_pool *pool)
{
    if (pool->fresh >= AC_POOL_MAX)
        return -ENOMEM;
    if (pool->block_count == pool->block_capacity && grow_table(pool))
        return -ENOMEM;
    if (pool->own_size > SIZE_MAX / AC_POOL_BLOCK - sizeof(struct ac_task))
        return -ENOMEM;
    struct ac_task *block =
        ac_resize(pool->allocator, NULL, AC_POOL_BLOCK * (sizeof *block + pool->own_size));
    if (!block)
        return -ENOMEM;
    pool->blocks[pool->block_count++] = block;
    return 0;
}

void ac_pool_free(struct ac_pool *pool)
{
    while (pool->block_count)
        ac_resize(pool->allocator, pool->blocks[--pool->block_count], 0);
    ac_resize(pool->allocator, pool->blocks, 0);
}
