/* queues.h -- the one interface of the priority queues that are compared: the sleeping tasks, by due
 * instant and, where those tie, by launch.
 *
 * Each is one file. They are monotone: what is pushed is due no earlier than what was popped last,
 * as a sleep that starts now is; some need that, and the others do not mind. The loops that are
 * timed stand in the same file as the queue, so that push and pop are inlined in them as they are in
 * the suite's own loops.
 */
#ifndef AC_BENCH_QUEUES_QUEUES_H
#define AC_BENCH_QUEUES_QUEUES_H

#include <stddef.h>
#include <stdint.h>

/* A task that sleeps: `index` is its place in the pool, and no other that sleeps has the same. */
struct queue_task {
    uint64_t due_ns;
    uint32_t index;
};

struct queue_kind {
    const char *name, *idea;

    /* An empty queue for indices below `capacity`. Running out of memory, here or in a push, ends
     * the program after one line. */
    void *(*open)(uint64_t capacity);
    void (*close)(void *queue);

    void (*push)(void *queue, uint64_t due_ns, uint32_t index);

    /* Takes the first, which must exist. */
    struct queue_task (*pop)(void *queue);

    /* The timed loops. fill: pushes `count` tasks. hold: pops one and pushes it again, due so many ns
     * after it was, `count` times. drain: pops `count`. What was popped is kept in order. */
    void (*fill)(void *queue, const struct queue_task tasks[], size_t count);
    void (*hold)(void *queue, const uint64_t sleeps_ns[], struct queue_task popped[], size_t count);
    void (*drain)(void *queue, struct queue_task popped[], size_t count);
};

/* All of them, the production queue first; ends with NULL. One more than QUEUES does not compile. */
enum { QUEUES = 16 };
extern const struct queue_kind *const queue_kinds[QUEUES + 1];

/* Memory of the counting allocator (memory.h), not zeroed, or the program ends after one line. */
void *queue_memory(uint64_t bytes);

/* Defines the timed loops over PREFIX_push and PREFIX_pop; QUEUE_FUNCTIONS lists them
 * and these two. */
#define QUEUE_LOOPS(prefix)                                                                        \
    static void prefix##_fill(void *queue, const struct queue_task tasks[], size_t count)          \
    {                                                                                              \
        for (size_t i = 0; i < count; i++)                                                         \
            prefix##_push(queue, tasks[i].due_ns, tasks[i].index);                                 \
    }                                                                                              \
    static void prefix##_hold(void *queue, const uint64_t sleeps_ns[], struct queue_task popped[], \
                              size_t count)                                                        \
    {                                                                                              \
        for (size_t i = 0; i < count; i++) {                                                       \
            popped[i] = prefix##_pop(queue);                                                       \
            prefix##_push(queue, popped[i].due_ns + sleeps_ns[i], popped[i].index);                \
        }                                                                                          \
    }                                                                                              \
    static void prefix##_drain(void *queue, struct queue_task popped[], size_t count)              \
    {                                                                                              \
        for (size_t i = 0; i < count; i++)                                                         \
            popped[i] = prefix##_pop(queue);                                                       \
    }

#define QUEUE_FUNCTIONS(prefix)                                                               \
    .push = prefix##_push, .pop = prefix##_pop, .fill = prefix##_fill, .hold = prefix##_hold, \
    .drain = prefix##_drain

#endif
