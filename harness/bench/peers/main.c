/* main.c -- the command line of `as-completed-bench peers`. */
#include "../../base/arguments.h"
#include "../../base/complain.h"
#include "../../base/text.h"
#include "../folder.h"
#include "peers.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#define MOST_OWN 16

static const char usage[] =
    "usage: as-completed-bench peers [options]   ours beside the same in other languages\n"
    "\n"
    "First everyone once in each comparison, then seven rounds (three where a run takes over\n"
    "5 s) for those whose wall is within 1.5 times ours. Two hours at most.\n"
    "\n"
    "  --quick            three comparisons, once each, three minutes at most\n"
    "  --comparison N,LIMIT,SLEEP,TICK\n"
    "                     this one instead, as in 1000,10,1/i,1ns or 1000,none,10ms,1ms; may be\n"
    "                     repeated\n"
    "  --budget TIME      start no run that might end later than this (2h; quick: 3m)\n"
    "  --at-most TIME     of a run; then it is ended as timed out (60s; quick: 6s and 3s)\n"
    "  --resume DIR       run what is missing in this folder\n"
    "  --seed S           draw the orders from this seed (default: a new one, kept)\n"
    "  --results DIR      where the folder is made (default results)\n"
    "  --program PATH     the as-completed to measure (default: the one beside this program)\n"
    "  --list FILE        the peers (default build/peers/list.tsv; `make peers-build` makes it)\n"
    "  --help             this text\n";

enum {
    OPTION_QUICK = 256,
    OPTION_COMPARISON,
    OPTION_BUDGET,
    OPTION_AT_MOST,
    OPTION_RESUME,
    OPTION_SEED,
    OPTION_RESULTS,
    OPTION_PROGRAM,
    OPTION_LIST,
    OPTION_HELP
};

static const struct option long_options[] = {{"quick", no_argument, NULL, OPTION_QUICK},
                                             {"comparison", required_argument, NULL,
                                              OPTION_COMPARISON},
                                             {"budget", required_argument, NULL, OPTION_BUDGET},
                                             {"at-most", required_argument, NULL, OPTION_AT_MOST},
                                             {"resume", required_argument, NULL, OPTION_RESUME},
                                             {"seed", required_argument, NULL, OPTION_SEED},
                                             {"results", required_argument, NULL, OPTION_RESULTS},
                                             {"program", required_argument, NULL, OPTION_PROGRAM},
                                             {"list", required_argument, NULL, OPTION_LIST},
                                             {"help", no_argument, NULL, OPTION_HELP},
                                             {NULL, 0, NULL, 0}};

static bool add_own(struct peers_options *options, const char *word)
{
    for (size_t i = 0; i < options->own_count; i++)
        if (strcmp(options->own[i], word) == 0) {
            complain("--comparison '%.200s': must be given once", word);
            return false;
        }
    if (options->own_count == MOST_OWN) {
        complain("--comparison '%.200s': must be one of at most %d", word, MOST_OWN);
        return false;
    }
    options->own[options->own_count++] = word;
    return true;
}

static bool read_duration(const char *name, const char *word, uint64_t *duration_ms)
{
    uint64_t ns;
    if (!argument_duration(name, word, 1, &ns))
        return false;
    *duration_ms = (ns + 999999) / 1000000;
    return true;
}

static bool read_option(int option, const char *word, struct peers_options *options)
{
    switch (option) {
    case OPTION_QUICK:
        options->quick = true;
        return true;
    case OPTION_COMPARISON:
        return add_own(options, word);
    case OPTION_BUDGET:
        return read_duration("--budget", word, &options->budget_ms);
    case OPTION_AT_MOST:
        return read_duration("--at-most", word, &options->at_most_ms);
    case OPTION_SEED:
        options->seeded = true;
        return argument_number("--seed", word, 0, INT64_MAX, &options->seed);
    case OPTION_RESUME:
        return argument_path("--resume", word, &options->resume);
    case OPTION_RESULTS:
        return argument_path("--results", word, &options->results);
    case OPTION_PROGRAM:
        return argument_path("--program", word, &options->program);
    default:
        return argument_path("--list", word, &options->list);
    }
}

int peers_main(int count, char **words, const char *program, const char *command)
{
    const char *own[MOST_OWN];
    struct peers_options options = {.results = "results",
                                    .program = program,
                                    .list = "build/peers/list.tsv",
                                    .command = command,
                                    .own = own};
    int option;
    opterr = 0;
    optind = 0; /* begins anew */
    while ((option = getopt_long(count, words, ":h", long_options, NULL)) != -1) {
        if (option == OPTION_HELP || option == 'h') {
            fputs(usage, stdout);
            return text_finish_stdout();
        }
        if (option == '?' || option == ':') {
            argument_refused(option, words, long_options);
            return 2;
        }
        if (!read_option(option, optarg, &options))
            return 2;
    }
    if (optind < count && strcmp(words[optind], "help") == 0) {
        fputs(usage, stdout);
        return text_finish_stdout();
    }
    if (optind < count) {
        complain("unexpected '%.200s' after peers: see --help", words[optind]);
        return 2;
    }
    if (options.resume && !folder_check(options.resume))
        return 2;
    return peers_run(&options);
}
