/* test_trace.c -- `run --trace-format chrome`: what is written is what happened, for every strategy, on
 * either clock and on bad days. What says so is tried in test_trace_check.c.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "../strategies/as_completed.h"
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/chrome.h"
#include "support/files.h"
#include "support/program.h"
#include "support/report.h"

static struct chrome seen;

/* Fails the test unless the trace at `path` is a good one. */
static void check_file(const char *command, const char *path, uint64_t limit)
{
    char why[CHROME_WHY];
    char *text = file_read(path, NULL);
    if (!text)
        fail_msg("%s: wrote no trace", command);
    if (!chrome_check(text, limit, &seen, why))
        fail_msg("%s: %s", command, why);
    free(text);
}

static void check_count(const char *command, const char *what, uint64_t count, json_int_t reported)
{
    if (count != (uint64_t)reported)
        fail_msg("%s: %s: %llu in the trace, %lld in the report", command, what,
                 (unsigned long long)count, (long long)reported);
}

/* Whoever has lines of its own may pull a task, call another door, and launch it: then it has waited,
 * and no event says so. */
static void check_waiting(const char *command, const struct ac_strategy *strategy,
                          json_int_t reported)
{
    bool lines = strategy->flags & (AC_HOLDS_ALL | AC_QUEUES);
    if (seen.most[0] != reported && !(lines && seen.most[0] == reported - 1))
        fail_msg("%s: %d waiting in the trace, %d in the report", command, (int)seen.most[0],
                 (int)reported);
}

/* Runs it, and compares its trace with its report. */
static void check_run(const struct ac_strategy *strategy, const char *words, uint64_t limit)
{
    char command[512];
    const char *path = scratch_path("trace");
    snprintf(command, sizeof command, "run -s %s %s --format json --trace-format chrome --trace %s",
             strategy->name, words, path);
    struct program program = program_run("%s", command);
    PROGRAM_CHECK(program, program.status <= 1);
    check_file(command, path, limit);
    json_t *report = report_parse(&program);
    assert_string_equal(seen.process, strategy->name);
    check_count(command, "launched", seen.launched, report_whole(report, "launched"));
    check_count(command, "taken", seen.taken, report_whole(report, "taken"));
    check_count(command, "failed", seen.failed, report_whole(report, "failed"));
    check_count(command, "timed out", seen.timed_out, report_whole(report, "timed_out"));
    check_count(command, "cancelled", seen.cancelled, report_whole(report, "cancelled"));
    check_waiting(command, strategy, report_whole(report, "max_waiting"));
    check_count(command, "most in flight", (uint64_t)seen.most[1],
                report_whole(report, "max_in_flight"));
    check_count(command, "most unread", (uint64_t)seen.most[2], report_whole(report, "max_unread"));
    json_decref(report);
    program_free(&program);
}

/* Whoever pulls all tasks at the start cannot honour a window, nor take from a source without end. */
static const struct day {
    const char *words;
    uint64_t limit; /* 0: none */
    bool pulls_on_demand;
} days[] = {
    {"-n 60 --scale 3ms -l 7", 7, false},
    {"-n 60 --scale 3ms", 0, false},
    {"-n 1 --scale 1us -l 1", 1, false},
    {"-n 0 -l 3", 3, false},
    {"-n 40 --sleep 0s -l 3", 3, false},
    {"-n 40 --sleep 100us -l 8 --order shuffle", 8, false},
    {"-n 60 --scale 3ms -l 7 --fail 20%", 7, false},
    {"-n 60 --scale 3ms -l 7 --fail 20% --on-error stop,fail=3", 7, false},
    {"-n 60 --scale 3ms -l 7 --fail 20% --on-error now,fail=3", 7, false},
    {"-n 60 --scale 3ms -l 7 --task-timeout 200us", 7, false},
    {"-n 60 --scale 3ms -l 7 --take 9", 7, false},
    {"-n 60 --scale 3ms -l 7 --take 9 --drain", 7, false},
    {"-n 60 --scale 3ms -l 7 --close-at 700us", 7, false},
    {"-n 60 --scale 3ms -l 7 --timeout 900us", 7, false},
    {"-n 60 --scale 3ms -l 7 --for 500us", 7, false},
    {"-n 60 --scale 3ms -l 7 --ordered", 7, false},
    {"-n 60 --scale 3ms -l 7 --ordered --window 9 --take 20", 7, true},
    {"-n 60 --scale 3ms -l 7 --consume 100us --take 40", 7, false},
    {"-n 60 --scale 3ms -l 2,500us:7,1ms:3 --fail 5%", 7, false},
    {"-n 30 --sleep 100us -l 5 --every 50us", 5, false},
    {"-n 30 --sleep 100us -l 5 --adds 2", 5, false},
    {"-n endless --sleep 100us -l 5 --take 33", 5, true},
};

