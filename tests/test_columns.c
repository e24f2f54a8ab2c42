/* test_columns.c -- the columns of a report: the published ones stay, and docs/measuring.md defines each. */
#include <stdlib.h>
#include <string.h>

#include "../harness/base/text.h"
#include "../harness/report/cpu_columns.h"
#include "../harness/report/exec_columns.h"
#include "../harness/report/http_columns.h"
#include "support/check.h"
#include "support/report.h"

/* What people's scripts know. Columns are added behind these, and none goes. */
static const char published[] =
    "strategy\tworkload\tclock\ttasks\tlimit\tcomplete\tpulled\tlaunched\tdropped\tcompleted\t"
    "failed\ttimed_out\tcancelled\ttaken\twall_ns\tideal_ns\texcess_ns\tcpu_user_ns\tcpu_sys_ns\t"
    "peak_rss_bytes\tpeak_heap_bytes\tmax_waiting\tmax_in_flight\tmax_unread\tturns\t"
    "lateness_p50_ns\tlateness_p99_ns\tlateness_max_ns\tdelivery_p50_ns\tdelivery_p99_ns\t"
    "delivery_max_ns\tdisplacement_launch_mean\tdisplacement_launch_max\t"
    "displacement_take_mean\tdisplacement_take_max\tmakespan_ns\tidle_slots\twake_cost_ns\t"
    "queueing_p50_ns\tqueueing_p99_ns\tqueueing_max_ns\tresponse_p50_ns\tresponse_p99_ns\t"
    "response_max_ns";

static void published_columns_stay(void **state)
{
    (void)state;
    assert_memory_equal(report_tsv_header, published, strlen(published));
    assert_true(strchr("\t\n", report_tsv_header[strlen(published)]));
}

static const struct {
    const char *name, *group, *key;
} columns[] = {
#define COLUMN(kind, name, group, key) {#name, group, key},
    AC_COLUMNS(COLUMN) AC_CPU_COLUMNS(COLUMN) AC_EXEC_COLUMNS(COLUMN)
        AC_HTTP_COLUMNS(COLUMN) /* what counts by a key: */
    {"exit_statuses", "", "exit_statuses"},
    {"exit_signals", "", "exit_signals"},
    {"start_errors", "", "start_errors"},
    {"statuses", "", "statuses"},
};
enum { COLUMNS = sizeof columns / sizeof *columns };

/* A group stands for all in it, and a key for one, with its group or without. */
static bool names(const char *word, size_t length, size_t column)
{
    char *path = text_format("%s.%s", columns[column].group, columns[column].key);
    const char *all[] = {columns[column].group, columns[column].key, path};
    bool named = false;
    for (size_t i = 0; i < 3; i++)
        named |= strlen(all[i]) == length && strncmp(all[i], word, length) == 0;
    free(path);
    return named;
}

/* Finds the columns that a word in the first cell of a table is of; it must be of one. */
static void mark(const char *word, size_t length, bool defined[COLUMNS])
{
    bool known = false;
    for (size_t i = 0; i < COLUMNS; i++)
        if (names(word, length, i))
            defined[i] = known = true;
    if (!known)
        fail_msg("docs/measuring.md defines %.*s, which is no column", (int)length, word);
}

static void every_column_is_defined(void **state)
{
    (void)state;
    struct text document = {0};
    bool defined[COLUMNS] = {false};
    assert_int_equal(text_read_file(&document, "docs/measuring.md"), 0);
    for (const char *row = text_chars(&document); (row = strstr(row, "\n| `"));) {
        const char *end = strstr(++row, " | ");
        for (const char *word = row; (word = strchr(word, '`')) && word < end;) {
            size_t length = strcspn(++word, "`");
            mark(word, length, defined);
            word += length + 1;
        }
    }
    for (size_t i = 0; i < COLUMNS; i++)
        if (!defined[i])
            fail_msg("docs/measuring.md does not define %s", columns[i].name);
    text_free(&document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_columns_stay),
        cmocka_unit_test(every_column_is_defined),
    };
    return cmocka_run_group_tests_name("columns", tests, NULL, NULL);
}
