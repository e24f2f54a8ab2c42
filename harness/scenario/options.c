/* options.c -- the table: one row an option; see options.h. */
#include "options.h"

#define AT(member) \
    .at = offsetof(struct ac_options, member), .size = sizeof(((struct ac_options *)0)->member)

/* Rows, by their kind. Durations have a control on the page, up to an hour. */
#define OPTION(which, title, word, member, ...)                                          \
    {                                                                                    \
        .kind = AC_OPTION_##which, .name = title, .value = word, AT(member), __VA_ARGS__ \
    }
#define FLAG(title, member, ...) OPTION(FLAG, title, NULL, member, .max = 1, __VA_ARGS__)
#define STOP(title, command_, ...) \
    OPTION(FLAG, title, NULL, command, .max = command_, .kept = true, __VA_ARGS__)
#define COUNT(title, word, member, low, up, ...) \
    OPTION(COUNT, title, word, member, .min = low, .max = up, __VA_ARGS__)
#define TIME(title, member, low, ...) \
    OPTION(TIME, title, "TIME", member, .min = low, .page_most = HOUR, __VA_ARGS__)
#define CHOICE(title, word, member, names, ...) \
    OPTION(CHOICE, title, word, member, .choices = names, __VA_ARGS__)

#define HOUR (UINT64_C(3600) * 1000000000)
enum { PAGE_TASKS = 100000, PAGE_LIMIT = 64, PAGE_NUMBER = 9999999, SHOWN = 1 };

static const char *const clocks[] = {"real", "virtual", NULL};
static const char *const orders[] = {"forward", "reverse", "shuffle", NULL};
static const char *const formats[] = {"text", "json", "tsv", "none", NULL};
static const char *const trace_formats[] = {"tsv", "chrome", NULL};
static const char *const on_errors[] = {"continue", "stop", "now", NULL};

static const char a_file[] = "be the name of a file or folder";
static const char a_limit[] =
    "be a limit, or a schedule like 10,2s:50,5s:5: a limit from 1, then at "
    "most 16 times a later instant and a limit from 1";

