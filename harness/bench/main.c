/* main.c -- the command line of as-completed-bench.
 *
 * How: finds the suite that the command is of, reads its options, finds as-completed beside itself,
 *      and hands over to run.c (measure), tables.c (tables from kept rows) or figures.c (pictures
 *      from kept rows).
 * Exit: 0, 1 a failure, 2 wrong usage, 130 after Ctrl-C; an error is one line on stderr.
 */
#include "../base/arguments.h"
#include "../base/complain.h"
#include "../base/process.h"
#include "../base/signals.h"
#include "../base/spawn.h"
#include "../base/text.h"
#include "figures/figures.h"
#include "folder.h"
#include "strategies/bare.h"
#include "strategies/cells.h"
#include "suite.h"
#include "tables/tables.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

/* as-completed beside this program, written from the current folder where that is shorter. */
static char *main_sibling(void)
{
    char path[4096], here[4096];
    size_t length = sizeof path, room = sizeof here;
    if (uv_exepath(path, &length) != 0)
        return text_copy("build/as-completed");
    char *slash = strrchr(path, '/');
    if (slash)
        *slash = '\0';
    const char *folder = path;
    if (uv_cwd(here, &room) == 0 && strncmp(path, here, room) == 0 && path[room] == '/')
        folder = path + room + 1;
    return text_format("%s/as-completed", folder);
}

static int main_measure(const struct suite *suite, const char *mode, struct bench_options *options)
{
    char *program = main_sibling();
    options->mode = mode;
    if (!options->program)
        options->program = program;
    int status = options->resume && !folder_check(options->resume) ? 2 : bench_run(suite, options);
    free(program);
    return status;
}

static int main_plots(const char *dir)
{
    return folder_check(dir) ? bench_figures(dir, true) != 0 : 2;
}

static int main_bare(const char *cell, const char *word)
{
    struct plan_point point;
    if (!options_read_point(cell, word, &point))
        return 2;
    return bare_run(cell, point.tasks, point.limit) != 0 || text_finish_stdout();
}

enum { QUICK, FULL, PEERS, EXEC, WORK, ADOPTION, TABLE, PLOTS, BARE_HEAP, BARE_QUEUE };
static const char *const commands[] = {"quick",         "full",           "peers", "exec",
                                       "work",          "adoption",       "table", "plots",
                                       CELLS_BARE_HEAP, CELLS_BARE_QUEUE, NULL};

/* Whether the words after a command are as many as it takes, and the options are its own. */
static bool main_fits(int command, int words_left, char **words, const char *given)
{
    int expected = command >= TABLE;
    if (words_left > expected)
        complain("unexpected '%.200s' after %s: see --help", words[expected], commands[command]);
    else if (words_left < expected)
        complain("%s needs %s: see --help", commands[command],
                 command >= BARE_HEAP ? "a point, as in 1000,10"
                                      : "a result folder, as in results/reference");
    else if (expected && given)
        complain("%s takes no --%s: see --help", commands[command], given);
    else
        return true;
    return false;
}

/* The words are those that stand behind the command, and may ask for help as well. */
static int main_run(const struct suite *suite, int command, int count, char **words,
                    struct bench_options *options, const char *given)
{
    const char *dir = words[0];
    if (!main_fits(command, count, words, given))
        return 2;
    if ((command == TABLE || command == PLOTS) && !argument_path(commands[command], dir, &dir))
        return 2;
    if (command == TABLE)
        return table_print(NULL, dir);
    if (command == PLOTS)
        return main_plots(dir);
    if (command >= BARE_HEAP)
        return main_bare(commands[command], dir);
    return main_measure(suite, commands[command], options);
}

/* A suite that is not the first has its name as its command, and its options behind that. */
static int main_dispatch(const struct suite *suite, int count, char **words,
                         struct bench_options *options, const char *given)
{
    if (count > 0 && strcmp(words[0], "help") == 0)
        return options_help(suite);
    if (suite != suites[0])
        return main_run(suite, argument_choose("command", suite->name, commands), count, words,
                        options, given);
    if (count == 0) {
        complain("a command is missing: quick, full, peers, exec, work, adoption, table, plots, "
                 "bare_heap or "
                 "bare_queue; see --help");
        return 2;
    }
    int command = argument_choose("command", words[0], commands);
    bool first = command >= PEERS && command < TABLE;
    if (first)
        complain("%s must come first, its own options after it: see %s --help", words[0], words[0]);
    if (command < 0 || first)
        return 2;
    return main_run(suite, command, count - 1, words + 1, options, given);
}

/* JSON is text too: see text.h. */
static void *main_json_memory(size_t bytes)
{
    return text_resize(NULL, bytes);
}

static char *main_command_line(int count, char **words)
{
    struct text command = {0};
    for (int i = 0; i < count; i++) {
        text_add(&command, i ? " " : "");
        text_add_quoted(&command, words[i]);
    }
    return command.chars;
}

int main(int count, char **words)
{
    complain_program = "as-completed-bench";
    ac_process_guard_descriptors();
    ac_process_guard_writes();
    json_set_alloc_funcs(main_json_memory, free);
    const char *given = NULL;
    char *command = main_command_line(count, words);
    struct bench_options options = {.command = command,
                                    .driver = words[0],
                                    .results = "results",
                                    .list = "build/peers/list.tsv",
                                    .rounds = 7,
                                    .seed = OPTIONS_NO_SEED};
    const struct suite *suite = suite_of_command(count > 1 ? words[1] : "");
    int named = suite != suites[0];
    int status = options_read(suite, count - named, words + named, &options, &given);
    int error = status < 0 ? spawn_open() : 0;
    if (error)
        status = complain("cannot start an event loop: %s", uv_strerror(error));
    if (status < 0)
        status =
            main_dispatch(suite, count - named - optind, words + named + optind, &options, given);
    free(command);
    return signals_asked ? 128 + signals_asked : status;
}
