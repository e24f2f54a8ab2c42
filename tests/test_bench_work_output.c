/* test_bench_work_output.c -- what the bench reads from the outputs of programs that GET, and of strace. */
#include <math.h>
#include <stdlib.h>

#include "../harness/bench/work/http_output.h"
#include "support/check.h"
#include "support/files.h"

static double median_of(const char *output, enum http_form form)
{
    file_write(scratch_path("output"), output);
    return http_output_median(scratch_path("output"), form);
}

static void median_is_read_in_each_form(void **state)
{
    (void)state;
    assert_true(median_of("number\tdone_ns\n1\t300\n2\t100\n3\t\n4\t200\n", HTTP_TSV) == 200);
    assert_true(fabs(median_of("0.000300\n0.000100\n0.000200\n", HTTP_SECONDS) - 200000) < 1e-6);
    assert_true(median_of("300\n100\nno number\n200\n", HTTP_NS) == 200);
    assert_true(median_of("  Latency Distribution\n     50%   61.50us\n     75%   64.00us\n",
                          HTTP_OF_WRK) == 61500);
    assert_true(median_of("     50%    1.25ms\n", HTTP_OF_WRK) == 1250000);
}

static void median_of_nothing_is_none(void **state)
{
    (void)state;
    static const enum http_form forms[] = {HTTP_TSV, HTTP_SECONDS, HTTP_NS, HTTP_OF_WRK};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        assert_true(isnan(median_of("", forms[i])));
        assert_true(isnan(http_output_median(scratch_path("nowhere"), forms[i])));
    }
    assert_true(isnan(median_of("     50%   61.50 parsecs\n", HTTP_OF_WRK)));
}

static void counts_are_read_from_summaries(void **state)
{
    (void)state;
    file_write(scratch_path("wrk"),
               "Running 2s test @ http://127.0.0.1:1/\n  1 threads\n"
               "  31400 requests in 2.00s, 5.03MB read\nRequests/sec: 15700\n");
    assert_true(http_output_requests(scratch_path("wrk")) == 31400);
    file_write(scratch_path("strace"),
               "% time     seconds  usecs/call     calls    errors syscall\n"
               "------ ----------- ----------- --------- --------- ----------------\n"
               " 60.00    0.000300           3       100           sendto\n"
               "------ ----------- ----------- --------- --------- ----------------\n"
               "100.00    0.000500           1       321         5 total\n");
    assert_true(http_output_calls(scratch_path("strace")) == 321);
    assert_true(isnan(http_output_calls(scratch_path("wrk"))));
    assert_true(isnan(http_output_requests(scratch_path("nowhere"))));
}

/* The reason that most rows have; of a program that refused, what it said. */
static void failures_have_their_reason(void **state)
{
    (void)state;
    char *reason;
    file_write(scratch_path("rows"),
               "number\terror\n1\t\n2\trefused\n3\tno descriptor\n4\trefused\n5\t\n6\trefused\n");
    file_write(scratch_path("errors"), "http: 2 of 5 failed\nmore\n");
    assert_int_equal(http_output_failures(scratch_path("rows"), scratch_path("errors"), &reason),
                     4);
    assert_string_equal(reason, "refused");
    free(reason);
    file_write(scratch_path("rows"), "number\terror\n1\t\n");
    assert_int_equal(http_output_failures(scratch_path("rows"), scratch_path("errors"), &reason),
                     0);
    assert_string_equal(reason, "http: 2 of 5 failed");
    free(reason);
    assert_int_equal(http_output_failures(scratch_path("nowhere"), scratch_path("nowhere"),
                                          &reason),
                     0);
    assert_null(reason);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(median_is_read_in_each_form),
        cmocka_unit_test(median_of_nothing_is_none),
        cmocka_unit_test(counts_are_read_from_summaries),
        cmocka_unit_test(failures_have_their_reason),
    };
    return cmocka_run_group_tests_name("bench_work_output", tests, scratch_make, scratch_remove);
}
