/* option_rows.h -- the options: one row each, in the order of --help.
 *
 * ROW(KIND, type, member, name, ...): struct ac_options has a member of that type, which the option `name` sets; its
 * KIND says how (enum ac_option_kind). The rest are members of struct ac_option. The values of a run, their parsing,
 * --help, what `compare` passes on and the controls of the page are made from this list.
 */
#ifndef AC_SCENARIO_OPTION_ROWS_H
#define AC_SCENARIO_OPTION_ROWS_H

#define AC_TASKS_MAX UINT64_C(100000000)

enum { AC_PAGE_TASKS = 100000, AC_PAGE_LIMIT = 64, AC_PAGE_NUMBER = 9999999, AC_PAGE_SHOWN = 1 };

/* A duration of at least so many ns. On the page it has a control, up to an hour. */
#define AC_FROM(ns) .value = "TIME", .min = (ns), .page_most = UINT64_C(3600000000000)

/* A count from 1. On the page it has a control. */
#define AC_COUNTS(word) .value = (word), .min = 1, .max = INT64_MAX, .page_most = AC_PAGE_TASKS

#define AC_OPTION_ROWS(ROW)                                                                        \
    ROW(STRATEGY, const char *, compared, "strategy", .of = AC_OF_TASKS, .value = "STRATEGY",      \
        .letter = 's', .kept = true, .group = "What runs",                                         \
        .help = "compare runs only these, with commas between them; exec and http run again for "  \
                "each of several, or of all")                                                      \
    ROW(TASKS, uint64_t, tasks, "tasks", .value = "TASKS", .letter = 'n', .max = AC_TASKS_MAX,     \
        .kept = true, .page_most = AC_PAGE_TASKS,                                                  \
        .must = "be a whole number from 0 to 100000000, or endless",                               \
        .help = "how many tasks, 0 to 100000000; with --sleeps, only the first TASKS sleeps; "     \
                "endless: a source without end, which repeats the first 1000 sleeps of 1/i, or "   \
                "all of --sleeps")                                                                 \
    ROW(LIMIT, uint64_t, limit, "limit", .of = AC_OF_TASKS, .value = "LIMIT", .letter = 'l',       \
        .min = 1, .max = INT64_MAX, .must = a_limit, .never = AC_NO_LIMIT | AC_SERIAL,             \
        .page_most = AC_PAGE_LIMIT,                                                                \
        .help = "how many tasks may be in flight, from 1; without -l there is no limit; "          \
                "10,2s:50,5s:5 is limit 10, from 2 s on 50, from 5 s on 5")                        \
    ROW(COUNT, uint64_t, queue, "queue", .of = AC_OF_TASKS, AC_COUNTS("CAPACITY"),                 \
        .only = AC_QUEUES,                                                                         \
        .help = "how many tasks each queue holds (the limit; without a limit, 1024)")              \
    ROW(TIME, uint64_t, poll_interval_ns, "poll-interval", .of = AC_OF_TASKS, AC_FROM(0),          \
        .only = AC_POLLED, .help = "the pause between two looks at the tasks (0s: it spins)")      \
    ROW(CHOICE, unsigned, work, "work", .value = "WORK", .choices = ac_workload_names,             \
        .start = "sleep", .group = "What a task does", .help = "")                                 \
    ROW(TIME, uint64_t, cost_ns, "cost", .value = "TIME", .start = "100us", .of_work = "cpu",      \
        .help = "--work cpu: how long a task computes")                                            \
    ROW(COUNT, uint64_t, threads, "threads", .value = "COUNT", .min = 1, .max = 1024,              \
        .of_work = "cpu",                                                                          \
        .help = "--work cpu: the threads of the pool, 1 to 1024 (what UV_THREADPOOL_SIZE says, "   \
                "else 4)")                                                                         \
    ROW(FLAG, bool, on_loop, "inline", .of_work = "cpu",                                           \
        .help = "--work cpu: tasks compute on the loop's own thread, and not on the pool")         \
    ROW(TIME, uint64_t, scale_ns, "scale", AC_FROM(0), .start = "1s", .of_durations = true,        \
        .help = "task i sleeps TIME / i")                                                          \
    ROW(TIME, uint64_t, sleep_ns, "sleep", AC_FROM(0), .of_durations = true,                       \
        .help = "each task sleeps TIME")                                                           \
    ROW(SLEEPS, const char *, sleeps, "sleeps", .value = "LIST|@FILE", .kept = true,               \
        .of_durations = true, .page_most = AC_PAGE_SHOWN,                                          \
        .must = "have the name of a file behind the @, or - for stdin",                            \
        .help = "your own sleeps: 20ms,1.5s,3us, or a file with one sleep a line (@-: stdin)")     \
    ROW(TIME, uint64_t, tick_ns, "tick", AC_FROM(1), .start = "1ns", .of_durations = true,         \
        .help = "rounds every sleep up to a multiple of TIME")                                     \
    ROW(CHOICE, enum ac_order, order, "order", .value = "ORDER", .choices = orders,                \
        .start = "forward", .page_most = AC_PAGE_SHOWN,                                            \
        .help = "the order of the pulls: forward, reverse, or shuffle, a random order")            \
    ROW(COUNT, uint64_t, seed, "seed", .value = "SEED", .min = 0, .max = UINT64_MAX, .start = "1", \
        .of = AC_OF_ALL & ~AC_OF_HTTP, .page_most = UINT64_MAX,                                    \
        .help = "the seed of the random numbers of --order shuffle and --fail")                    \
    ROW(SHARE, uint64_t, fail_ppb, "fail", .value = "PROBABILITY", .page_most = AC_PAGE_SHOWN,     \
        .of_durations = true, .must = "be a probability from 0 to 1, as 0.05 or 5%",               \
        .group = "How tasks and runs end",                                                         \
        .help = "each task fails with this probability: 0.05 or 5%")                               \
    ROW(NUMBERS, struct ac_numbers, fail_tasks, "fail-task", .value = "NUMBER", .min = 1,          \
        .of_durations = true, .max = UINT32_MAX, .page_most = AC_PAGE_NUMBER,                      \
        .help = "task NUMBER fails; the option may be repeated")                                   \
    ROW(ON_ERROR, enum ac_on_error, on_error, "on-error", .of = AC_OF_TASKS, .value = "WHAT",      \
        .choices = on_errors, .start = "continue", .page_most = AC_PAGE_SHOWN,                     \
        .must = "be continue, stop or now; after stop or now "                                     \
                ",fail=COUNT from 1 or ,fail=SHARE% above 0 may follow",                           \
        .help =                                                                                    \
            "continue after a failure; stop: launch no more tasks; now: also cancel the tasks in " \
            "flight; stop or now with ,fail=COUNT or ,fail=SHARE%: only after that many failures") \
    ROW(TIME, uint64_t, task_timeout_ns, "task-timeout", .of = AC_OF_TASKS, AC_FROM(1),            \
        .help = "a task times out if it is in flight for longer than TIME")                        \
    ROW(TIME, uint64_t, timeout_ns, "timeout", .of = AC_OF_TASKS, AC_FROM(1),                      \
        .help = "the run ends after TIME, and counts as failed")                                   \
    ROW(TIME, uint64_t, for_ns, "for", .of = AC_OF_TASKS, AC_FROM(1),                              \
        .help = "after TIME no task is launched; the tasks in flight finish and are taken")        \
    ROW(COUNT, uint64_t, take, "take", .of = AC_OF_TASKS, AC_COUNTS("COUNT"),                      \
        .help = "the consumer leaves after COUNT results")                                         \
    ROW(TIME, uint64_t, close_at_ns, "close-at", .of = AC_OF_TASKS, AC_FROM(1),                    \
        .help = "the consumer leaves after TIME")                                                  \
    ROW(FLAG, bool, drain, "drain", .of = AC_OF_TASKS, .page_most = AC_PAGE_SHOWN,                 \
        .help = "when the consumer leaves, the tasks in flight finish instead of being cancelled") \
    ROW(TIME, uint64_t, every_ns, "every", .of = AC_OF_TASKS, AC_FROM(1),                          \
        .group = "How tasks turn up and results are taken",                                        \
        .help = "the source has one task at the start, and one more after each TIME")              \
    ROW(COUNT, uint64_t, adds, "adds", AC_COUNTS("COUNT"),                                         \
        .help = "the source has one task at the start, and COUNT more for each task that is "      \
                "done: a crawler")                                                                 \
    ROW(TIME, uint64_t, consume_ns, "consume", AC_FROM(0),                                         \
        .help = "the consumer is busy for TIME with each result, while the loop goes on")          \
    ROW(FLAG, bool, ordered, "ordered", .of = AC_OF_TASKS, .page_most = AC_PAGE_SHOWN,             \
        .help = "the consumer gets the results in pull order")                                     \
    ROW(COUNT, uint64_t, window, "window", .of = AC_OF_TASKS, AC_COUNTS("COUNT"),                  \
        .help = "with --ordered: at most COUNT tasks are pulled and not yet taken")                \
    ROW(COUNT, uint64_t, unread, "unread", .of = AC_OF_TASKS, AC_COUNTS("COUNT"),                  \
        .help = "at most COUNT tasks are pulled and not yet taken; a COUNT below the limit "       \
                "lowers the number of tasks in flight")                                            \
    ROW(FLAG, bool, shell, "shell", .of = AC_OF_EXEC, .group = "What exec does",                   \
        .help = "COMMAND is one script of sh, and the line is its $1")                             \
    ROW(FLAG, bool, null, "null", .letter = '0', .of = AC_OF_LINES,                                \
        .help = "the lines end with NUL, and are taken as they are")                               \
    ROW(TIME, uint64_t, grace_ns, "grace", .of = AC_OF_EXEC, .value = "TIME", .start = "1s",       \
        .help = "how long a job that must end has, from TERM to KILL")                             \
    ROW(COUNT, uint64_t, retries, "retries", .of = AC_OF_LINES, .value = "COUNT", .min = 1,        \
        .max = 1000000,                                                                            \
        .help = "a job that fails, times out or cannot be started is tried again, at most COUNT "  \
                "times; it holds no slot while it waits")                                          \
    ROW(TIME, uint64_t, retry_delay_ns, "retry-delay", .of = AC_OF_LINES, .value = "TIME",         \
        .start = "1s",                                                                             \
        .help = "how long a job waits before it is tried again; twice as long each time, up to "   \
                "10 minutes")                                                                      \
    ROW(PATH, const char *, joblog, "joblog", .of = AC_OF_EXEC, .value = "FILE", .must = a_file,   \
        .help = "adds a line to FILE for each job that has ended, in the columns of GNU parallel") \
    ROW(FLAG, bool, resume, "resume", .of = AC_OF_EXEC,                                            \
        .help = "runs only the jobs that the log of --joblog does not have")                       \
    ROW(FLAG, bool, yes, "yes", .of = AC_OF_LINES,                                                 \
        .help = "a strategy without a limit may begin more than 1,000 jobs at once")               \
    ROW(FLAG, bool, dry_run, "dry-run", .of = AC_OF_LINES,                                         \
        .help = "prints the commands (http: the URLs), a line each, and runs none")                \
    ROW(PATH, const char *, report, "report", .of = AC_OF_LINES, .value = "FILE", .must = a_file,  \
        .help = "writes what was counted and measured as JSON")                                    \
    ROW(SIZE, uint64_t, max_body, "max-body", .of = AC_OF_HTTP, .value = "SIZE", .must = a_size,   \
        .group = "What http does, beside --null, --retries, --retry-delay, --yes, --dry-run and "  \
                 "--report",                                                                       \
        .help = "a transfer whose body is longer fails: bytes, or as in 64KiB, 10MiB, 1GiB")       \
    ROW(FLAG, bool, location, "location", .of = AC_OF_HTTP,                                        \
        .help = "follows redirects, to http and https only")                                       \
    ROW(CHOICE, bool, virtual_clock, "clock", .value = "CLOCK", .choices = clocks,                 \
        .start = "real", .group = "How it is run and shown",                                       \
        .help = "real, or virtual: it does not sleep, and the trace is the same every time")       \
    ROW(FLAG, bool, precise, "precise",                                                            \
        .help =                                                                                    \
            "real clock: the loop sleeps until shortly before a deadline, then watches the clock") \
    ROW(CHOICE, enum ac_format, format, "format", .value = "FORMAT", .choices = formats,           \
        .start = "text", .kept = true, .help = "text, json, tsv, or none: a run without a report") \
    ROW(PATH, const char *, trace, "trace", .value = "FILE", .must = a_file, .kept = true,         \
        .help = "writes every event of every task as TSV: t_ns event task (-: to stdout)")         \
    ROW(CHOICE, enum ac_trace_format, trace_format, "trace-format", .value = "FORMAT",             \
        .choices = trace_formats, .start = "tsv", .kept = true,                                    \
        .help = "tsv; chrome: JSON for Perfetto and chrome://tracing")                             \
    ROW(FLAG, bool, watch, "watch", .kept = true,                                                  \
        .help = "draws the slots as lanes on stderr during the run, on either clock")              \
    ROW(PATH, const char *, histogram, "histogram", .value = "FILE", .must = a_file, .kept = true, \
        .help = "writes lateness, delivery and, with --every, queueing and response as TSV: "      \
                "measure upper_ns count")                                                          \
    ROW(FLAG, bool, answers, "answers", .of = AC_OF_QUIZ, .kept = true)

#endif
