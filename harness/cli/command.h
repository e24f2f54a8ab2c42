/* command.h -- the commands of the program. */
#ifndef AC_CLI_COMMAND_H
#define AC_CLI_COMMAND_H

#include "../base/complain.h"
#include "../base/signals.h"
#include "command_line.h"

/* Each returns the program's exit status. */
int ac_command_list(void);
int ac_command_run(const struct ac_options *options);
int ac_command_compare(const struct ac_options *options);
int ac_command_exec(const struct ac_options *options);
int ac_command_http(const struct ac_options *options);
int ac_command_quiz(const struct ac_options *options);

#endif
