/* test_follow.c -- which slot a task of a trace is in, as harness/trace/follow.h finds it. */
#include "../harness/trace/follow.h"
#include "support/check.h"
#include "support/random.h"

/* Beside a model that looks through all slots; of a million tasks the memory is that of a hundred. */
static void follow_slots_are_the_lowest_free_and_take_no_more_memory(void **state)
{
    (void)state;
    enum { LIMIT = 100 };
    static uint32_t model[LIMIT + 1];
    struct ac_follow follow = {.room = 0};
    struct ac_stay stay;
    struct random_draws draws = {1};
    uint32_t next = 1, most = 0;
    for (unsigned i = 0; i < repetitions(1000000); i++) {
        uint32_t slot = 1 + (uint32_t)draw_below(&draws, LIMIT);
        if (!model[slot] && follow.in_flight < LIMIT) {
            for (slot = 1; model[slot]; slot++)
                continue;
            assert_true(ac_follow(&follow, i, AC_EVENT_PULL, next, &stay) && !stay.slot);
            assert_true(ac_follow(&follow, i, AC_EVENT_LAUNCH, next, &stay));
            model[slot] = next;
            next += 1 + (uint32_t)draw_below(&draws, 1000);
        } else if (model[slot]) {
            assert_true(ac_follow(&follow, i, AC_EVENT_FINISH, model[slot], &stay));
            assert_true(ac_follow(&follow, i, AC_EVENT_TAKE, model[slot], &(struct ac_stay){0}));
            model[slot] = 0;
        }
        assert_int_equal(stay.slot, slot);
        most = follow.in_flight > most ? (uint32_t)follow.in_flight : most;
        assert_int_equal(follow.used, most);
    }
    assert_true(follow.room <= 128 && follow.waiting == 0 && follow.unread == 0 && most > 50);
    ac_follow_close(&follow);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(follow_slots_are_the_lowest_free_and_take_no_more_memory),
    };
    return cmocka_run_group_tests_name("follow", tests, NULL, NULL);
}
