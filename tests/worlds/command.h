/* command.h -- a world as the command that replays it. */
#ifndef TEST_COMMAND_H
#define TEST_COMMAND_H

#include "world.h"

/* "run -s NAME --clock virtual ...", with every option that makes a difference; the caller's to free. */
char *world_command(const struct world *world);

/* Whether that says all; else the command is another world. */
bool world_is_command(const struct world *world);

/* What did not hold, as one line without its end: "callback: breach of 'limit': task 3"; and what of the
 * world the command does not say. The caller's. */
char *world_complaint(const struct world *world, const struct world_outcome *outcome);

#endif
