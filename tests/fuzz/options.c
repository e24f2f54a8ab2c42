/* options.c -- any command line is taken, with values in their ranges, or refused with one line and
 * status 2.
 *
 * The bytes are the words after the program's name, one a line. A command line that is taken goes on to
 * what else is worked out before a run: the workload (durations from a list only: a fuzzer shall read
 * no file), the limit and the queue of each strategy.
 */
#include "../../harness/scenario/options.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "../../harness/base/parse.h"
#include "../../harness/cli/command.h"
#include "../../harness/cli/setup.h"
#include "../../harness/workloads/durations.h"
#include "fuzz.h"

enum { MOST_WORDS = 128 };

/* A duration that was given, or none. */
static bool is_duration(uint64_t ns)
{
    return ns <= AC_DURATION_MAX_NS;
}

static bool is_count(uint64_t count)
{
    return count <= INT64_MAX;
}

static void check_ends(const struct ac_ends *ends)
{
    fuzz_check(ends->fail_ppb <= 1000000000 && ends->errors_ppb <= 1000000000);
    fuzz_check(ends->fail_task_count <= AC_FAIL_TASKS && ends->change_count <= AC_CHANGES);
    fuzz_check(ends->on_error <= AC_NOW);
    fuzz_check(ends->on_error == AC_CONTINUE || !ends->errors == !!ends->errors_ppb);
    fuzz_check(is_duration(ends->task_timeout_ns) && is_duration(ends->timeout_ns));
    fuzz_check(is_duration(ends->close_at_ns) && is_duration(ends->consume_ns));
    fuzz_check(is_count(ends->take) && is_count(ends->window) && is_count(ends->unread));
    for (unsigned i = 0; i < ends->fail_task_count; i++)
        fuzz_check(ends->fail_tasks[i] > 0);
    for (unsigned i = 0; i < ends->change_count; i++) {
        fuzz_check(ends->changes[i].limit >= 1 && is_count(ends->changes[i].limit));
        fuzz_check(is_duration(ends->changes[i].at_ns));
        fuzz_check(!i || ends->changes[i].at_ns > ends->changes[i - 1].at_ns);
    }
}

static void check_options(const struct ac_options *o)
{
    fuzz_check(o->tasks <= AC_TASKS_MAX && is_count(o->limit) && is_count(o->queue));
    fuzz_check(is_duration(o->tick_ns) && o->tick_ns >= 1);
    fuzz_check(is_duration(o->scale_ns) && is_duration(o->poll_interval_ns));
    fuzz_check(o->order <= AC_SHUFFLE && o->format <= AC_NONE);
    fuzz_check(o->trace_format <= AC_TRACE_CHROME && (o->trace || !o->trace_format_text));
    fuzz_check(o->command == AC_RUN || !o->watch);
    fuzz_check((o->command == AC_RUN) == (o->strategy != NULL));
    fuzz_check(o->command == AC_LIST || o->tasks_given || o->sleeps);
    fuzz_check(o->limit || !o->limit_text);
    fuzz_check(o->passed_count <= AC_PASSED && o->passed_count % 2 == 0);
    check_ends(&o->ends);
}

static void check_limits(const struct ac_options *o, uint64_t tasks)
{
    for (size_t i = 0; ac_strategies[i]; i++) {
        uint64_t limit = ac_options_limit(o, ac_strategies[i], tasks);
        fuzz_check(limit >= 1 && limit <= (tasks ? tasks : 1));
        fuzz_check(ac_options_queue(o, tasks) >= 1);
    }
}

/* 0, or the status with which it is refused. */
static int check_workload(const struct ac_options *o)
{
    struct ac_workload workload;
    int status = ac_setup_workload(&workload, o);
    if (!status) {
        fuzz_check(workload.count <= AC_TASKS_MAX);
        fuzz_check(!workload.durations || workload.count <= ac_durations_count(workload.durations));
        check_limits(o, workload.count);
    }
    ac_durations_close(workload.durations);
    return status;
}

static int take(int count, char **words)
{
    struct ac_options options;
    optind = 0; /* glibc: start over */
    int status = ac_options_parse(&options, count, words);
    if (status || options.command >= AC_QUIZ)
        return status; /* help and version too */
    check_options(&options);
    bool reads_file = options.sleeps && *options.sleeps == '@';
    return options.command == AC_LIST || reads_file ? 0 : check_workload(&options);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *copy = fuzz_string(data, size), *rest = size ? copy : NULL;
    char *words[MOST_WORDS + 2] = {"as-completed"};
    int count = 1;
    for (char *word; count <= MOST_WORDS && (word = strsep(&rest, "\n"));)
        words[count++] = word;
    fuzz_keep_stderr();
    int status = take(count, words);
    unsigned lines = fuzz_release_stderr(NULL);
    fuzz_check(status == 0 || status == AC_EXIT_USAGE);
    fuzz_check(lines == (status != 0));
    free(copy);
    return 0;
}
