/* named.c -- a strategy is found by its name. */
#include <string.h>

#include "../../strategies/strategies.h"
#include "run.h"

const struct ac_strategy *ac_strategy_named(const char *name)
{
    size_t length = strlen(name);
    const struct ac_strategy *const *s = ac_strategies;
    while (*s && (strlen((*s)->name) != length || memcmp((*s)->name, name, length) != 0))
        s++;
    return *s;
}
