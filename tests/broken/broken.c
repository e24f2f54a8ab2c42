/* broken.c -- the table: to be listed here is to be caught. */
#include "broken.h"

extern const struct ac_strategy ac_strategy_over_limit;
extern const struct ac_strategy ac_strategy_drops_last;
extern const struct ac_strategy ac_strategy_delivers_twice;
extern const struct ac_strategy ac_strategy_takes_early;
extern const struct ac_strategy ac_strategy_launches_twice;
extern const struct ac_strategy ac_strategy_stalls;
extern const struct ac_strategy ac_strategy_keeps_one_result;
extern const struct ac_strategy ac_strategy_frees_twice;
extern const struct ac_strategy ac_strategy_loses_a_slot;
extern const struct ac_strategy ac_strategy_waits_for_the_next;

const struct broken broken_strategies[] = {
    {&ac_strategy_over_limit, AC_RULE_LIMIT, OVER_LIMIT},
    {&ac_strategy_drops_last, AC_RULE_LOST, ALWAYS},
    {&ac_strategy_delivers_twice, AC_RULE_TAKE_ONCE, ALWAYS},
    {&ac_strategy_takes_early, AC_RULE_TAKE_DONE, ALWAYS},
    {&ac_strategy_launches_twice, AC_RULE_LAUNCH_ONCE, ALWAYS},
    {&ac_strategy_stalls, AC_RULE_STALL, OVER_LIMIT},
    {&ac_strategy_keeps_one_result, AC_RULE_LOST, WITH_TIES},
    {&ac_strategy_frees_twice, AC_RULE_LIMIT, OVER_TWICE_LIMIT},
    {&ac_strategy_loses_a_slot, AC_RULE_STALL, OVER_LIMIT},
    {&ac_strategy_waits_for_the_next, AC_RULE_LOST, ALWAYS},
    {NULL, AC_RULE_NONE, ALWAYS},
};
