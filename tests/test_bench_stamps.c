/* test_bench_stamps.c -- what the jobs' own stamps say of the program that ran them. */
#include <errno.h>
#include <math.h>

#include "../harness/bench/work/stamps.h"
#include "support/check.h"
#include "support/files.h"

/* Four jobs over two slots: 1 and 2 begin together, 3 follows 2, and 4 follows 1. */
static void stamps_say_what_jobs_did(void **state)
{
    (void)state;
    struct stamps stamps;
    file_write(scratch_path("stamps"), "2\t101\t120\n1\t100\t140\n3\t125\t150\n4\t147\t200\n");
    assert_int_equal(stamps_load(&stamps, scratch_path("stamps")), 0);
    assert_int_equal(stamps.count, 4);
    assert_int_equal(stamps_max_in_flight(&stamps), 2);
    /* the third takes the slot of the second, at 19; the fourth that of the first, at 40 */
    assert_int_equal(stamps_ideal(&stamps, 2), 93);
    assert_int_equal(stamps_ideal(&stamps, 1), 40 + 19 + 25 + 53);
    assert_int_equal(stamps_ideal(&stamps, 9), 53);
    assert_true(fabs(stamps_lateness(&stamps, 2, 0) - 5) < 1e-9); /* 120 to 125, 140 to 147 */
    assert_true(fabs(stamps_lateness(&stamps, 2, 1) - 7) < 1e-9);
    assert_true(isnan(stamps_lateness(&stamps, 4, 1)));
    assert_int_equal(stamps_last_start(&stamps), 147);
    const struct stamps_read reads[] = {{130, 15}, {145, 20}, {199, 40}};
    assert_int_equal(stamps_max_unread(&stamps, reads, 3, 10), 1);
    assert_int_equal(stamps_max_unread(&stamps, reads, 0, 10), 4);
    stamps_free(&stamps);
}

static void stamps_that_are_none_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"1\t2\n", "1\t2\t3", "1\t3\t2\n", "x\n", "1\t2\t3\t4\n"};
    struct stamps stamps;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        file_write(scratch_path("bad"), bad[i]);
        assert_int_equal(stamps_load(&stamps, scratch_path("bad")), -EBADMSG);
        stamps_free(&stamps);
    }
    assert_int_equal(stamps_load(&stamps, scratch_path("nowhere")), 0);
    assert_int_equal(stamps.count, 0);
    assert_int_equal(stamps_max_in_flight(&stamps), 0);
    stamps_free(&stamps);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stamps_say_what_jobs_did),
        cmocka_unit_test(stamps_that_are_none_are_refused),
    };
    return cmocka_run_group_tests_name("bench_stamps", tests, scratch_make, scratch_remove);
}