const struct ac_option ac_option_table[] = {
    OPTION(STRATEGY, "strategy", "STRATEGY", compared, .letter = 's', .kept = true,
           .group = "What runs", .help = "compare: only these, with commas between them"),
    OPTION(TASKS, "tasks", "TASKS", tasks, .letter = 'n', .max = AC_TASKS_MAX, .kept = true,
           .must = "be a whole number from 0 to 100000000, or endless", .page_most = PAGE_TASKS,
           .help = "how many tasks, 0 to 100000000; with --sleeps the first TASKS of them; "
                   "endless: the first 1000 of 1/i, or all of --sleeps, again and again"),
    OPTION(LIMIT, "limit", "LIMIT", limit, .letter = 'l', .min = 1, .max = INT64_MAX,
           .must = a_limit, .never = AC_NO_LIMIT | AC_SERIAL, .page_most = PAGE_LIMIT,
           .help = "how many may be in flight, from 1; without it there is no limit; "
                   "10,2s:50,5s:5 changes it at these instants"),
    COUNT("queue", "CAPACITY", queue, 1, INT64_MAX, .only = AC_QUEUES, .page_most = PAGE_TASKS,
          .help = "what each of its queues holds (the limit, else 1024)"),
    TIME("poll-interval", poll_interval_ns, 0, .only = AC_POLLED,
         .help = "how long it sleeps between looks (0s: it spins)"),

    TIME("scale", scale_ns, 0, .start = "1s", .group = "What a task does",
         .help = "task i sleeps TIME / i"),
    TIME("sleep", sleep_ns, 0, .help = "each sleeps TIME"),
    OPTION(SLEEPS, "sleeps", "LIST|@FILE", sleeps, .kept = true, .page_most = SHOWN,
           .must = "have the name of a file behind the @, or - for stdin",
           .help = "sleeps of your own instead: 20ms,1.5s,3us or a file, one a line "
                   "(@-: stdin)"),
    TIME("tick", tick_ns, 1, .start = "1ns", .help = "rounds every sleep up to a multiple of TIME"),
    CHOICE("order", "ORDER", order, orders, .start = "forward", .page_most = SHOWN,
           .help = "pulls them forward, in reverse, or in a seeded shuffle"),
    COUNT("seed", "SEED", seed, 0, UINT64_MAX, .start = "1", .of = AC_OF_ALL,
          .page_most = UINT64_MAX, .help = "of the shuffle and of --fail"),

    OPTION(SHARE, "fail", "PROBABILITY", fail_ppb, .page_most = SHOWN,
           .must = "be a probability from 0 to 1, as 0.05 or 5%", .group = "How tasks and runs end",
           .help = "this share of the tasks fails, drawn by the seed: 0.05 or 5%"),
    OPTION(NUMBERS, "fail-task", "NUMBER", fail_tasks, .min = 1, .max = UINT32_MAX,
           .page_most = PAGE_NUMBER, .help = "this task fails; may be repeated"),
    OPTION(ON_ERROR, "on-error", "WHAT", on_error, .choices = on_errors, .start = "continue",
           .page_most = SHOWN,
           .must = "be continue, stop or now; the latter two perhaps with ,fail=COUNT from 1 or "
                   ",fail=SHARE% above 0",
           .help = "continue; stop: launch no more; now: cancel what is in flight as well; the "
                   "latter two perhaps with ,fail=COUNT or ,fail=SHARE%: at that error, not at the "
                   "first"),
    TIME("task-timeout", task_timeout_ns, 1,
         .help = "a task that lasts longer, from its launch, times out"),
    TIME("timeout", timeout_ns, 1, .help = "the run is ended then, as failed"),
    TIME("for", for_ns, 1,
         .help = "none is launched after that; what is in flight is finished and taken"),
    COUNT("take", "COUNT", take, 1, INT64_MAX, .page_most = PAGE_TASKS,
          .help = "the consumer leaves after so many results"),
    TIME("close-at", close_at_ns, 1, .help = "the consumer leaves then"),
    FLAG("drain", drain, .page_most = SHOWN,
         .help = "what is in flight when it leaves is finished, not cancelled"),

    TIME("every", every_ns, 1, .group = "How tasks turn up and results are taken",
         .help = "the source has one task at once, and one more every TIME"),
    COUNT("adds", "COUNT", adds, 1, INT64_MAX, .page_most = PAGE_TASKS,
          .help = "it has one task, and COUNT more for each that is done with: a crawler"),
    TIME("consume", consume_ns, 0,
         .help = "the consumer is busy for TIME with each, while the loop goes on"),
    FLAG("ordered", ordered, .page_most = SHOWN, .help = "in pull order"),
    COUNT("window", "COUNT", window, 1, INT64_MAX, .page_most = PAGE_TASKS,
          .help = "with --ordered: at most COUNT tasks are pulled and not yet taken"),
    COUNT("unread", "COUNT", unread, 1, INT64_MAX, .page_most = PAGE_TASKS,
          .help = "at most so many finish untaken: a window on what is pulled; below the limit it "
                  "lowers what runs"),

    CHOICE("clock", "CLOCK", virtual_clock, clocks, .start = "real",
           .group = "How it is run and shown",
           .help = "real, or virtual: no sleeping, the same trace every time"),
    FLAG("precise", precise,
         .help = "real clock: sleep until shortly before a deadline, then watch the clock"),
    CHOICE("format", "FORMAT", format, formats, .start = "text", .kept = true,
           .help = "text, json, tsv, or none: nothing but the run"),
    OPTION(PATH, "trace", "FILE", trace, .must = a_file, .kept = true,
           .help = "every event of every task as TSV: t_ns event task (-: to stdout)"),
    CHOICE("trace-format", "FORMAT", trace_format, trace_formats, .start = "tsv", .kept = true,
           .help = "tsv; chrome: JSON for Perfetto and chrome://tracing"),
    FLAG("watch", watch, .kept = true,
         .help = "the slots as lanes on stderr while it runs, on either clock"),
    OPTION(PATH, "histogram", "FILE", histogram, .must = a_file, .kept = true,
           .help = "lateness, delivery and, with --every, queueing and response as TSV: measure "
                   "upper_ns count"),
    FLAG("answers", answers, .of = AC_OF_QUIZ, .kept = true),
    STOP("help", AC_HELP, .letter = 'h', .of = AC_OF_ALL, .help = "this text"),
    STOP("version", AC_VERSION, .help = "the version, and that of libuv"),
    {.name = NULL},
};
_Static_assert(sizeof ac_option_table / sizeof *ac_option_table <= AC_OPTIONS + 1, "a bit each");

void ac_options_init(struct ac_options *options)
{
    *options = (struct ac_options){.sleep_ns = AC_NOT_GIVEN};
    struct ac_fault fault;
    for (const struct ac_option *row = ac_option_table; row->name; row++)
        if (row->start)
            ac_option_set(options, row, row->start, &fault);
}

bool ac_option_heeded(const struct ac_option *option, const struct ac_strategy *strategy)
{
    return !(strategy->flags & option->never) && (!option->only || strategy->flags & option->only);
}
