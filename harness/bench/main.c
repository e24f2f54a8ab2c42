/* main.c -- the command line of as-completed-bench.
 *
 * How: reads the words, finds as-completed beside itself, and hands over to bench.c (measure),
 *      tables.c (tables from kept rows) or figures.c (pictures from kept rows).
 * Exit: 0, 1 a failure, 2 wrong usage, 130 after Ctrl-C; an error is one line on stderr.
 */
#include "../base/arguments.h"
#include "../base/complain.h"
#include "../base/parse.h"
#include "../base/process.h"
#include "../base/signals.h"
#include "../base/spawn.h"
#include "../base/text.h"
#include "figures/figures.h"
#include "folder.h"
#include "peers/peers.h"
#include "strategies/bare.h"
#include "strategies/bench.h"
#include "strategies/cells.h"
#include "tables/tables.h"

#include <getopt.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <uv.h>

#define MOST_POINTS 32
#define MOST_TASKS  100000000u
#define MOST_ROUNDS 1000u

static const char usage[] =
    "usage: as-completed-bench quick|full [options]   measure, keep the rows, print the table\n"
    "       as-completed-bench peers [options]        ours beside other languages; see peers "
    "--help\n"
    "       as-completed-bench table DIR              make the tables of DIR again from its rows\n"
    "       as-completed-bench plots DIR              make the figures of DIR from its rows\n"
    "       as-completed-bench bare_heap N,LIMIT      the same sleeps over a textbook's heap: one "
    "row\n"
    "       as-completed-bench bare_queue N,LIMIT     the same over the queue of the loops\n"
    "\n"
    "quick takes under two minutes, full under fifteen; each makes a folder of its own.\n"
    "\n"
    "  --point N,LIMIT  measure this point instead of the plan's, with verdicts; may be repeated\n"
    "  --rounds R       rounds at each point with verdicts (default 7; verdicts need six)\n"
    "  --seed S         draw the orders from this seed (default: a new one, kept with the "
    "results)\n"
    "  --results DIR    where the folder is made (default results)\n"
    "  --program PATH   the as-completed to measure (default: the one beside this program)\n"
    "  --peers DIR      where blog_asyncio.py is (default peers)\n"
    "  --help           this text\n";

enum {
    OPTION_POINT = 256,
    OPTION_ROUNDS,
    OPTION_SEED,
    OPTION_RESULTS,
    OPTION_PROGRAM,
    OPTION_PEERS,
    OPTION_HELP
};

static const struct option long_options[] = {{"point", required_argument, NULL, OPTION_POINT},
                                             {"rounds", required_argument, NULL, OPTION_ROUNDS},
                                             {"seed", required_argument, NULL, OPTION_SEED},
                                             {"results", required_argument, NULL, OPTION_RESULTS},
                                             {"program", required_argument, NULL, OPTION_PROGRAM},
                                             {"peers", required_argument, NULL, OPTION_PEERS},
                                             {"help", no_argument, NULL, OPTION_HELP},
                                             {NULL, 0, NULL, 0}};

static bool read_point(const char *what, const char *word, struct plan_point *point)
{
    char *tasks = text_copy(word), *comma = strchr(tasks, ',');
    bool good = comma != NULL;
    if (good) {
        *comma = '\0';
        good = ac_parse_number(tasks, 1, MOST_TASKS, &point->tasks) &&
               ac_parse_number(comma + 1, 1, INT64_MAX, &point->limit);
    }
    free(tasks);
    if (!good)
        complain("%s '%.200s': must be N,LIMIT with N from 1 to %u and a limit from 1, as in "
                 "1000,10",
                 what, word, MOST_TASKS);
    return good;
}

/* as-completed beside this program, written from the current folder where that is shorter. */
static char *sibling(void)
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

/* Adds the point, or says why not. Two runs of one point could not be told apart. */
static bool add_point(const char *word, struct bench_options *options, struct plan_point points[])
{
    struct plan_point *point = &points[options->point_count];
    if (options->point_count == MOST_POINTS) {
        complain("--point '%.200s': must be one of at most %d points", word, MOST_POINTS);
        return false;
    }
    if (!read_point("--point", word, point))
        return false;
    for (size_t i = 0; i < options->point_count; i++)
        if (points[i].tasks == point->tasks && points[i].limit == point->limit) {
            complain("--point '%.200s': must be given once; for more runs raise --rounds", word);
            return false;
        }
    options->point_count++;
    return true;
}

static bool read_option(int option, const char *word, struct bench_options *options,
                        struct plan_point points[])
{
    uint64_t rounds;
    switch (option) {
    case OPTION_POINT:
        return add_point(word, options, points);
    case OPTION_ROUNDS:
        if (!argument_number("--rounds", word, 1, MOST_ROUNDS, &rounds))
            return false;
        options->rounds = (size_t)rounds;
        return true;
    case OPTION_SEED:
        options->seeded = true;
        return argument_number("--seed", word, 0, INT64_MAX, &options->seed);
    case OPTION_RESULTS:
        return argument_path("--results", word, &options->results);
    case OPTION_PROGRAM:
        return argument_path("--program", word, &options->program);
    default:
        return argument_path("--peers", word, &options->peers);
    }
}