static void trace_is_what_happened_on_every_day(void **state)
{
    (void)state;
    static const char *const clocks[] = {"virtual", "real"};
    for (size_t i = 0; ac_strategies[i]; i++) {
        unsigned flags = ac_strategies[i]->flags;
        for (size_t day = 0; day < sizeof days / sizeof *days; day++) {
            if (days[day].pulls_on_demand && flags & (AC_NO_LIMIT | AC_HOLDS_ALL))
                continue;
            for (int clock = 0; clock < 2; clock++) {
                char words[256];
                snprintf(words, sizeof words, "%s --clock %s", days[day].words, clocks[clock]);
                check_run(ac_strategies[i], words, flags & AC_NO_LIMIT ? 0 : days[day].limit);
            }
        }
    }
}

/* Task by task the same instants as in the other format. */
static void trace_has_the_instants_of_the_other_format(void **state)
{
    (void)state;
    static const char run[] = "run -s semaphore -n 300 -l 9 --clock virtual --fail 5% --order "
                              "shuffle --format none --trace";
    struct program chrome = program_run("%s %s --trace-format chrome", run, scratch_path("chrome"));
    struct program tsv = program_run("%s %s --trace-format tsv", run, scratch_path("tsv"));
    PROGRAM_CHECK(chrome, chrome.status == 1 && tsv.status == 1);
    check_file(run, scratch_path("chrome"), 9);
    char *text = file_read(scratch_path("tsv"), NULL), *rest = text;
    unsigned compared = 0;
    for (char *line; (line = strsep(&rest, "\n"));) {
        unsigned long long t_ns;
        unsigned number;
        char event[16];
        if (sscanf(line, "%llu %15s %u", &t_ns, event, &number) != 3)
            continue;
        if (strcmp(event, "launch") == 0)
            assert_int_equal(seen.tasks[number].launch_ns, t_ns);
        else if (strcmp(event, "finish") == 0 || strcmp(event, "fail") == 0)
            assert_int_equal(seen.tasks[number].end_ns, t_ns);
        compared++;
    }
    assert_true(compared == 1200);
    free(text);
    program_free(&chrome);
    program_free(&tsv);
}

/* Every wrong strategy writes JSON up to its breach; not all are seen by the referee. */
static void trace_is_whole_after_a_breach(void **state)
{
    (void)state;
    char why[CHROME_WHY];
    unsigned breaches = 0;
    const char *path = getenv("AS_COMPLETED_BROKEN");
    struct circumstances in = {.path = path ? path : "build/tests/as-completed-broken"};
    struct program list = program_run_in((struct program){.in = in}, "list");
    PROGRAM_CHECK(list, list.status == 0);
    char *rest = list.output;
    for (char *line; (line = strsep(&rest, "\n")) && *line;) {
        line[strcspn(line, " ")] = '\0';
        struct program program = program_run_in(
            (struct program){.in = in},
            "run -s %s -n 30 -l 3 --fail 10%% --clock virtual --format none --timeout 10s "
            "--trace-format chrome --trace /dev/stdout",
            line);
        PROGRAM_CHECK(program, program.status <= 1);
        breaches += strstr(program.errors, "breach") != NULL;
        if (!chrome_check(program.output, 0, &seen, why))
            fail_msg("%s: %s", line, why);
        program_free(&program);
    }
    assert_true(breaches > 5);
    program_free(&list);
}

/* What went to a pipe before Ctrl-C is whole all the same. */
static void trace_is_whole_after_a_signal(void **state)
{
    (void)state;
    char why[CHROME_WHY];
    struct stat status = {.st_size = 0};
    struct program program = {.stdout_file = STDOUT_CAPTURED};
    program_start(&program, "run -s callback -n 2000 -l 1000 --scale 1000h --format none "
                            "--trace-format chrome --trace /dev/stdout");
    for (unsigned i = 0; i < 60000 && !status.st_size; i++) {
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
        assert_int_equal(fstat(fileno(program.output_file), &status), 0);
    }
    assert_int_equal(kill(program.pid, SIGINT), 0);
    program_wait(&program);
    PROGRAM_CHECK(program, program.status == 130 && !*program.errors);
    if (!chrome_check(program.output, 1000, &seen, why))
        fail_msg("%s", why);
    assert_true(seen.launched > 0 && seen.cancelled == seen.launched && !seen.taken);
    program_free(&program);
}

