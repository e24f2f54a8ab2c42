/* chosen.h -- the strategies that a command line names. */
#ifndef AC_SCENARIO_CHOSEN_H
#define AC_SCENARIO_CHOSEN_H

#include <stdbool.h>

#include "../../strategies/as_completed.h"

/* The strategy of the table that has this name; or NULL, after one line on stderr. */
const struct ac_strategy *ac_chosen_one(const char *name);

/* Whether `list` is names of the table, with commas between them, each of them once; if not, after
 * one line on stderr. */
bool ac_chosen_check(const char *list);

/* Whether a checked list has the name of `strategy`. NULL is the list of all; `all` has no control. */
bool ac_chosen_has(const char *list, const struct ac_strategy *strategy);

#endif
