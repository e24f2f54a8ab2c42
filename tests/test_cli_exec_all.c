/* test_cli_exec_all.c -- `exec -s all`: the jobs run again for each strategy, and the runs are compared. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>

#include "../strategies/as_completed.h"
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/files.h"
#include "support/lines.h"
#include "support/report.h"

#define ZEROED ((struct program){0})

static unsigned count_in(const char *text, const char *what)
{
    unsigned count = 0;
    for (; (text = strstr(text, what)); text++)
        count++;
    return count;
}

/* "runs 3 jobs 5 times", as many times as -s all has strategies. */
static const char *runs(unsigned jobs)
{
    static char text[64];
    unsigned strategies = 0;
    for (size_t i = 0; ac_strategies[i]; i++)
        strategies += !(ac_strategies[i]->flags & AC_CONTROL);
    snprintf(text, sizeof text, "runs %u jobs %u times", jobs, strategies);
    return text;
}

static void all_runs_each_job_under_each_strategy(void **state)
{
    (void)state;
    unsigned strategies = 0;
    struct program program =
        lines_run_in(ZEROED, "1\n2\n\n3\r\n",
                     "-s all -l 2 --shell 'echo \"<$1>\"; echo \"<$1>\" >> %s'",
                     scratch_path("ran"));
    PROGRAM_CHECK(program, program.status == 0 && program.errors_lines == 1);
    PROGRAM_CHECK(program, strstr(program.errors, runs(3)) &&
                               strstr(program.errors, " times, once for each strategy"));
    PROGRAM_CHECK(program, !strstr(program.output, "<1>"));
    for (size_t i = 0; ac_strategies[i]; i++) {
        bool taken = !(ac_strategies[i]->flags & AC_CONTROL);
        char row[64];
        snprintf(row, sizeof row, "\n%s ", ac_strategies[i]->name);
        PROGRAM_CHECK(program, count_in(program.output, row) == taken);
        strategies += taken;
    }
    char *ran = file_read(scratch_path("ran"), NULL);
    for (const char *const *job = (const char *const[]){"<1>\n", "<2>\n", "<3>\n", NULL}; *job;
         job++)
        assert_int_equal(count_in(ran, *job), strategies);
    free(ran);
    program_free(&program);
}

static void all_or_those_that_are_named(void **state)
{
    (void)state;
    struct program program =
        lines_run_in(ZEROED, "0\n1\n", "-s serial,polling -l 2 --shell 'exit $1'");
    PROGRAM_CHECK(program, program.status == 1 && program.errors_lines == 3);
    PROGRAM_CHECK(program, strstr(program.errors, "runs 2 jobs 2 times"));
    PROGRAM_CHECK(program,
                  strstr(program.errors, "as-completed: serial: 2 jobs: 1 done, 1 failed "));
    PROGRAM_CHECK(program,
                  strstr(program.output, "\nserial ") && strstr(program.output, "\npolling "));
    program_free(&program);
    lines_check("x\ny\n", "-s all -l 2 --dry-run echo", 0, "echo x\necho y\n", "");
    program = lines_run_in(ZEROED, "", "-s all -l 2 false");
    PROGRAM_CHECK(program, program.status == 0 && strstr(program.errors, runs(0)));
    program_free(&program);
}

static void all_says_which_jobs_differ(void **state)
{
    (void)state;
    static const struct {
        const char *script, *says;
    } all[] = {
        {"echo $1; echo $1 >&2", NULL},
        {"[ $1 = 1 ] || echo $$", "2 of 3 jobs did not end and print the same"},
        {"[ $1 != 2 ] || echo $$ >&2", "the first is job 2, under callback"},
        {"head -c 100000 /dev/zero; echo $1", NULL},
        {"head -c 100000 /dev/zero; [ $1 != 3 ] || echo $$", "1 of 3 jobs"},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct program program =
            lines_run_in(ZEROED, "1\n2\n3\n", "-s polling,callback,semaphore -l 2 --shell '%s'",
                         all[i].script);
        PROGRAM_CHECK(program,
                      program.status == 0 && program.errors_lines == (all[i].says ? 2 : 1));
        PROGRAM_CHECK(program, !all[i].says || strstr(program.errors, all[i].says));
        program_free(&program);
    }
}