/* The lines of one process, as a trace of its own; NULL: there are none. */
static char *of_process(const char *text, unsigned pid)
{
    char mark[32];
    char *own = calloc(strlen(text) + 64, 1), *copy = strdup(text), *rest = copy;
    assert_true(own && copy);
    snprintf(mark, sizeof mark, "\"pid\":%u,", pid);
    strcpy(own, "{\"displayTimeUnit\":\"ns\",\"traceEvents\":[\n");
    size_t length = strlen(own), head = length;
    for (char *line; (line = strsep(&rest, "\n"));) {
        if (!strstr(line, mark))
            continue;
        line[strlen(line) - (line[strlen(line) - 1] == ',')] = '\0';
        length += (size_t)sprintf(own + length, "%s%s", length > head ? ",\n" : "", line);
    }
    strcpy(own + length, "\n]}\n");
    free(copy);
    if (length > head)
        return own;
    free(own);
    return NULL;
}

static void trace_of_a_comparison_has_a_process_for_each_strategy(void **state)
{
    (void)state;
    char why[CHROME_WHY];
    unsigned before = scratch_count("", NULL);
    setenv("TMPDIR", scratch_path(""), 1);
    struct program program =
        program_run("compare -n 30 -l 4 --fail 10%% --clock virtual --format tsv "
                    "--trace %s --trace-format chrome",
                    scratch_path("all"));
    unsetenv("TMPDIR");
    PROGRAM_CHECK(program, program.status == 1 && !*program.errors);
    char *text = file_read(scratch_path("all"), NULL);
    json_t *root = json_loads(text ? text : "", JSON_REJECT_DUPLICATES, NULL);
    assert_true(text && root);
    for (unsigned i = 0; ac_strategies[i]; i++) {
        char *own = of_process(text, i + 1);
        bool bound = !(ac_strategies[i]->flags & AC_NO_LIMIT);
        if (!own || !chrome_check(own, bound ? 4 : 0, &seen, why))
            fail_msg("%s: %s", ac_strategies[i]->name, own ? why : "is not there");
        assert_string_equal(seen.process, ac_strategies[i]->name);
        assert_int_equal(seen.taken, 30);
        free(own);
    }
    assert_int_equal(scratch_count("", NULL), before + 1); /* and nothing else is left */
    json_decref(root);
    free(text);
    program_free(&program);
}

/* Neither the file, nor what the child under way had written of it. */
static void trace_of_a_comparison_is_gone_after_a_signal(void **state)
{
    (void)state;
    unsigned before = scratch_count("", NULL);
    setenv("TMPDIR", scratch_path(""), 1);
    struct program program = {.stdout_file = STDOUT_CAPTURED};
    char command[512];
    snprintf(command, sizeof command,
             "compare -n 9 -l 3 --scale 1000h --trace %s --trace-format chrome",
             scratch_path("cut"));
    program_start(&program, command);
    unsetenv("TMPDIR");
    for (unsigned i = 0; i < 60000 && scratch_count("", NULL) < before + 2; i++)
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    assert_int_equal(scratch_count("", NULL), before + 2);
    assert_int_equal(kill(program.pid, SIGINT), 0);
    program_wait(&program);
    PROGRAM_CHECK(program, program.status == 130 && !*program.errors);
    assert_int_equal(scratch_count("", NULL), before);
    program_free(&program);
}

static void trace_format_needs_a_trace(void **state)
{
    (void)state;
    static const char *const bad[][2] = {
        {"run -s callback -n 1 --trace-format chrome", "--trace"},
        {"run -s callback -n 1 --trace-format chrom --trace x", "'chrome'"},
        {"compare -n 1 --trace-format chrome", "--trace"},
        {"compare -n 1 --trace x", "--trace-format chrome"},
        {"compare -n 1 --watch", "run"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct program program = program_run("%s", bad[i][0]);
        PROGRAM_CHECK(program, program.status == 2 && program.errors_lines == 1);
        PROGRAM_CHECK(program, strstr(program.errors, bad[i][1]) && !*program.output);
        program_free(&program);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trace_is_what_happened_on_every_day),
        cmocka_unit_test(trace_has_the_instants_of_the_other_format),
        cmocka_unit_test(trace_is_whole_after_a_breach),
        cmocka_unit_test(trace_is_whole_after_a_signal),
        cmocka_unit_test(trace_of_a_comparison_has_a_process_for_each_strategy),
        cmocka_unit_test(trace_of_a_comparison_is_gone_after_a_signal),
        cmocka_unit_test(trace_format_needs_a_trace),
    };
    return cmocka_run_group_tests_name("trace", tests, scratch_make, scratch_remove);
}
