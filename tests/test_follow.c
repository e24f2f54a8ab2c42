/* test_follow.c -- which slot a task of a trace is in, as harness/trace/follow.h finds it, and until when, as
 * harness/trace/lives.h does. */
#include "../harness/trace/lives.h"
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

/* Task 2 is launched right before the take of task 1, and task 3 after both have finished. */
static const struct ac_record records[] = {
    {0, 1, AC_EVENT_PULL, 0},   {0, 1, AC_EVENT_LAUNCH, 0}, {5, 1, AC_EVENT_FINISH, 0},
    {5, 2, AC_EVENT_PULL, 0},   {5, 2, AC_EVENT_LAUNCH, 0}, {5, 1, AC_EVENT_TAKE, 0},
    {5, 1, AC_EVENT_FINISH, 0}, {6, 3, AC_EVENT_PULL, 0},   {7, 2, AC_EVENT_FAIL, 0},
    {8, 3, AC_EVENT_LAUNCH, 0}, {9, 3, AC_EVENT_CANCEL, 0}, {9, 2, AC_EVENT_TAKE, 0},
};

static void lives_hold_their_slots_as_the_rule_says(void **state)
{
    (void)state;
    static const struct {
        enum ac_slot_rule rule;
        uint64_t queue;
        uint32_t hand, free[4], slot[4];
    } cases[] = {
        {AC_SLOT_TO_FINISH, 0, 5, {0, 2, 8, 10}, {0, 1, 1, 1}},
        {AC_SLOT_TO_TAKE, 0, 3, {0, 3, 11, 10}, {0, 1, 1, 2}},
        {AC_SLOT_TO_ROOM, 1, 3, {0, 2, 8, 10}, {0, 1, 1, 1}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ac_lives lives;
        assert_true(ac_lives_open(&lives, records, sizeof records / sizeof *records, cases[i].rule,
                                  cases[i].queue));
        assert_int_equal(lives.most, 3);
        assert_int_equal(lives.lives[1].hand, cases[i].hand);
        for (uint32_t task = 1; task <= 3; task++) {
            assert_int_equal(lives.lives[task].free, cases[i].free[task]);
            assert_int_equal(lives.lives[task].slot, cases[i].slot[task]);
        }
        assert_int_equal(lives.lives[3].hand, AC_NEVER);
        assert_int_equal(lives.follow.most_waiting, 1);
        assert_int_equal(lives.follow.taken, 2);
        ac_lives_close(&lives);
    }
}

/* A queue for one result: the second one waits for the take of the first, and keeps its slot. */
static void lives_keep_slots_until_the_queue_has_room(void **state)
{
    (void)state;
    static const struct ac_record full[] = {
        {0, 1, AC_EVENT_PULL, 0},   {0, 1, AC_EVENT_LAUNCH, 0}, {0, 2, AC_EVENT_PULL, 0},
        {0, 2, AC_EVENT_LAUNCH, 0}, {1, 2, AC_EVENT_FINISH, 0}, {2, 1, AC_EVENT_FINISH, 0},
        {3, 2, AC_EVENT_HAND, 0},   {3, 3, AC_EVENT_PULL, 0},   {3, 3, AC_EVENT_LAUNCH, 0},
        {3, 2, AC_EVENT_TAKE, 0},
    };
    struct ac_lives lives;
    assert_true(ac_lives_open(&lives, full, sizeof full / sizeof *full, AC_SLOT_TO_ROOM, 1));
    assert_int_equal(lives.lives[2].free, 4);
    assert_int_equal(lives.lives[2].hand, 6);
    assert_int_equal(lives.lives[2].take, 8); /* the hand-over has no place of its own */
    assert_int_equal(lives.lives[1].free, 6);
    assert_int_equal(lives.lives[3].slot, 1);
    assert_int_equal(lives.lives[3].free, AC_NEVER);
    ac_lives_close(&lives);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(follow_slots_are_the_lowest_free_and_take_no_more_memory),
        cmocka_unit_test(lives_hold_their_slots_as_the_rule_says),
        cmocka_unit_test(lives_keep_slots_until_the_queue_has_room),
    };
    return cmocka_run_group_tests_name("follow", tests, NULL, NULL);
}
