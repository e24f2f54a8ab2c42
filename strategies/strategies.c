/* strategies.c -- the table: to be listed here is to be run, compared and tested. */
#include "strategies.h"

extern const struct ac_strategy ac_strategy_unbounded;
extern const struct ac_strategy ac_strategy_polling;
extern const struct ac_strategy ac_strategy_callback;
extern const struct ac_strategy ac_strategy_semaphore;
extern const struct ac_strategy ac_strategy_bounded_queue;
extern const struct ac_strategy ac_strategy_floor;
extern const struct ac_strategy ac_strategy_serial;

const struct ac_strategy *const ac_strategies[] = {
    &ac_strategy_unbounded,     &ac_strategy_polling, &ac_strategy_callback, &ac_strategy_semaphore,
    &ac_strategy_bounded_queue, &ac_strategy_floor,   &ac_strategy_serial,   NULL,
};
