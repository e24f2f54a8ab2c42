/* config.h -- from options to what the engine runs: nothing here allocates, prints or knows a clock, so that
 * the page (page/) has it too.
 */
#ifndef AC_SCENARIO_CONFIG_H
#define AC_SCENARIO_CONFIG_H

#include "../workloads/arrivals.h"
#include "../workloads/ideal.h"
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

/* The row of the workload that the options name. */
const struct ac_workload_row *ac_config_row(const struct ac_options *options);

/* The workload of a run, opened. It is not moved. */
struct ac_config_workload {
    struct ac_workload *source; /* to run on: the workload, or `arrivals` in front of it where tasks
                                   turn up one by one */
    struct ac_arrivals arrivals;
    const struct ac_workload_row *row;
    struct ac_workload_wish wish;
    _Alignas(16) unsigned char room[AC_WORKLOAD_ROOM];
};

/* Opens it. `uv` is the loop, or NULL on the virtual clock. Options, sleeps and loop must outlive it.
 * 0; -EINVAL, if it cannot run on the virtual clock; or what the workload says. After an error there is
 * nothing to close. */
int ac_config_open(struct ac_config_workload *workload, const struct ac_options *options,
                   const struct ac_sleeps *sleeps, struct uv_loop_s *uv);
void ac_config_close(struct ac_config_workload *workload);

/* What its row has opened: the workload without `arrivals`. */
struct ac_workload *ac_config_opened(struct ac_config_workload *workload);

/* Whether a run of them has an ideal: that ended by itself, with so many tasks timed out. */
bool ac_config_has_ideal(const struct ac_options *options, bool complete, uint64_t timed_out);

/* False where the CPU time of a run is not what `strategy` takes: one that spins burns a core while time passes,
 * and on the virtual clock none passes while it looks. And why, for people, in one line. */
bool ac_config_tells_cpu(const struct ac_strategy *strategy, bool virtual_clock);
extern const char ac_config_why_no_cpu[];

/* The consumer that the ideal is for. */
struct ac_ideal_consumer ac_config_consumer(const struct ac_options *options);

#endif