/* Reads the options into `options`, and names one that was given in `given`; -1 to go on, else the
 * exit status. */
static int read_options(int count, char **words, struct bench_options *options,
                        struct plan_point points[], const char **given)
{
    int option, place;
    opterr = 0;
    while ((option = getopt_long(count, words, ":h", long_options, &place)) != -1) {
        if (option == OPTION_HELP || option == 'h') {
            fputs(usage, stdout);
            return text_finish_stdout();
        }
        if (option == '?' || option == ':') {
            argument_refused(option, words, long_options);
            return 2;
        }
        if (!read_option(option, optarg, options, points))
            return 2;
        *given = long_options[place].name;
    }
    return -1;
}

static int measure(const char *mode, struct bench_options *options)
{
    char *program = options->program ? NULL : sibling();
    options->name = options->point_count > 0 ? "points" : mode;
    if (program)
        options->program = program;
    int status = bench_run(options);
    free(program);
    return status;
}

static int make_table(const char *dir)
{
    struct text shown = {0};
    if (!folder_check(dir))
        return 2;
    int error = table_make(dir, &shown);
    fputs(text_chars(&shown), stdout);
    text_free(&shown);
    int unwritten = text_finish_stdout();
    return error != 0 || unwritten;
}

static int make_plots(const char *dir)
{
    if (!folder_check(dir))
        return 2;
    return bench_figures(dir, true) != 0;
}

static int bare(const char *cell, const char *word)
{
    struct plan_point point;
    if (!read_point(cell, word, &point))
        return 2;
    return bare_run(cell, point.tasks, point.limit) != 0 || text_finish_stdout();
}

enum { QUICK, FULL, PEERS, TABLE, PLOTS, BARE_HEAP, BARE_QUEUE };
static const char *const commands[] = {"quick", "full",          "peers",          "table",
                                       "plots", CELLS_BARE_HEAP, CELLS_BARE_QUEUE, NULL};

/* Whether the words after a command are as many as it takes, and the options are its own. */
static bool fits(int command, int words_left, char **words, const char *given)
{
    int expected = command >= TABLE;
    if (command == PEERS)
        complain("peers must come first, its own options after it: see peers --help");
    else if (words_left > expected)
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

static int dispatch(int count, char **words, struct bench_options *options, const char *given)
{
    if (optind == count) {
        complain("a command is missing: quick, full, peers, table, plots, bare_heap or "
                 "bare_queue; see --help");
        return 2;
    }
    if (strcmp(words[optind], "help") == 0) {
        fputs(usage, stdout);
        return text_finish_stdout();
    }
    int command = argument_choose("command", words[optind], commands);
    char **rest = words + optind + 1;
    if (command < 0 || !fits(command, count - optind - 1, rest, given))
        return 2;
    const char *dir = rest[0];
    if ((command == TABLE || command == PLOTS) && !argument_path(commands[command], dir, &dir))
        return 2;
    if (command == TABLE)
        return make_table(dir);
    if (command == PLOTS)
        return make_plots(dir);
    if (command >= BARE_HEAP)
        return bare(commands[command], rest[0]);
    return measure(commands[command], options);
}

/* JSON is text too: see text.h. */
static void *json_memory(size_t bytes)
{
    return text_resize(NULL, bytes);
}

/* It has options of its own. */
static int peers(int count, char **words, const char *command)
{
    char *program = sibling();
    int error = spawn_open(), status = 1;
    if (error)
        complain("cannot start an event loop: %s", uv_strerror(error));
    else
        status = peers_main(count, words, program, command);
    free(program);
    return status;
}

int main(int count, char **words)
{
    complain_program = "as-completed-bench";
    ac_process_guard_descriptors();
    ac_process_guard_writes();
    json_set_alloc_funcs(json_memory, free);
    struct plan_point points[MOST_POINTS];
    struct bench_options options = {
        .results = "results", .peers = "peers", .driver = words[0], .points = points, .rounds = 7};
    const char *given = NULL;
    struct text command = {0};
    for (int i = 0; i < count; i++) {
        text_add(&command, i ? " " : "");
        text_add_quoted(&command, words[i]);
    }
    options.command = text_chars(&command);
    if (count > 1 && strcmp(words[1], commands[PEERS]) == 0) {
        int ended = peers(count - 1, words + 1, options.command);
        text_free(&command);
        return signals_asked ? 128 + signals_asked : ended;
    }
    int status = read_options(count, words, &options, points, &given);
    int error = status < 0 ? spawn_open() : 0;
    if (error) {
        complain("cannot start an event loop: %s", uv_strerror(error));
        status = 1;
    }
    if (status < 0)
        status = dispatch(count, words, &options, given);
    text_free(&command);
    return signals_asked ? 128 + signals_asked : status;
}
