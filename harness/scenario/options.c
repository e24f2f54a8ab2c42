/* options.c -- getopt_long, and a check for each option; see options.h. */
#include "options.h"

#include <stdlib.h>
#include <string.h>

#include "../base/arguments.h"
#include "../base/complain.h"
#include "../base/parse.h"
#include "../base/text.h"
#include "../engine/run.h"
#include "../scenario/chosen.h"

static const char *const command_names[] = {"list", "run", "compare", "quiz", NULL};
static const char *const clock_names[] = {"real", "virtual", NULL};
static const char *const order_names[] = {"forward", "reverse", "shuffle", NULL};
static const char *const format_names[] = {"text", "json", "tsv", "none", NULL};
static const char *const trace_format_names[] = {"tsv", "chrome", NULL};

enum {
    CLOCK = 256,
    TICK,
    SCALE,
    SLEEP,
    SLEEPS,
    ORDER,
    SEED,
    QUEUE,
    POLL_INTERVAL,
    PRECISE,
    TRACE,
    TRACE_FORMAT,
    WATCH,
    HISTOGRAM,
    FORMAT
};

static const struct option long_options[] = {
    {"strategy", required_argument, NULL, 's'},
    {"tasks", required_argument, NULL, 'n'},
    {"limit", required_argument, NULL, 'l'},
    {"clock", required_argument, NULL, CLOCK},
    {"tick", required_argument, NULL, TICK},
    {"scale", required_argument, NULL, SCALE},
    {"sleep", required_argument, NULL, SLEEP},
    {"sleeps", required_argument, NULL, SLEEPS},
    {"order", required_argument, NULL, ORDER},
    {"seed", required_argument, NULL, SEED},
    {"queue", required_argument, NULL, QUEUE},
    {"poll-interval", required_argument, NULL, POLL_INTERVAL},
    {"precise", no_argument, NULL, PRECISE},
    {"trace", required_argument, NULL, TRACE},
    {"trace-format", required_argument, NULL, TRACE_FORMAT},
    {"watch", no_argument, NULL, WATCH},
    {"histogram", required_argument, NULL, HISTOGRAM},
    {"format", required_argument, NULL, FORMAT},
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, 'V'},
};

#define BASE_OPTIONS (sizeof long_options / sizeof *long_options)

static int usage(void)
{
    return AC_EXIT_USAGE;
}

static int set_strategy(struct ac_options *options, const char *text)
{
    if (options->command != AC_COMPARE) {
        options->strategy = ac_chosen_one(text);
        return options->strategy ? 0 : usage();
    }
    if (options->compared)
        complain("compare: -s '%.200s' and -s '%.200s' contradict each other: give one list, "
                 "with commas",
                 options->compared, text);
    else if (ac_chosen_check(text))
        options->compared = text;
    return options->compared == text ? 0 : usage();
}

static int set_choice(const char *what, const char *text, const char *const *names, int *value)
{
    *value = argument_choose(what, text, names);
    return *value < 0 ? usage() : 0;
}

static int set_number(const char *option, const char *text, uint64_t min, uint64_t max,
                      uint64_t *value)
{
    return argument_number(option, text, min, max, value) ? 0 : usage();
}

static int set_duration(const char *option, const char *text, uint64_t min, uint64_t *value)
{
    return argument_duration(option, text, min, value) ? 0 : usage();
}

static int set_path(const char *option, const char *text, const char **path)
{
    return argument_path(option, text, path) ? 0 : usage();
}

/* Durations, or a file of them. */
static int set_sleeps(struct ac_options *o, const char *text)
{
    o->sleeps = text;
    if (strcmp(text, "@") != 0)
        return 0;
    complain("--sleeps '@': must have the name of a file behind the @, or - for stdin");
    return usage();
}

static int set_tasks(struct ac_options *o, const char *text)
{
    o->tasks = AC_ENDLESS;
    if (strcmp(text, "endless") == 0 || ac_parse_number(text, 0, AC_TASKS_MAX, &o->tasks))
        return 0;
    complain("-n/--tasks '%.200s': must be a whole number from 0 to %llu, or endless", text,
             (unsigned long long)AC_TASKS_MAX);
    return usage();
}

/* Keeps the words of an option, to be passed on to other processes. */
static int set_end(struct ac_options *o, int option, const char *text)
{
    if (!ac_ends_set(&o->ends, option, text))
        return usage();
    const char *name = ac_ends_options[option - AC_ENDS_FIRST].name;
    if (o->passed_count + 2 > AC_PASSED) {
        complain("--%s: one too many: such options must be at most %d together", name,
                 AC_PASSED / 2);
        return usage();
    }
    o->passed[o->passed_count++] = name;
    o->passed[o->passed_count++] = text;
    return 0;
}

