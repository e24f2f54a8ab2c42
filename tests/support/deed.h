/* deed.h -- a run of work in the middle of which a test does something: at a call of the workload, of the loop or of the
 * trace. One run at a time, on the clock of work.h.
 *
 *     deed_prepare_at(strategy, report_it_done, WORK_START, 2);
 *     deed_take_all();
 *     deed_check_breach(AC_RULE_DONE_STARTED, deed.number);
 *     deed_close();
 */
#ifndef TEST_DEED_H
#define TEST_DEED_H

#include "../../harness/engine/engine.h"
#include "../../strategies/strategies.h"
#include "work.h"

#define EACH_STRATEGY(s) (const struct ac_strategy *const *s = ac_strategies; *s; s++)
#define EACH(i, array)   (size_t i = 0; i < sizeof(array) / sizeof *(array); i++)

enum { DEED_TASKS = 4, DEED_LIMIT = 2, DEED_BACK = DEED_TASKS + 1 };

/* Where it is done: an enum work_call, or DEED_EVENT + an enum ac_event. */
enum { DEED_EVENT = WORK_TURN + 1, DEED_PLACES = DEED_EVENT + AC_EVENT_RETRY + 1 };

extern struct deed {
    struct work work;
    struct ac_config config;
    struct ac_run *run;
    uint64_t heap_bytes;

    void (*act)(void);
    unsigned place, after; /* it is done at the so many-th call from there, from 1 */
    unsigned calls;        /* from there, so far */
    uint32_t number;       /* the task that the call from there is about */
} deed;

/* Makes `deed.work`, whose task i ends after i ms, and `deed.config`; the test may change them. */
void deed_prepare(const struct ac_strategy *strategy);
void deed_open(void);

/* With work that may come back: task 1 is an attempt. Its work comes back at once, as task DEED_BACK, and takes 1 ms. */
void deed_prepare_attempt(const struct ac_strategy *strategy);

/* Opens a run that does `act` at the so many-th call from that place. */
void deed_prepare_at(const struct ac_strategy *strategy, void (*act)(void), unsigned place,
                     unsigned after);

/* Opens a run, and lets it launch: task 1 is in flight, and with most strategies task 2. */
void deed_prepare_in_flight(const struct ac_strategy *strategy);

struct engine *deed_engine(void);

/* The task of that number; in the pool, since the workload may not know it any more. */
struct ac_task *deed_task(uint32_t number);

void deed_take_all(void);

void deed_check_breach(enum ac_rule rule, uint32_t number);
void deed_check_sound(void); /* nothing was wrong, and all was taken */

/* Ends and closes the run. Whatever was wrong: the counts add up, every task is released, and no byte is
 * left. */
void deed_close(void);

#endif
