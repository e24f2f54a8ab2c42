/* broken.c -- the table: to be listed here is to be caught. By what catches them: the referee's rules, then
 * the checks of the battery. */
#include "broken.h"

extern const struct ac_strategy ac_strategy_over_limit;
extern const struct ac_strategy ac_strategy_limits_the_results;
extern const struct ac_strategy ac_strategy_frees_twice;
extern const struct ac_strategy ac_strategy_ignores_a_fall;
extern const struct ac_strategy ac_strategy_launches_twice;
extern const struct ac_strategy ac_strategy_starts_again;
extern const struct ac_strategy ac_strategy_launches_after_stop;
extern const struct ac_strategy ac_strategy_takes_early;
extern const struct ac_strategy ac_strategy_delivers_cancelled;
extern const struct ac_strategy ac_strategy_delivers_twice;
extern const struct ac_strategy ac_strategy_drops_last;
extern const struct ac_strategy ac_strategy_waits_for_the_next;
extern const struct ac_strategy ac_strategy_waits_for_a_crowd;
extern const struct ac_strategy ac_strategy_slot_by_number;
extern const struct ac_strategy ac_strategy_keeps_one_result;
extern const struct ac_strategy ac_strategy_stalls;
extern const struct ac_strategy ac_strategy_loses_a_slot;
extern const struct ac_strategy ac_strategy_needs_two_slots;
extern const struct ac_strategy ac_strategy_loses_a_slot_on_failure;
extern const struct ac_strategy ac_strategy_loses_a_slot_on_cancel;
extern const struct ac_strategy ac_strategy_loses_a_slot_on_timeout;
extern const struct ac_strategy ac_strategy_loses_a_slot_when_dry;
extern const struct ac_strategy ac_strategy_takes_none_for_the_end;
extern const struct ac_strategy ac_strategy_claims_no_limit;
extern const struct ac_strategy ac_strategy_starves;
extern const struct ac_strategy ac_strategy_last_in_first_out;
extern const struct ac_strategy ac_strategy_delivers_in_order;
extern const struct ac_strategy ac_strategy_gathers;
extern const struct ac_strategy ac_strategy_waits_for_the_batch;
extern const struct ac_strategy ac_strategy_freezes_with_its_consumer;
extern const struct ac_strategy ac_strategy_ignores_a_rise;
extern const struct ac_strategy ac_strategy_holds_all_unsaid;
extern const struct ac_strategy ac_strategy_pulls_ahead;
extern const struct ac_strategy ac_strategy_piles_up_results;
extern const struct ac_strategy ac_strategy_keeps_the_taken;

const struct broken broken_strategies[] = {
    {&ac_strategy_over_limit, "plain", "limit", OVER_LIMIT},
    {&ac_strategy_limits_the_results, "plain", "limit", OVER_LIMIT},
    {&ac_strategy_frees_twice, "plain", "limit", OVER_TWICE_LIMIT},
    {&ac_strategy_ignores_a_fall, "limit falls", "limit", OTHERWISE},
    {&ac_strategy_launches_twice, "plain", "launch-once", ALWAYS},
    {&ac_strategy_starts_again, "failures", "launch-once", OTHERWISE},
    {&ac_strategy_launches_after_stop, "stop", "launch-once", OTHERWISE},
    {&ac_strategy_takes_early, "plain", "take-done", ALWAYS},
    {&ac_strategy_delivers_cancelled, "now", "take-done", OTHERWISE},
    {&ac_strategy_delivers_twice, "plain", "take-once", ALWAYS},
    {&ac_strategy_drops_last, "plain", "lost", ALWAYS},
    {&ac_strategy_waits_for_the_next, "plain", "lost", ALWAYS},
    {&ac_strategy_waits_for_a_crowd, "plain", "lost", WITHIN_LIMIT},
    {&ac_strategy_slot_by_number, "plain", "lost", OTHERWISE},
    {&ac_strategy_keeps_one_result, "ties", "lost", WITH_TIES},
    {&ac_strategy_stalls, "plain", "stall", OVER_LIMIT},
    {&ac_strategy_loses_a_slot, "plain", "stall", OVER_LIMIT},
    {&ac_strategy_needs_two_slots, "plain", "stall", LIMIT_ONE},
    {&ac_strategy_loses_a_slot_on_failure, "failures", "stall", OTHERWISE},
    {&ac_strategy_loses_a_slot_on_cancel, "cancelled", "stall", OTHERWISE},
    {&ac_strategy_loses_a_slot_on_timeout, "timeouts", "stall", OTHERWISE},
    {&ac_strategy_loses_a_slot_when_dry, "slow source", "stall", OTHERWISE},
    {&ac_strategy_takes_none_for_the_end, "slow source", "stall", OTHERWISE},
    {&ac_strategy_claims_no_limit, "plain", "flags", OTHERWISE},
    {&ac_strategy_starves, "plain", "launch order", OTHERWISE},
    {&ac_strategy_last_in_first_out, "ties", "take order", OTHERWISE},
    {&ac_strategy_delivers_in_order, "plain", "delivered at once", OTHERWISE},
    {&ac_strategy_gathers, "plain", "delivered at once", OTHERWISE},
    {&ac_strategy_waits_for_the_batch, "plain", "slots used", OTHERWISE},
    {&ac_strategy_freezes_with_its_consumer, "slow consumer", "slots used", OTHERWISE},
    {&ac_strategy_ignores_a_rise, "limit rises", "slots used", OTHERWISE},
    {&ac_strategy_holds_all_unsaid, "plain", "bounded waiting", OTHERWISE},
    {&ac_strategy_pulls_ahead, "plain", "bounded waiting", OTHERWISE},
    {&ac_strategy_piles_up_results, "slow consumer", "bounded unread", OTHERWISE},
    {&ac_strategy_keeps_the_taken, "plain", "kept after take", OTHERWISE},
    {NULL, NULL, NULL, ALWAYS},
};
