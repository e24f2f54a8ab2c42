/* broken_table.c -- the strategies of tests/broken/ in the place of strategies/strategies.c: a command line
 * that is linked with it runs those, and only those.
 */
#include "../../strategies/strategies.h"
#include "../broken/broken.h"

enum { MOST = 64 };

/* This is ac_strategies, under a name by which it is not const: it is filled before main. */
extern const struct ac_strategy *broken_table[MOST + 1];
const struct ac_strategy *broken_table[MOST + 1] __asm__("ac_strategies");

__attribute__((constructor)) static void fill_table(void)
{
    for (int i = 0; i < MOST && broken_strategies[i].strategy; i++)
        broken_table[i] = broken_strategies[i].strategy;
}