static int set(struct ac_options *o, int option, const char *text)
{
    int choice = 0, error = 0;
    switch (option) {
    case 's':
        return set_strategy(o, text);
    case 'n':
        o->tasks_given = true;
        return set_tasks(o, text);
    case 'l':
        o->limit_text = text;
        return ac_ends_set_limit(&o->ends, text, &o->limit) ? 0 : usage();
    case QUEUE:
        return set_number("--queue", text, 1, INT64_MAX, &o->queue);
    case SEED:
        return set_number("--seed", text, 0, UINT64_MAX, &o->seed);
    case TICK:
        return set_duration("--tick", text, 1, &o->tick_ns);
    case SCALE:
        return set_duration("--scale", text, 0, &o->scale_ns);
    case SLEEP:
        return set_duration("--sleep", text, 0, &o->sleep_ns);
    case POLL_INTERVAL:
        o->poll_interval_given = true;
        return set_duration("--poll-interval", text, 0, &o->poll_interval_ns);
    case PRECISE:
        o->precise = true;
        return 0;
    case CLOCK:
        error = set_choice("clock", text, clock_names, &choice);
        o->virtual_clock = choice == 1;
        return error;
    case ORDER:
        error = set_choice("order", text, order_names, &choice);
        o->order = (enum ac_order)choice;
        return error;
    case FORMAT:
        error = set_choice("format", text, format_names, &choice);
        o->format = (enum ac_format)choice;
        return error;
    case SLEEPS:
        return set_sleeps(o, text);
    case TRACE:
        return set_path("--trace", text, &o->trace);
    case TRACE_FORMAT:
        o->trace_format_text = text;
        error = set_choice("trace format", text, trace_format_names, &choice);
        o->trace_format = (enum ac_trace_format)choice;
        return error;
    case WATCH:
        o->watch = true;
        return 0;
    default:
        return set_path("--histogram", text, &o->histogram);
    }
}

static int parse_words(struct ac_options *options, int argc, char **argv)
{
    struct option all[BASE_OPTIONS + AC_ENDS_OPTIONS + 1] = {{NULL, 0, NULL, 0}};
    memcpy(all, long_options, sizeof long_options);
    memcpy(all + BASE_OPTIONS, ac_ends_options, sizeof ac_ends_options);
    opterr = 0;
    for (;;) {
        int option = getopt_long(argc, argv, ":s:n:l:h", all, NULL);
        int error = 0;
        if (option == -1)
            break;
        if (option == ':' || option == '?') {
            argument_refused(option, argv, all);
            error = usage();
        } else if (option == 'h' || option == 'V') {
            options->command = option == 'h' ? AC_HELP : AC_VERSION;
            return 0;
        } else if (option >= AC_ENDS_FIRST) {
            error = set_end(options, option, optarg);
        } else {
            error = set(options, option, optarg);
        }
        if (error)
            return error;
    }
    if (optind < argc && strcmp(argv[optind], "help") == 0) {
        options->command = AC_HELP;
        return 0;
    }
    if (optind < argc) {
        complain("unexpected word '%s': options start with a dash (see as-completed --help)",
                 argv[optind]);
        return usage();
    }
    return 0;
}

static bool check_command(const struct ac_options *o)
{
    if (o->command == AC_RUN && !o->strategy)
        complain("run: no strategy given: -s STRATEGY (see as-completed list)");
    else if (o->command == AC_COMPARE && o->histogram)
        complain("compare: --histogram '%s' goes with run: one file cannot hold every strategy",
                 o->histogram);
    else if (o->command == AC_COMPARE && o->trace && o->trace_format != AC_TRACE_CHROME)
        complain("compare: --trace '%s' goes with run, or with --trace-format chrome: one file "
                 "of TSV cannot hold every strategy",
                 o->trace);
    else if (o->command == AC_COMPARE && o->watch)
        complain("compare: --watch goes with run: it shows one strategy");
    else if (o->trace_format_text && !o->trace)
        complain("--trace-format '%s' goes with --trace: give both", o->trace_format_text);
    else if (o->trace && o->histogram && strcmp(o->trace, o->histogram) == 0)
        complain("--trace and --histogram '%.200s' contradict each other: give two files",
                 o->trace);
    else if (o->histogram && o->format == AC_NONE)
        complain("--histogram '%s' and --format none contradict each other: none measures nothing",
                 o->histogram);
    else
        return true;
    return false;
}

