/* command.h -- a world as the command that replays it. */
#ifndef TEST_COMMAND_H
#define TEST_COMMAND_H

#include "world.h"

/* "run -s NAME --clock virtual ...", with every option that makes a difference; the caller's to free. In
 * a world with `cancelled` it is another one. */
char *world_command(const struct world *world);

/* What did not hold, as one line without its end: "callback: breach of 'limit': task 3". The caller's. */
char *world_complaint(const struct world *world, const struct world_outcome *outcome);

#endif
