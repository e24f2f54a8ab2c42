/* test_faults_output.c -- a file that is written appears whole or not at all, and no descriptor stays
 * open, whichever of the calls for it fails: once, from then on, and in pairs.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../harness/base/output.h"
#include "../harness/base/rows.h"
#include "faults/faults.h"
#include "support/check.h"
#include "support/files.h"

static uint64_t written, counted;

static int write_output(const char *path, struct faults_plan plan)
{
    struct ac_output output;
    faults_begin(plan);
    int error = ac_output_open(&output, path);
    if (!error) {
        fputs("new\n", output.stream);
        error = ac_output_commit(&output);
    }
    faults_end();
    written++;
    return error;
}

static unsigned try_output(const char *path, const char *old, struct faults_plan plan)
{
    bool regular = strcmp(path, scratch_path("output")) == 0;
    unsigned descriptors = open_descriptors();
    unlink(scratch_path("output"));
    if (old)
        file_write(scratch_path("output"), old);
    int error = write_output(path, plan);
    unsigned met = faults.met;
    char *now = file_read(scratch_path("output"), NULL);
    const char *expected = regular && !error ? "new\n" : old;
    if ((error != 0) != (faults.failed != 0) || open_descriptors() != descriptors ||
        scratch_count("output", NULL) != !!expected ||
        (expected && (!now || strcmp(now, expected) != 0)))
        fail_msg("%s, fault %u%s, %u: %s; returned %d, holds '%s'", path, plan.first,
                 plan.on ? " and on" : "", plan.second, faults.kept[0].name, error, now);
    free(now);
    return met;
}

static void try_outputs(const char *path, const char *old)
{
    unsigned met = try_output(path, old, (struct faults_plan){0});
    counted += met;
    for (unsigned k = 1; k <= met; k++) {
        unsigned behind = try_output(path, old, (struct faults_plan){.first = k});
        try_output(path, old, (struct faults_plan){.first = k, .on = true});
        for (unsigned m = k + 1; m <= behind; m++)
            try_output(path, old, (struct faults_plan){.first = k, .second = m});
    }
}

static void faults_of_an_output_leave_it_whole(void **state)
{
    (void)state;
    int null = open("/dev/null", O_WRONLY);
    char path[32];
    snprintf(path, sizeof path, "/dev/fd/%d", null);
    try_outputs(scratch_path("output"), NULL);
    try_outputs(scratch_path("output"), "old\n");
    try_outputs("/dev/null", NULL);
    try_outputs(path, NULL);
    close(null);
    print_message("output: %" PRIu64 " places counted, %" PRIu64 " outputs written\n", counted,
                  written);
}

/* A file that takes nothing is no reason to try for ever. */
static void faults_of_a_row_end_where_nothing_is_taken(void **state)
{
    (void)state;
    static const char *const names[] = {"column", NULL};
    struct rows rows;
    rows_init(&rows, names);
    rows_set(&rows, rows_add(&rows), "column", "value");
    assert_int_equal(rows_create(&rows, scratch_path("rows")), 0);
    faults.takes_nothing = true;
    faults.spared = "open close malloc realloc";
    faults_begin((struct faults_plan){.first = 1, .on = true});
    int error = rows_append(&rows, 0, scratch_path("rows"));
    faults_end();
    faults.takes_nothing = false;
    faults.spared = NULL;
    assert_int_equal(error, -EIO);
    char *text = file_read(scratch_path("rows"), NULL);
    assert_string_equal(text, "column\n");
    free(text);
    rows_free(&rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(faults_of_an_output_leave_it_whole),
        cmocka_unit_test(faults_of_a_row_end_where_nothing_is_taken),
    };
    return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
