/* main.c -- the command line of as-completed-bench.
 *
 * How: reads the words, finds as-completed beside itself, and hands over to bench.c (measure),
 *      table.c (tables from kept rows) or figures.c (pictures from kept rows).
 * Exit: 0, 1 a failure, 2 wrong usage, 130 after Ctrl-C; an error is one line on stderr.
 */
#include "../common/spawn.h"
#include "../common/text.h"
#include "../parse.h"
#include "bare_heap.h"
#include "bench.h"
#include "figures.h"
#include "table.h"

#include <errno.h>
#include <getopt.h>
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
    "       as-completed-bench table DIR              make the tables of DIR again from its rows\n"
    "       as-completed-bench plots DIR              make the figures of DIR from its rows\n"
    "       as-completed-bench bare N,LIMIT           the same sleeps in a bare heap loop: one "
    "row\n"
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

static bool read_whole(const char *option, const char *word, uint64_t least, uint64_t most,
                       uint64_t *number)
{
    if (ac_parse_number(word, least, most, number))
        return true;
    text_complain("%s \"%s\": allowed is a whole number from %llu to %llu", option, word,
                  (unsigned long long)least, (unsigned long long)most);
    return false;
}

static bool read_point(const char *word, struct plan_point *point)
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
        text_complain(
            "point \"%s\": allowed is N,LIMIT with N from 1 to %u and a limit from 1, such "
            "as 1000,10",
            word, MOST_TASKS);
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

/* Reads the options into `options`; -1 to go on, else the exit status. */
static int read_options(int count, char **words, struct bench_options *options,
                        struct plan_point points[])
{
    uint64_t number;
    int option;
    while ((option = getopt_long(count, words, ":h", long_options, NULL)) != -1) {
        if (option == OPTION_HELP || option == 'h') {
            fputs(usage, stdout);
            return 0;
        } else if (option == OPTION_POINT) {
            if (options->point_count == MOST_POINTS) {
                text_complain("--point: allowed are at most %d", MOST_POINTS);
                return 2;
            }
            if (!read_point(optarg, &points[options->point_count++]))
                return 2;
        } else if (option == OPTION_ROUNDS) {
            if (!read_whole("--rounds", optarg, 1, MOST_ROUNDS, &number))
                return 2;
            options->rounds = (size_t)number;
        } else if (option == OPTION_SEED) {
            if (!read_whole("--seed", optarg, 0, INT64_MAX, &options->seed))
                return 2;
            options->seeded = true;
        } else if (option == OPTION_RESULTS) {
            options->results = optarg;
        } else if (option == OPTION_PROGRAM) {
            options->program = optarg;
        } else if (option == OPTION_PEERS) {
            options->peers = optarg;
        } else {
            text_complain("option \"%s\": %s; see --help", words[optind - 1],
                          option == ':' ? "it needs a value"
                                        : "allowed are --point, --rounds, --seed, --results, "
                                          "--program, --peers and --help");
            return 2;
        }
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

static int remake(const char *mode, const char *dir)
{
    if (strcmp(mode, "plots") == 0)
        return bench_figures(dir) != 0;
    struct text shown = {0};
    int error = table_make(dir, &shown);
    if (fputs(text_chars(&shown), stdout) == EOF || fflush(stdout) == EOF)
        error = -EIO;
    text_free(&shown);
    return error != 0;
}

static int bare(const char *word)
{
    struct plan_point point;
    if (!read_point(word, &point))
        return 2;
    return bare_heap(point.tasks, point.limit) != 0 || fflush(stdout) == EOF;
}

static int dispatch(int count, char **words, struct bench_options *options)
{
    const char *mode = optind < count ? words[optind] : "";
    if (strcmp(mode, "bare") == 0 && optind + 2 == count)
        return bare(words[optind + 1]);
    bool measures = strcmp(mode, "quick") == 0 || strcmp(mode, "full") == 0;
    bool remakes = strcmp(mode, "table") == 0 || strcmp(mode, "plots") == 0;
    if (!measures && !remakes)
        text_complain("command \"%s\": allowed are quick, full, table DIR, plots DIR and bare "
                      "N,LIMIT; see --help",
                      mode);
    else if (measures && optind + 1 < count)
        text_complain("\"%s\" is one word too many after %s; see --help", words[optind + 1], mode);
    else if (remakes && optind + 2 != count)
        text_complain("%s: allowed is one result folder after it, such as results/reference", mode);
    else
        return measures ? measure(mode, options) : remake(mode, words[optind + 1]);
    return 2;
}

int main(int count, char **words)
{
    text_program = "as-completed-bench";
    struct plan_point points[MOST_POINTS];
    struct bench_options options = {
        .results = "results", .peers = "peers", .driver = words[0], .points = points, .rounds = 7};
    struct text command = {0};
    for (int i = 0; i < count; i++) {
        text_add(&command, i ? " " : "");
        text_add_quoted(&command, words[i]);
    }
    options.command = text_chars(&command);
    int status = read_options(count, words, &options, points);
    if (status < 0 && spawn_open() != 0) {
        text_complain("cannot start an event loop");
        status = 1;
    }
    if (status < 0)
        status = dispatch(count, words, &options);
    text_free(&command);
    return status;
}