/* The blog's workload, or one of the other two. */
static bool check_workload(const struct ac_options *o)
{
    bool scale = o->scale_ns != AC_NOT_GIVEN, sleep = o->sleep_ns != AC_NOT_GIVEN;
    if (o->command != AC_LIST && !o->tasks_given && !o->sleeps)
        complain("no tasks given: -n TASKS, from 0 to %llu or endless, or --sleeps",
                 (unsigned long long)AC_TASKS_MAX);
    else if (o->sleeps && (scale || sleep))
        complain("--%s and --sleeps '%s' contradict each other: give one",
                 scale ? "scale" : "sleep", o->sleeps);
    else if (scale && sleep)
        complain("--scale and --sleep contradict each other: give one");
    else
        return true;
    return false;
}

/* Whether all that is run has one task in flight, whatever the limit. */
static bool is_serial(const struct ac_options *o)
{
    bool all = o->strategy || o->compared;
    for (size_t i = 0; ac_strategies[i]; i++)
        if (o->strategy ? ac_strategies[i] == o->strategy
                        : ac_chosen_has(o->compared, ac_strategies[i]))
            all &= (ac_strategies[i]->flags & AC_SERIAL) != 0;
    return all;
}

/* What has no end must be bounded by other means, and time must go on. */
static bool check_endless(const struct ac_options *o)
{
    bool serial = is_serial(o);
    bool still = o->virtual_clock && !o->ends.every_ns && (!o->sleep_ns || !o->scale_ns);
    if (o->tasks != AC_ENDLESS)
        return true;
    if (!o->limit && !serial)
        complain("-n/--tasks 'endless' needs a limit: -l LIMIT");
    else if (o->order != AC_FORWARD)
        complain("--order '%s' has no meaning where -n/--tasks is endless: must be forward",
                 order_names[o->order]);
    else if (o->ends.errors_ppb)
        complain("--on-error with a share has no meaning where -n/--tasks is endless: give a "
                 "count");
    else if (o->ends.ordered && !o->ends.window && !o->ends.unread)
        complain("--ordered needs a --window where -n/--tasks is endless");
    else if (still)
        complain("endless tasks of 0 ns on the virtual clock would never end: give a longer "
                 "--%s",
                 o->sleep_ns ? "scale" : "sleep");
    else
        return true;
    return false;
}

/* What a strategy cannot honour is refused where it was named; where all are compared it is left
 * out. */
static bool check_ends(const struct ac_options *o)
{
    bool right = ac_ends_check(&o->ends, o->strategy, o->tasks == AC_ENDLESS);
    for (size_t i = 0; o->compared && right && ac_strategies[i]; i++)
        if (ac_chosen_has(o->compared, ac_strategies[i]))
            right = ac_ends_check(&o->ends, ac_strategies[i], o->tasks == AC_ENDLESS);
    return right;
}

int ac_options_parse(struct ac_options *options, int argc, char **argv)
{
    *options = (struct ac_options){.tick_ns = 1,
                                   .scale_ns = AC_NOT_GIVEN,
                                   .sleep_ns = AC_NOT_GIVEN,
                                   .seed = 1};
    if (argc < 2) {
        complain("no command given: one of list, run, compare, quiz (see as-completed --help)");
        return usage();
    }
    if (argv[1][0] == '-') {
        int error = parse_words(options, argc, argv);
        if (error || options->command == AC_HELP || options->command == AC_VERSION)
            return error;
        complain("no command given before '%s': one of list, run, compare, quiz", argv[1]);
        return usage();
    }
    if (strcmp(argv[1], "help") == 0) {
        options->command = AC_HELP;
        return 0;
    }
    int command = argument_choose("command", argv[1], command_names);
    if (command < 0)
        return usage();
    options->command = (enum ac_command)command;
    if (options->command == AC_QUIZ)
        return ac_quiz_parse(options, argc - 1, argv + 1);
    int error = parse_words(options, argc - 1, argv + 1);
    if (error || options->command == AC_HELP || options->command == AC_VERSION)
        return error;
    if (options->command == AC_LIST && argc > 2) {
        complain("list: unexpected word '%s': it takes none", argv[2]);
        return usage();
    }
    if (!check_command(options) || !check_workload(options) || !check_endless(options) ||
        !check_ends(options))
        return usage();
    if (options->scale_ns == AC_NOT_GIVEN)
        options->scale_ns = 1000000000;
    return 0;
}
