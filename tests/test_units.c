/* test_units.c -- each form of a figure, at its edges; and run and compare print one size one way. */
#include <string.h>

#include "../harness/base/units.h"
#include "support/check.h"
#include "support/program.h"

static void check_bytes(double bytes, const char *shown)
{
    char text[32];
    assert_string_equal(ac_units_bytes(text, sizeof text, bytes), shown);
}

static void sizes_have_three_digits(void **state)
{
    (void)state;
    check_bytes(0, "0 B");
    check_bytes(1023, "1023 B");
    check_bytes(1024, "1.00 KiB");
    check_bytes(10240, "10.0 KiB");
    check_bytes(1023.4 * 1024, "1023 KiB");
    check_bytes(1 << 20, "1.00 MiB");
    check_bytes(1856.0 * 1024, "1.81 MiB");
    check_bytes(5e12, "4657 GiB");
}

static void check_time(double ns, const char *shown)
{
    char text[32];
    assert_string_equal(ac_units_time(text, sizeof text, ns), shown);
}

static void times_in_a_table_have_three_or_four_digits(void **state)
{
    (void)state;
    check_time(0, "0 ns");
    check_time(999.4, "999 ns");
    check_time(999.6, "1.00 us");
    check_time(-25000, "-25.0 us");
    check_time(999600, "1.00 ms");
    check_time(612345678, "612 ms");
    check_time(999600000, "0.9996 s");
    check_time(1.00055e9, "1.0006 s");
}

static void counts_are_short_or_whole(void **state)
{
    (void)state;
    char text[32];
    assert_string_equal(AC_COUNT(UINT64_MAX), "18,446,744,073,709,551,615");
    assert_string_equal(AC_COUNT(999), "999");
    assert_string_equal(ac_units_about(text, sizeof text, 999999), "999999");
    assert_string_equal(ac_units_about(text, sizeof text, 1e6), "1.00M");
    assert_string_equal(AC_SHORT(100), "100");
    assert_string_equal(AC_SHORT(10000), "10k");
    assert_string_equal(AC_SHORT(5e12), "5000G");
    assert_string_equal(AC_WAIT(59.0), "59 s");
    assert_string_equal(AC_WAIT(103.2), "1 min 44 s");
}

/* The heap of a run is the same each time. */
static void run_and_compare_print_one_size_one_way(void **state)
{
    (void)state;
    static const char options[] = "-n 1000 -l 10 --clock virtual";
    char heap[32];
    struct program run = program_run("run -s semaphore %s", options);
    struct program compare = program_run("compare -s semaphore %s", options);
    const char *memory = strstr(run.output, " resident, ");
    PROGRAM_CHECK(run, run.status == 0 && memory);
    memory += strlen(" resident, ");
    snprintf(heap, sizeof heap, "%.*s", (int)(strstr(memory, " heap") - memory), memory);
    PROGRAM_CHECK(compare, compare.status == 0 && strstr(compare.output, heap));
    program_free(&run);
    program_free(&compare);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sizes_have_three_digits),
        cmocka_unit_test(times_in_a_table_have_three_or_four_digits),
        cmocka_unit_test(counts_are_short_or_whole),
        cmocka_unit_test(run_and_compare_print_one_size_one_way),
    };
    return cmocka_run_group_tests_name("units", tests, NULL, NULL);
}