static void all_leaves_out_what_begins_too_many(void **state)
{
    (void)state;
    char *lines = calloc(1001, 8);
    assert_non_null(lines);
    for (unsigned i = 1; i <= 1001; i++)
        sprintf(lines + strlen(lines), "%u\n", i);
    struct program program =
        lines_run_in(ZEROED, lines, "-s callback,unbounded -l 2 --take 1 true");
    PROGRAM_CHECK(program, program.status == 0);
    PROGRAM_CHECK(program,
                  strstr(program.errors, "unbounded is left out: it begins all 1,001 jobs"));
    PROGRAM_CHECK(program, strstr(program.errors, "runs 1,001 jobs 1 time,"));
    PROGRAM_CHECK(program, !strstr(program.output, "unbounded"));
    program_free(&program);
    free(lines);
}

static void all_reports_are_one_list(void **state)
{
    (void)state;
    const char *const names[] = {"polling", "callback", "semaphore"};
    json_error_t error;
    struct program program =
        lines_run_in(ZEROED, "1\n2\n3\n", "-s callback,polling,semaphore -l 2 --report %s true",
                     scratch_path("report"));
    PROGRAM_CHECK(program, program.status == 0);
    program_free(&program);
    json_t *list = json_load_file(scratch_path("report"), JSON_REJECT_DUPLICATES, &error);
    assert_non_null(list);
    assert_int_equal(json_array_size(list), 3);
    for (size_t i = 0; i < 3; i++) {
        const json_t *report = json_array_get(list, i);
        assert_string_equal(json_string_value(json_object_get(report, "strategy")), names[i]);
        assert_int_equal(report_whole(json_object_get(report, "ends"), "ok"), 3);
        report_check_complete(report, 3);
    }
    json_decref(list);
    assert_int_equal(scratch_count("report", NULL), 1);
}

/* What is on stdin is kept in a file: there is less memory than that. */
static void all_holds_no_input_in_memory(void **state)
{
    (void)state;
    enum { LINE = 65536, LINES = 1000 };
    if (under_instruments())
        skip_because("the memory is not what it is elsewhere");
    char *lines = malloc((size_t)LINE * LINES + 1);
    assert_non_null(lines);
    memset(lines, 'x', (size_t)LINE * LINES);
    for (size_t i = 1; i <= LINES; i++)
        lines[i * LINE - 1] = '\n';
    lines[(size_t)LINE * LINES] = '\0';
    struct program program = lines_run_in((struct program){.address_space = 48 << 20}, lines,
                                          "-s callback,polling -l 2 --take 3 true");
    PROGRAM_CHECK(program, program.status == 0);
    PROGRAM_CHECK(program, strstr(program.errors, "runs 1,000 jobs 2 times"));
    program_free(&program);
    free(lines);
}

static void all_refuses_in_one_line(void **state)
{
    (void)state;
    static const struct {
        const char *words, *says;
    } all[] = {
        {"-s all true", "no limit given"},
        {"-s all,callback -l 2 true", "'all'"},
        {"-s callback,callback -l 2 true", "names callback twice"},
        {"-s callback,semaphore -l 2 --unread 3 true", "cannot be honoured by semaphore"},
        {"-s all -l 4000000000 true", "must be at most"},
        {"-s all -l 2 --report - true", "--report '-' is stdout"},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct program program = lines_run_in(ZEROED, "1\n", "%s", all[i].words);
        PROGRAM_CHECK(program, program.status == 2 && !*program.output);
        PROGRAM_CHECK(program, program.errors_lines == 1 && strstr(program.errors, all[i].says));
        program_free(&program);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_runs_each_job_under_each_strategy),
        cmocka_unit_test(all_or_those_that_are_named),
        cmocka_unit_test(all_says_which_jobs_differ),
        cmocka_unit_test(all_leaves_out_what_begins_too_many),
        cmocka_unit_test(all_reports_are_one_list),
        cmocka_unit_test(all_holds_no_input_in_memory),
        cmocka_unit_test(all_refuses_in_one_line),
    };
    return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
