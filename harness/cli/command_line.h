/* command_line.h -- the words of a command line, taken by the rows of options.h, and checked: what comes
 * out of here can be run.
 */
#ifndef AC_CLI_COMMAND_LINE_H
#define AC_CLI_COMMAND_LINE_H

#include "../scenario/options.h"

/* Reads the command line. 0, or the exit status after one line on stderr. */
int ac_command_line_parse(struct ac_options *options, int argc, char **argv);

/* What is called for an option of a command line, with its value (of a flag: NULL). False: no more. */
typedef bool ac_each_option(void *context, const struct ac_option *option, const char *text);

/* The name of the command. */
const char *ac_command_name(const struct ac_options *options);

/* Whether it is one that makes a task of each line of stdin; and what it calls such a task. */
bool ac_command_has_lines(const struct ac_options *options);
const char *ac_command_task(const struct ac_options *options);

/* Whether a command takes an option. */
bool ac_command_takes(enum ac_command command, const struct ac_option *row);

/* Calls `each` for the options in options->words, in their order. The place of the first other word, or
 * -1: after one line on stderr, or where `each` wanted no more. */
int ac_command_line_walk(const struct ac_options *options, ac_each_option *each, void *context);

/* Whether the option that sets this member of struct ac_options was given. */
#define AC_GIVEN(options, member) \
    ac_command_line_gives(options, offsetof(struct ac_options, member))
bool ac_command_line_gives(const struct ac_options *options, size_t at);

/* Whether the values go together. False after one line on stderr. */
bool ac_check_together(const struct ac_options *options);

/* Whether they do, and `strategy` (NULL: any) can honour them. False after one line on stderr. */
bool ac_check_with(const struct ac_options *options, const struct ac_strategy *strategy);

/* Prints what --help prints. */
void ac_help(void);

/* Adds what it says of an option: which strategies heed it, its sentence, and its value where it is not
 * given. */
struct text;
void ac_help_say(struct text *words, const struct ac_option *option);

#endif
