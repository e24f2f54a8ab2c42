/* allocator.h -- where the memory of a run and of its loop comes from, if the program has a place of its own. */
#ifndef AC_ENGINE_ALLOCATOR_H
#define AC_ENGINE_ALLOCATOR_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* The program's own source of memory. Runs that share nothing, in several threads, have one each: a run
 * and its loop call it on their own thread only. A program that knows more of it puts this first into a
 * struct of its own. */
struct ac_allocator {
    /* As realloc; with a size of 0 as free, and it returns NULL. The blocks that it returns are
     * aligned as those of malloc. NULL: there is no memory, and the old block is as it was. It may
     * call no function of a run or a loop. */
    void *(*resize)(struct ac_allocator *allocator, void *old, size_t size);
};

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
