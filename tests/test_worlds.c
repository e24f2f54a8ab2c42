/* test_worlds.c -- every small world, and many random ones, for every strategy of the table.
 *
 * A world that does not hold what must hold is shrunk, and named by the command that replays it. The
 * long form is build/tests/worlds.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../strategies/strategies.h"
#include "support/check.h"
#include "worlds/command.h"
#include "worlds/draw.h"
#include "worlds/every.h"
#include "worlds/replay.h"
#include "worlds/script.h"
#include "worlds/shrink.h"

enum { RANDOM_SCHEDULES = 1000000, REPLAYS = 20 };

static void fail_with(struct world *world, struct world_outcome *outcome)
{
    world_shrink(world, outcome);
    fail_msg("%s\nas-completed %s", world_complaint(world, outcome), world_command(world));
}

static void worlds_every_small_one_holds(void **state)
{
    (void)state;
    struct every every = {.most_tasks = 5, .most_limit = 3, .most_tasks_busy = 4, .replay = 16};
    struct world world;
    struct world_outcome outcome;
    if (under_instruments())
        every.most_tasks = every.most_tasks_busy = under_valgrind() ? 2 : 3;
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++)
        if (!every_world(&every, *s, &world, &outcome))
            fail_with(&world, &outcome);
    assert_true(every.replays >= every.runs / every.replay);
    printf(
        "# %llu schedules: every one of N <= %u and limit <= %u; to N = %u a busy consumer too\n",
        (unsigned long long)every.runs, every.most_tasks, every.most_limit, every.most_tasks_busy);
}

static void worlds_random_ones_hold(void **state)
{
    (void)state;
    struct world world;
    struct world_outcome outcome;
    uint64_t schedules = repetitions(RANDOM_SCHEDULES) / (under_instruments() ? 10 : 1);
    if (!worlds_random(ac_strategies, 1, schedules, &world, &outcome))
        fail_with(&world, &outcome);
}

/* Of `waiting` tasks and some in flight: how many ways there are to finish them all, ties included. */
static uint64_t sequences(uint32_t in_flight, uint32_t waiting)
{
    static const uint32_t choose[6][6] = {{1},          {1, 1},          {1, 2, 1},
                                          {1, 3, 3, 1}, {1, 4, 6, 4, 1}, {1, 5, 10, 10, 5, 1}};
    uint64_t sum = in_flight ? 0 : 1;
    for (uint32_t finish = 1; finish <= in_flight; finish++) {
        uint32_t launch = finish < waiting ? finish : waiting;
        sum += choose[in_flight][finish] * sequences(in_flight - finish + launch, waiting - launch);
    }
    return sum;
}

static uint64_t runs_of_script(const struct ac_strategy *strategy, uint32_t count, uint32_t limit)
{
    struct world world = {.strategy = strategy, .count = count, .limit = limit, .queue = 1};
    struct world_outcome outcome;
    struct script script;
    uint64_t runs = 0;
    script_begin(&script, &world);
    do {
        script_run(&script, &outcome);
        assert_null(outcome.fault);
        runs++;
    } while (script_next(&script));
    return runs;
}

static void worlds_script_tells_every_sequence_once(void **state)
{
    (void)state;
    assert_int_equal(sequences(5, 0), 541); /* the orders of five things with ties (OEIS A000670) */
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++)
        for (uint32_t count = 0; count <= (under_valgrind() ? 3 : 5); count++)
            for (uint32_t limit = 1; limit <= 3; limit++) {
                struct world world = {.strategy = *s, .count = count, .limit = limit};
                uint32_t slots = (uint32_t)(count ? world_slots(&world) : 0);
                uint64_t outcomes = UINT64_C(1) << count; /* each task ends well or with an error */
                assert_int_equal(runs_of_script(*s, count, limit),
                                 outcomes * sequences(slots, count - slots));
            }
}

/* What the command line makes of a world's command is that world. */
static void worlds_commands_replay_them_event_for_event(void **state)
{
    (void)state;
    struct random_draws draws = {2};
    struct world_outcome outcome, replayed;
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++)
        for (unsigned i = 0; i < repetitions(REPLAYS); i++) {
            struct world world;
            world_draw_count(&world, *s, (uint32_t)draw_below(&draws, 13), &draws);
            memset(world.refused, 0, sizeof world.refused); /* no command says that */
            world_run_virtual(&world, &outcome);
            struct program program = world_replay(&world, "");
            replay_events(&program, &replayed);
            bool errors = outcome.counts.failed || outcome.counts.timed_out || outcome.timed_out;
            bool same = replayed.event_count == outcome.event_count &&
                        memcmp(replayed.events, outcome.events,
                               outcome.event_count * sizeof *outcome.events) == 0;
            if (!same || program.status != errors)
                fail_msg("another trace, or status %d: as-completed %s", program.status,
                         world_command(&world));
            program_free(&program);
        }
}

static int end(void **state)
{
    (void)state;
    worlds_end();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(worlds_script_tells_every_sequence_once),
        cmocka_unit_test(worlds_every_small_one_holds),
        cmocka_unit_test(worlds_random_ones_hold),
        cmocka_unit_test(worlds_commands_replay_them_event_for_event),
    };
    return cmocka_run_group_tests(tests, NULL, end);
}
