/* strategies.h -- the table of the strategies, for those who list them, or run them all. */
#ifndef AC_STRATEGIES_H
#define AC_STRATEGIES_H

#include "as_completed.h"

/* In the order of the lessons, then the controls, then NULL. */
extern const struct ac_strategy *const ac_strategies[];

#endif
