/* test_machine_load.c -- real runs on a machine that has other things to do: one that stops the
 * process for a while, and one that is busy. Late, but complete, in the limit, and never early.
 */
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../harness/base/text.h"
#include "../strategies/as_completed.h"
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/files.h"
#include "support/machine.h"
#include "support/program.h"
#include "support/report.h"

enum { TASKS = 2000, LIMIT = 50 };

/* Those of the table that are no controls. */
static const struct ac_strategy **compared;
static size_t count;

static int open_machine(void **state)
{
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++) {
        compared = text_resize(compared, (count + 1) * sizeof *compared);
        if (!((*s)->flags & AC_CONTROL))
            compared[count++] = *s;
    }
    return machine_open(state);
}

static int close_machine(void **state)
{
    free(compared);
    return machine_close(state);
}

static uint64_t now_ns(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

/* Every task once through each door, none before its sleep of SCALE / i was over, and never more in
 * flight than the limit. */
static void check_trace(const char *path, uint64_t scale_ns, unsigned limit)
{
    static uint64_t launched_ns[TASKS + 1];
    unsigned counts[4] = {0}, in_flight = 0;
    static const char *const events[] = {"pull", "launch", "finish", "take"};
    char *text = file_read(path, NULL), *line = strchr(text, '\n') + 1, event[16];
    uint64_t at_ns;
    unsigned task;
    for (; sscanf(line, "%" SCNu64 "%15s%u", &at_ns, event, &task) == 3;
         line = strchr(line, '\n') + 1) {
        unsigned kind = 0;
        while (kind < 4 && strcmp(event, events[kind]) != 0)
            kind++;
        assert_true(kind < 4 && task >= 1 && task <= TASKS);
        counts[kind]++;
        if (kind == 1) {
            launched_ns[task] = at_ns;
            assert_true(++in_flight <= limit);
        } else if (kind == 2) {
            in_flight--;
            assert_true(at_ns >= launched_ns[task] + scale_ns / task);
        }
    }
    for (unsigned kind = 0; kind < 4; kind++)
        assert_int_equal(counts[kind], TASKS);
    free(text);
}

static struct program start(const struct ac_strategy *strategy, const char *scale)
{
    const char *name = strategy->name, *limit = strategy->flags & AC_NO_LIMIT ? "" : "-l 50";
    return machine_start("run -s %s -n %d %s --scale %s --format json --trace %s", name, TASKS,
                         limit, scale, scratch_path(name));
}

/* The report, which must be that of a complete run; json_decref() it. */
static json_t *finish(struct program *program, const struct ac_strategy *strategy,
                      uint64_t scale_ns)
{
    program_wait(program);
    PROGRAM_CHECK(*program, program->status == 0 && !*program->errors);
    json_t *report = report_parse(program);
    report_check_complete(report, TASKS);
    unsigned limit = strategy->flags & AC_NO_LIMIT ? TASKS : LIMIT;
    assert_true(report_whole(report, "max_in_flight") <= limit);
    check_trace(scratch_path(strategy->name), scale_ns, limit);
    program_free(program);
    return report;
}

/* Its trace, beside the name that it will have, has the launch in it. */
static bool has_launched_task_1(const void *name)
{
    char entry[256], *start_of_name = text_format("%s.", (const char *)name);
    char *text = scratch_count(start_of_name, entry) ? file_read(scratch_path(entry), NULL) : NULL;
    bool has = text && strstr(text, "\tlaunch\t1\n");
    free(text);
    free(start_of_name);
    return has;
}

/* A run that was stopped before SCALE was over had task 1 in flight, which was due at the latest
 * SCALE after that: by what the pause was longer it was noticed late. */
static void stopped_run_is_late_and_right(void **state)
{
    (void)state;
    const uint64_t scale_ns = 1000000000;
    struct program *programs = calloc(count, sizeof *programs);
    uint64_t *started_ns = calloc(count, sizeof *started_ns),
             *stopped_ns = calloc(count, sizeof *stopped_ns);
    for (size_t i = 0; i < count; i++) {
        started_ns[i] = now_ns();
        programs[i] = start(compared[i], "1s");
        machine_wait_until(has_launched_task_1, compared[i]->name, "the run has launched task 1");
        assert_int_equal(kill(programs[i].pid, SIGSTOP), 0);
        int status;
        assert_int_equal(waitpid(programs[i].pid, &status, WUNTRACED), programs[i].pid);
        assert_true(WIFSTOPPED(status));
        stopped_ns[i] = now_ns();
    }
    machine_sleep_ms(1300);
    for (size_t i = 0; i < count; i++) {
        int64_t late_ns = (int64_t)(now_ns() - stopped_ns[i] - scale_ns);
        assert_int_equal(kill(programs[i].pid, SIGCONT), 0);
        json_t *report = finish(&programs[i], compared[i], scale_ns);
        const json_t *lateness = json_object_get(report, "lateness_ns");
        if (stopped_ns[i] - started_ns[i] < scale_ns)
            assert_true(report_whole(lateness, "max") >= late_ns);
        json_decref(report);
    }
    free(programs);
    free(started_ns);
    free(stopped_ns);
}

static void be_busy(void)
{
    alarm(120);
    for (volatile unsigned i = 0;; i++)
        ;
}

/* Two busy processes for each processor. */
static void busy_machine_is_late_and_right(void **state)
{
    (void)state;
    if (under_valgrind())
        skip_because("valgrind is load enough");
    long loops = 2 * sysconf(_SC_NPROCESSORS_ONLN);
    pid_t *busy = calloc((size_t)loops, sizeof *busy);
    struct program *programs = calloc(count, sizeof *programs);
    for (long i = 0; i < loops; i++)
        if ((busy[i] = fork()) == 0)
            be_busy();
    for (size_t i = 0; i < count; i++)
        programs[i] = start(compared[i], "200ms");
    for (size_t i = 0; i < count; i++)
        json_decref(finish(&programs[i], compared[i], 200000000));
    for (long i = 0; i < loops; i++) {
        assert_int_equal(kill(busy[i], SIGKILL), 0);
        assert_int_equal(waitpid(busy[i], NULL, 0), busy[i]);
    }
    free(busy);
    free(programs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stopped_run_is_late_and_right),
        cmocka_unit_test(busy_machine_is_late_and_right),
    };
    return cmocka_run_group_tests_name("machine_load", tests, open_machine, close_machine);
}
