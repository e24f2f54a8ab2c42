/* check.h -- does a strategy of your own keep the contract, and what its row promises? A test of two
 * lines:
 *
 *     char why[256];
 *     int error = ac_check_strategy(&my_strategy, why, sizeof why);
 *     printf("%s: %s\n", my_strategy.name, why);
 *
 * It runs the conformance battery (a fixed set of scenarios, called days): some eight hundred runs of
 * at most 40 tasks, on the virtual clock. That takes a hundredth of a second, and no run waits.
 * The days are plain ones, ties, failures, cancelled tasks, timeouts, tasks that cannot be started, a slow
 * consumer, a slow source, tasks that add tasks, a window, a limit that rises and falls, and early ends. Each
 * is run with a dozen pairs of N and limit, and with a small and a larger queue.
 *
 * Each run is watched by the referee (rules.h). And the battery checks what users choose a strategy for:
 *
 *     flags              what the flags say is so from the first turn of the loop on: all launched, all
 *                        pulled, something queued, not told of finishes
 *     launch order       tasks are launched in the order in which they were pulled
 *     take order         results are handed over in the order in which they finished; controls need not,
 *                        nor who is not told of finishes and has a slow consumer
 *     delivered at once  before the run waits, all that has finished is handed over
 *     slots used         before time passes, no slot is free while a task could be launched; and with a
 *                        fast consumer the run takes as long as the greedy schedule
 *     bounded waiting    no task waits; or as many as a queue holds, with AC_QUEUES; or all, with
 *                        AC_HOLDS_ALL
 *     bounded unread     a result keeps its slot for as long as the strategy's slot rule says: not at all,
 *                        until there is room in the queue, or until it is taken
 *     kept after take    the strategy no longer points to a task that it handed over, nor uses its link
 */
#ifndef AC_GRADE_CHECK_H
#define AC_GRADE_CHECK_H

#include "../../strategies/as_completed.h"

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* Runs the battery on `strategy`, up to the first failure. Writes into `why`, which has `size` bytes, one
 * line without a line break. It is cut where it is longer; 256 bytes are enough. Returns one of these:
 *
 *     0          it conforms; `why` is "conforms"
 *     -EPROTO    it does not, and `why` says why
 *     -EINVAL    it has no `fill` or no `take`, or its `size` is smaller than that of this version
 *     -E2BIG     it has members that this version does not know
 *     -ENOMEM    there was no memory, which says nothing about the strategy
 *
 * After -EPROTO `why` names the day and the check that failed. Then come the tasks (N), the limit and
 * the capacity of a queue in that run. Its end says what was expected or, of a rule, what a task did:
 *
 *     day "plain", check "limit" (N=2, limit 1, queue 1): task 2 was launched at or over the limit
 *
 * The strategy runs in this process, and nothing stands between. One that crashes, or writes where it
 * may not, takes the program with it. One that loops for ever inside `fill`, `done` or `take` never comes
 * back. A run that merely stands still does come back, since time only jumps: it fails by the rule "stall"
 * or "lost". To test what may be wrong in these ways, start the test as a process of its own, with a limit
 * of CPU time (setrlimit, or `ulimit -t 10`).
 *
 * It keeps nothing of the strategy, and gives all memory back. Any thread may call it, and several may at
 * once; not from a callback of a strategy. */
int ac_check_strategy(const struct ac_strategy *strategy, char *why, size_t size);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
