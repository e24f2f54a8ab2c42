/* options.c -- any command line is taken, with values in their ranges, or refused with one line and
 * status 2.
 *
 * The bytes are the words after the program's name, one a line. A command line that is taken goes on to
 * what else is worked out before a run: the workload (durations from a list only: a fuzzer shall read
 * no file), the limit and the queue of each strategy.
 */
#include "../../harness/cli/command_line.h"

#include <stdlib.h>
#include <string.h>

#include "../../harness/base/parse.h"
#include "../../harness/cli/command.h"
#include "../../harness/cli/setup.h"
#include "../../harness/scenario/config.h"
#include "../../harness/workloads/durations.h"
#include "../../strategies/strategies.h"
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

static void check_ends(const struct ac_options *o)
{
    fuzz_check(o->fail_ppb <= 1000000000 && o->errors_ppb <= 1000000000);
    fuzz_check(o->fail_tasks.count <= AC_FAIL_TASKS && o->change_count <= AC_CHANGES);
    fuzz_check(o->on_error <= AC_NOW);
    fuzz_check(o->on_error == AC_CONTINUE || !o->errors == !!o->errors_ppb);
    fuzz_check(is_duration(o->task_timeout_ns) && is_duration(o->timeout_ns));
    fuzz_check(is_duration(o->close_at_ns) && is_duration(o->consume_ns));
    fuzz_check(is_count(o->take) && is_count(o->window) && is_count(o->unread));
    for (unsigned i = 0; i < o->fail_tasks.count; i++)
        fuzz_check(o->fail_tasks.list[i] > 0);
    for (unsigned i = 0; i < o->change_count; i++) {
        fuzz_check(o->changes[i].limit >= 1 && is_count(o->changes[i].limit));
        fuzz_check(is_duration(o->changes[i].at_ns));
        fuzz_check(!i || o->changes[i].at_ns > o->changes[i - 1].at_ns);
    }
}

/* What was typed is walked through again, as `compare` does for its children: each option has a value if
 * it takes one. */
static bool check_option(void *context, const struct ac_option *option, const char *text)
{
    unsigned *count = context;
    fuzz_check((option->value != NULL) == (text != NULL));
    *count += 1;
    return true;
}

static void check_options(const struct ac_options *o)
{
    unsigned count = 0;
    fuzz_check((o->tasks <= AC_TASKS_MAX || o->tasks == AC_ENDLESS) && is_count(o->queue));
    fuzz_check(is_count(o->limit) && (o->limit || !o->schedule));
    fuzz_check(is_duration(o->tick_ns) && o->tick_ns >= 1);
    fuzz_check(is_duration(o->scale_ns) && is_duration(o->poll_interval_ns));
    fuzz_check(o->order <= AC_SHUFFLE && o->format <= AC_NONE);
    fuzz_check(o->trace_format <= AC_TRACE_CHROME);
    fuzz_check(o->trace || !AC_GIVEN(o, trace_format));
    fuzz_check(o->command == AC_RUN || !o->watch);
    fuzz_check((o->command == AC_RUN) == (o->strategy != NULL));
    fuzz_check(o->command == AC_LIST || AC_GIVEN(o, tasks) || o->sleeps);
    ac_command_line_walk(o, check_option, &count);
    fuzz_check(!o->given == !count);
    check_ends(o);
}

static void check_limits(const struct ac_options *o, uint64_t tasks)
{
    for (size_t i = 0; ac_strategies[i]; i++) {
        uint64_t limit = ac_config_limit(o, ac_strategies[i], tasks);
        fuzz_check(limit >= 1 && limit <= (tasks ? tasks : 1));
        fuzz_check(ac_config_queue(o, tasks) >= 1);
    }
}

/* 0, or the status with which it is refused. */
static int check_workload(const struct ac_options *o)
{
    struct ac_sleeps sleeps;
    int status = ac_setup_sleeps(&sleeps, o);
    if (!status) {
        fuzz_check(sleeps.count <= AC_TASKS_MAX);
        fuzz_check(!sleeps.durations || sleeps.count <= ac_durations_count(sleeps.durations));
        check_limits(o, sleeps.count);
    }
    ac_durations_close(sleeps.durations);
    return status;
}

static int take(int count, char **words)
{
    struct ac_options options;
    int status = ac_command_line_parse(&options, count, words);
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
