/* test_machine_places.c -- where a program is run changes nothing of what it prints: locales and time
 * zones, current folders, links, empty environments, missing tools, and a second bench beside.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../harness/base/text.h"
#include "support/check.h"
#include "support/files.h"
#include "support/machine.h"
#include "support/program.h"
#include "support/report.h"
#include "support/result.h"

#define ON_VIRTUAL_CLOCK "run -s semaphore -n 3000 -l 7 --clock virtual --consume 1.5us --format "

/* A locale with a decimal comma of the test's own, as machines have few; false: there is none. It
 * takes some seconds. */
static bool make_locale(void)
{
    if (!long_form())
        return false;
    char *command = text_format("localedef -i de_DE -f UTF-8 %s >%s 2>&1",
                                scratch_path("de_DE.UTF-8"), scratch_path("localedef"));
    bool made = system(command) == 0;
    free(command);
    return made;
}

/* What it prints of counts and of virtual time, which are the same everywhere. */
static char *print_all(const char *dir)
{
    static const char *const differ[] = {"cpu_user_ns", "cpu_sys_ns", "peak_rss_bytes"};
    struct text all = {.chars = NULL};
    struct program json = program_run(ON_VIRTUAL_CLOCK "json --trace %s", scratch_path("file"));
    struct program table =
        program_run_in((struct program){.in.path = machine_bench()}, "table %s", dir);
    PROGRAM_CHECK(json, json.status == 0 && !*json.errors);
    PROGRAM_CHECK(table, table.status == 0 && !*table.errors);
    json_t *report = report_parse(&json);
    for (size_t i = 0; i < 3; i++)
        json_object_del(report, differ[i]);
    char *dumped = json_dumps(report, 0), *trace = file_read(scratch_path("file"), NULL);
    char *path = text_format("%s/table.tsv", dir), *tsv = file_read(path, NULL);
    text_printf(&all, "%s%s%s%s", dumped, trace, table.output, tsv);
    char *const parts[] = {dumped, trace, path, tsv};
    for (size_t i = 0; i < 4; i++)
        free(parts[i]);
    json_decref(report);
    program_free(&json);
    program_free(&table);
    return all.chars;
}

static void copy(const char *from, const char *dir, const char *name)
{
    char *text = file_read(from, NULL), *path = text_format("%s/%s", dir, name);
    if (!text)
        fail_msg("%s cannot be read: the tests run in the project's folder", from);
    file_write(path, text);
    free(path);
    free(text);
}

static void locale_and_time_zone_change_no_digit(void **state)
{
    (void)state;
    static const char *const settings[][2] = {
        {"LC_ALL", "de_DE.UTF-8"}, {"LC_NUMERIC", "de_DE.UTF-8"},
        {"LANG", "de_DE.UTF-8"},   {"LC_ALL", "nonsense"},
        {"TZ", "Asia/Kathmandu"},  {"TZ", ":/no/such/zone"},
        {"TZ", "XXX-14:59:59"},    {"LANG", NULL},
    };
    if (!make_locale())
        print_message("no locale with a decimal comma is made here: only its name is set\n");
    char *dir = text_copy(scratch_path("reference"));
    assert_int_equal(mkdir(dir, 0777), 0);
    copy("results/reference/rows.tsv", dir, "rows.tsv");
    copy("results/reference/environment.json", dir, "environment.json");
    char *expected = print_all(dir);
    setenv("LOCPATH", scratch_path("."), 1);
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        char *kept = getenv(settings[i][0]) ? text_copy(getenv(settings[i][0])) : NULL;
        if (settings[i][1])
            setenv(settings[i][0], settings[i][1], 1);
        else
            unsetenv(settings[i][0]);
        char *printed = print_all(dir);
        assert_string_equal(printed, expected);
        free(printed);
        if (kept)
            setenv(settings[i][0], kept, 1);
        else
            unsetenv(settings[i][0]);
        free(kept);
    }
    unsetenv("LOCPATH");
    free(expected);
    free(dir);
}

static char *const empty[] = {NULL};

/* Runs, compares, and starts a bench up to its first row, there. */
static void check_works(struct circumstances in, const char *driver)
{
    char *results = text_format("%s/results", in.folder);
    in.path = NULL;
    struct program run = program_run_in((struct program){.in = in},
                                        "run -s callback -n 5 --clock virtual --trace here");
    struct program compare =
        program_run_in((struct program){.in = in}, "compare -n 5 -l 2 --clock virtual");
    PROGRAM_CHECK(run, run.status == 0 && !*run.errors);
    PROGRAM_CHECK(compare, compare.status == 0 && !*compare.errors);
    PROGRAM_CHECK(compare, strstr(compare.output, "bounded_queue"));
    program_free(&run);
    program_free(&compare);
    in.path = driver;
    struct program bench = {.in = in};
    program_start(&bench, "quick --point 20,5"); /* in ./results, with the program beside it */
    machine_wait_until(results_have_a_row, results, "the bench has a row");
    assert_int_equal(kill(bench.pid, SIGINT), 0);
    program_wait(&bench);
    PROGRAM_CHECK(bench, bench.status == 130 && bench.errors_lines == 2);
    struct results found = results_in(results);
    assert_int_equal(result_check(found.dirs[0]), 0);
    results_free(&found);
    program_free(&bench);
    free(results);
}

