/* command_rows.h -- the commands of the program: one row each, in the order of enum ac_command.
 *
 * ROW(name, words, idea): what stands behind the name in --help, and what the command does. The names
 * that are read, --help, the manual page and the completion are made from this list.
 */
#ifndef AC_CLI_COMMAND_ROWS_H
#define AC_CLI_COMMAND_ROWS_H

#define AC_COMMAND_ROWS(ROW)                                                                      \
    ROW("list", "", "the strategies, a line each")                                                \
    ROW("run", "-s STRATEGY -n TASKS [-l LIMIT] [options]", "one run, one report")                \
    ROW("compare", "[-s LIST] -n TASKS [-l LIMIT] [options]", "each strategy in its own process") \
    ROW("exec", "-s STRATEGY -l LIMIT [options] [--] COMMAND [ARG...]",                           \
        "COMMAND for each line of stdin, {} being the line")                                      \
    ROW("http", "-s STRATEGY -l LIMIT [options]",                                                 \
        "a GET for each URL of stdin, a line of TSV for each")                                    \
    ROW("quiz", "[--seed SEED] [--answers]", "questions to answer before a run")

#endif
