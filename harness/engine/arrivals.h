/* arrivals.h -- since when the tasks of a run are there, as their source says, by their index in the pool.
 *
 * Beside the tasks, which stay 32 bytes: 8 bytes for each that is alive, and only in a run with measures
 * whose source is dated (source.h).
 */
#ifndef AC_ENGINE_ARRIVALS_H
#define AC_ENGINE_ARRIVALS_H

#include <stdint.h>

/* Zeroed is empty. */
struct ac_arrivals {
    uint64_t *there_ns; /* on the loop's clock */
    uint64_t capacity;
};

/* Makes room for a task with this index. 0 or -ENOMEM. */
int ac_arrivals_reserve(struct ac_arrivals *arrivals, uint32_t index);
void ac_arrivals_free(struct ac_arrivals *arrivals);

/* How long it has been there by `now_ns`; 0 if the source says that it is there only later. */
static inline uint64_t ac_arrivals_since(const struct ac_arrivals *arrivals, uint32_t index,
                                         uint64_t now_ns)
{
    uint64_t there_ns = arrivals->there_ns[index];
    return now_ns > there_ns ? now_ns - there_ns : 0;
}

#endif