static void programs_work_from_anywhere(void **state)
{
    (void)state;
    char *away = text_copy(scratch_path("away")), *bare = text_copy(scratch_path("bare"));
    char *link = text_copy(scratch_path("link"));
    assert_int_equal(mkdir(away, 0777), 0);
    assert_int_equal(mkdir(bare, 0777), 0);
    assert_int_equal(symlink(machine_bench(), link), 0);
    check_works((struct circumstances){.folder = away}, link);
    check_works((struct circumstances){.folder = bare, .environment = empty}, machine_bench());
    free(away);
    free(bare);
    free(link);
}

/* A PATH that has only the tools that are named. */
static char *make_path(const char *name, const char *const tools[])
{
    char *folder = text_copy(scratch_path(name));
    assert_int_equal(mkdir(folder, 0777), 0);
    for (; *tools; tools++) {
        char *path = text_format("%s/%s", folder, *tools);
        file_write(path, "#!/bin/sh\nexit 0\n");
        assert_int_equal(chmod(path, 0777), 0);
        free(path);
    }
    char *variable = text_format("PATH=%s", folder);
    free(folder);
    return variable;
}

static void missing_tool_is_named_before_anything_is_made(void **state)
{
    (void)state;
    static const char *const none[] = {NULL}, *const one[] = {"hyperfine", NULL};
    char *paths[] = {make_path("no-tools", none), make_path("one-tool", one)};
    for (size_t i = 0; i < 2; i++) {
        char *const environment[] = {paths[i], NULL};
        struct circumstances in = {.environment = environment, .path = machine_bench()};
        struct program bench = program_run_in((struct program){.in = in}, "quick --results %s",
                                              scratch_path("no-results"));
        PROGRAM_CHECK(bench, bench.status == 1 && bench.errors_lines == 1 && !*bench.output);
        PROGRAM_CHECK(bench, strstr(bench.errors,
                                    i ? "gnuplot is not installed" : "hyperfine is not installed"));
        assert_false(file_exists(scratch_path("no-results")));
        program_free(&bench);
        in.path = NULL;
        struct program run = program_run_in((struct program){.in = in},
                                            "compare -n 5 -l 2 --clock virtual"); /* needs none */
        PROGRAM_CHECK(run, run.status == 0);
        program_free(&run);
        free(paths[i]);
    }
}

static bool both_have_a_row(const void *path)
{
    struct results found = results_in(path);
    bool have = found.count == 2;
    for (size_t i = 0; i < found.count; i++)
        have = have && result_lines(found.dirs[i]) >= 2;
    results_free(&found);
    return have;
}

/* Started in the same second; each has a folder of its own, and only its own rows. */
static void two_benches_at_once_do_not_mix(void **state)
{
    (void)state;
    struct program benches[2];
    char *results = text_copy(scratch_path("both"));
    for (int i = 0; i < 2; i++)
        benches[i] =
            machine_start_bench("quick --point %s --results %s", i ? "21,5" : "20,5", results);
    machine_wait_until(both_have_a_row, results, "both benches have a row");
    for (int i = 0; i < 2; i++)
        assert_int_equal(kill(benches[i].pid, SIGINT), 0);
    for (int i = 0; i < 2; i++) {
        program_wait(&benches[i]);
        PROGRAM_CHECK(benches[i], benches[i].status == 130);
        program_free(&benches[i]);
    }
    struct results found = results_in(results);
    unsigned of_first = 0;
    for (size_t i = 0; i < 2; i++) {
        char *path = text_format("%s/rows.tsv", found.dirs[i]), *rows = file_read(path, NULL);
        bool first = strstr(rows, "\t20,5\t"), second = strstr(rows, "\t21,5\t");
        assert_int_equal(result_check(found.dirs[i]), 0);
        assert_true(first != second);
        of_first += first;
        free(path);
        free(rows);
    }
    assert_int_equal(of_first, 1);
    results_free(&found);
    free(results);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(locale_and_time_zone_change_no_digit),
        cmocka_unit_test(programs_work_from_anywhere),
        cmocka_unit_test(missing_tool_is_named_before_anything_is_made),
        cmocka_unit_test(two_benches_at_once_do_not_mix),
    };
    return cmocka_run_group_tests_name("machine_places", tests, machine_open, machine_close);
}
