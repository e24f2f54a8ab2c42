/* test_cli_http_report.c -- what `http` tells of its transfers in the file of --report. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>

#include "../harness/base/text.h"
#include "../harness/report/http_columns.h"
#include "../strategies/as_completed.h"
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/files.h"
#include "support/http.h"
#include "support/report.h"

#define EACH_STRATEGY(s) (const struct ac_strategy *const *s = ac_strategies; *s; s++)

/* Runs it with paths of the server; its report, to be freed by json_decref(). */
static json_t *report_for(const char *urls, int status, const char *words)
{
    json_error_t error;
    char *lines = http_lines(&http_server, urls);
    struct program program =
        http_run_in((struct program){0}, lines, "--report %s %s", scratch_path("report"), words);
    PROGRAM_CHECK(program, program.status == status);
    program_free(&program);
    free(lines);
    json_t *report = json_load_file(scratch_path("report"), JSON_REJECT_DUPLICATES, &error);
    if (!report)
        fail_msg("no report: %s", error.text);
    unlink(scratch_path("report"));
    return report;
}

static json_int_t whole_in(const json_t *report, const char *group, const char *key)
{
    return report_whole(json_object_get(report, group), key);
}

/* Each attempt is told apart once. */
static void check_ends(const json_t *report)
{
    json_t *count;
    const char *key;
    json_int_t all = 0;
    json_object_foreach(json_object_get(report, "ends"), key, count) all +=
        json_integer_value(count);
    assert_int_equal(all, report_whole(report, "launched"));
    assert_int_equal(whole_in(report, "ends", "ok"), report_whole(report, "completed"));
    assert_int_equal(whole_in(report, "ends", "timed_out"), report_whole(report, "timed_out"));
    assert_int_equal(whole_in(report, "ends", "cancelled"), report_whole(report, "cancelled"));
}

static void report_has_every_column(void **state)
{
    (void)state;
    static const struct {
        const char *group, *key;
    } columns[] = {
#define COLUMN(kind, name, group, key) {group, key},
        AC_COLUMNS(COLUMN) AC_HTTP_COLUMNS(COLUMN){"", "statuses"},
    };
    json_t *report = report_for("/ok /ok", 0, "-s callback -l 1");
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        const json_t *in = *columns[i].group ? json_object_get(report, columns[i].group) : report;
        if (!json_object_get(in, columns[i].key))
            fail_msg("there is no %s.%s", columns[i].group, columns[i].key);
    }
    assert_string_equal(json_string_value(json_object_get(report, "workload")), "http");
    assert_non_null(strchr(json_string_value(json_object_get(report, "libcurl")), '.'));
    json_decref(report);
}

static void report_counts_what_the_server_counts(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            char words[128], urls[128];
            snprintf(urls, sizeof urls, "/ok /bytes/1000 /status/404 /close /tries/1?%s /stall",
                     (*s)->name);
            snprintf(words, sizeof words,
                     "-s %s -l 2 --task-timeout 200ms --retries 1 --retry-delay 1ms", (*s)->name);
            server_zero(&http_server);
            json_t *report = report_for(urls, 1, words);
            check_ends(report);
            assert_int_equal(report_whole(report, "tasks"), 6);
            assert_int_equal(report_whole(report, "transfers"),
                             server_count(&http_server, "requests"));
            assert_int_equal(whole_in(report, "connections", "opened"),
                             server_count(&http_server, "connections"));
            json_int_t told = whole_in(report, "connections", "opened") +
                              whole_in(report, "connections", "reused");
            json_int_t cut = 2; /* what times out has no reply, on whatever connection */
            assert_in_range(told, report_whole(report, "transfers") - cut,
                            report_whole(report, "transfers"));
            assert_int_equal(whole_in(report, "ends", "refused"), 1);
            assert_true(report_whole(report, "body_bytes") >= 1000);
            assert_int_equal(json_integer_value(
                                 json_object_get(json_object_get(report, "statuses"), "4xx")),
                             1);
            json_decref(report);
        }
}

/* Transfers, connections and what is kept are three things: people took one for another (aria2 1493, 833, 465). */
static void report_tells_transfers_and_connections_apart(void **state)
{
    (void)state;
    static const struct {
        const char *urls;
        json_int_t transfers, opened; /* one at a time */
        int status;
    } all[] = {
        {"/ok /ok /ok /ok", 4, 1, 0},
        {"/ok/last /ok/last /ok/last", 3, 3, 0},
        {"/ok /ok/last /ok /status/404 /ok", 5, 2, 1},
        {"no-url /ok ftp://127.0.0.1/ /ok", 2, 1, 1},
        {"/redirect/2 /ok", 2, 1, 0}, /* its requests are one transfer, over one connection */
        {"/ok /tries/1?", 3, 1, 0},   /* with the strategy behind it, each of which tries anew */
    };
    for
        EACH_STRATEGY(s)
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        bool one_by_one = !((*s)->flags & AC_NO_LIMIT);
        char *words =
            text_format("-s %s -l 1 --location --retries 1 --retry-delay 1ms", (*s)->name);
        bool tries = strchr(all[i].urls, '?');
        char *urls = text_format("%s%s", all[i].urls, tries ? (*s)->name : "");
        server_zero(&http_server);
        json_t *report = report_for(urls, all[i].status, words);
        json_int_t opened = whole_in(report, "connections", "opened");
        assert_int_equal(report_whole(report, "transfers"), all[i].transfers);
        assert_int_equal(opened, server_count(&http_server, "connections"));
        assert_int_equal(opened + whole_in(report, "connections", "reused"), all[i].transfers);
        if (one_by_one) {
            assert_int_equal(opened, all[i].opened);
            assert_int_equal(whole_in(report, "connections", "max"), 1);
        }
        json_decref(report);
        free(urls);
        free(words);
    }
}

static void report_of_all_strategies_is_a_list(void **state)
{
    (void)state;
    size_t strategies = 0;
    for
        EACH_STRATEGY(s)
    strategies += !((*s)->flags & AC_CONTROL);
    json_t *reports = report_for("/ok", 0, "-s all -l 2");
    assert_int_equal(json_array_size(reports), strategies);
    json_decref(reports);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(report_has_every_column),
        cmocka_unit_test(report_counts_what_the_server_counts),
        cmocka_unit_test(report_tells_transfers_and_connections_apart),
        cmocka_unit_test(report_of_all_strategies_is_a_list),
    };
    return cmocka_run_group_tests(tests, http_begin, http_end);
}
