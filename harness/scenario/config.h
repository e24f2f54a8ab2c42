/* config.h -- from options to what the engine runs: nothing here allocates, prints or knows a clock, so that
 * the page (page/) has it too.
 */
#ifndef AC_SCENARIO_CONFIG_H
#define AC_SCENARIO_CONFIG_H

#include "../workloads/arrivals.h"
#include "../workloads/ideal.h"
#include "../workloads/sleep.h"
#include "options.h"

/* The limit that binds `strategy` for `tasks` tasks, at most that many and at least 1. */
uint64_t ac_config_limit(const struct ac_options *options, const struct ac_strategy *strategy,
                         uint64_t tasks);

/* The capacity of each queue: as given, else the limit, else 1024. */
uint64_t ac_config_queue(const struct ac_options *options, uint64_t tasks);

/* The most tasks that --window and --unread allow to be pulled and not yet taken; 0: no bound. */
uint64_t ac_config_window(const struct ac_options *options);

/* The workload, but for durations of one's own: `durations` is NULL. */
struct ac_sleeps ac_config_sleeps(const struct ac_options *options);

/* What to run, but for its source, its loop and its hooks; of so many tasks. */
struct ac_config ac_config_run(const struct ac_options *options, uint64_t tasks);

/* The source to run on: `source`, or `arrivals` in front of it where tasks turn up one by one. */
struct ac_workload *ac_config_workload(const struct ac_options *options,
                                       struct ac_sleep_workload *workload,
                                       struct ac_arrivals *arrivals);

/* Whether a run of them has an ideal: that ended by itself, with so many tasks timed out. */
bool ac_config_has_ideal(const struct ac_options *options, bool complete, uint64_t timed_out);

/* False where the CPU time of a run is not what `strategy` takes: one that spins burns a core while time passes,
 * and on the virtual clock none passes while it looks. And why, for people, in one line. */
bool ac_config_tells_cpu(const struct ac_strategy *strategy, bool virtual_clock);
extern const char ac_config_why_no_cpu[];

/* The consumer that the ideal is for. */
struct ac_ideal_consumer ac_config_consumer(const struct ac_options *options);

#endif
