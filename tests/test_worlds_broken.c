/* test_worlds_broken.c -- small worlds find what is wrong: each strategy of tests/broken/, in the fewest
 * tasks that show its mistake, by a command that shows it again.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "broken/broken.h"
#include "support/check.h"
#include "worlds/command.h"
#include "worlds/draw.h"
#include "worlds/every.h"
#include "worlds/replay.h"
#include "worlds/shrink.h"

enum { DRAWS = 20000 };

/* A random world that fails: in a way that the referee sees, if there is one. */
static void find(const struct ac_strategy *strategy, struct world *world,
                 struct world_outcome *outcome)
{
    struct world other;
    struct world_outcome came;
    struct random_draws draws = {1};
    outcome->fault = NULL;
    for (int i = 0; i < DRAWS && !(outcome->fault && outcome->breach); i++) {
        world_draw(&other, strategy, &draws);
        world_run_virtual(&other, &came);
        if (came.fault && (!outcome->fault || came.breach)) {
            *world = other;
            *outcome = came;
        }
    }
    if (!outcome->fault)
        fail_msg("%s: not found in %d worlds", strategy->name, DRAWS);
}

/* The command shows the same breach to everybody; a mistake that the referee does not see is at least
 * one run that ends. */
static void check_command(const struct world *world, const struct world_outcome *outcome)
{
    char wanted[64];
    struct program program = world_replay(world, "");
    snprintf(wanted, sizeof wanted, "breach of '%s'", outcome->fault);
    PROGRAM_CHECK(program, program.status == 0 || program.status == 1);
    if (outcome->breach && world_is_command(world))
        PROGRAM_CHECK(program, program.status == 1 && strstr(program.errors, wanted));
    program_free(&program);
}

/* Nothing of a shrunk world can be left out: neither its last task, nor a slot. */
static void check_smallest(const struct world *world, const struct world_outcome *outcome)
{
    struct world smaller = *world;
    struct world_outcome without;
    assert_false(world->endless); /* none of the mistakes needs that */
    smaller.count -= smaller.count > 0;
    world_run_virtual(&smaller, &without);
    assert_true(!world->count || !without.fault || strcmp(without.fault, outcome->fault) != 0);
    smaller = *world;
    smaller.limit -= smaller.limit > 1;
    world_run_virtual(&smaller, &without);
    assert_true(world->limit == 1 || !without.fault || strcmp(without.fault, outcome->fault) != 0);
}

/* Whether the mistake shows in a world that is among all small ones: four tasks, two slots. */
static bool is_small(const struct world *w)
{
    return world_is_command(w) && !w->timeout_ms && w->count <= 4 && w->limit <= 2 &&
           w->queue <= w->limit && !w->task_timeout_ms && !w->errors_allowed && !w->for_ms &&
           !w->every_ms && !w->adds && !w->ordered && !w->window && !w->poll_interval_ms &&
           !w->change_count && !w->consume_ms;
}

static void check_small(const struct ac_strategy *strategy)
{
    struct every every = {.most_tasks = 4, .most_limit = 2, .most_tasks_busy = 4};
    struct world world;
    struct world_outcome outcome, again;
    if (every_world(&every, strategy, &world, &outcome))
        fail_msg("%s: every small world holds", strategy->name);
    world_run_virtual(&world, &again); /* what a script finds, the virtual clock shows */
    assert_non_null(again.fault);
    assert_string_equal(again.fault, outcome.fault);
}

static void worlds_find_and_shrink_each_broken_strategy(void **state)
{
    (void)state;
    uint32_t found = 0, most_tasks = 0;
    for (size_t i = 0; broken_strategies[i].strategy; i++) {
        const struct ac_strategy *strategy = broken_strategies[i].strategy;
        if (under_valgrind() && i % 5) /* it takes seconds for each */
            continue;
        struct world world;
        struct world_outcome outcome;
        find(strategy, &world, &outcome);
        world_shrink(&world, &outcome);
        check_smallest(&world, &outcome);
        char *complaint = world_complaint(&world, &outcome), *command = world_command(&world);
        printf("%u tasks: %s\n         as-completed %s\n", world.count, complaint, command);
        free(complaint);
        free(command);
        check_command(&world, &outcome);
        if (is_small(&world))
            check_small(strategy);
        most_tasks = world.count > most_tasks ? world.count : most_tasks;
        found++;
    }
    printf("# %u broken strategies found, in worlds of at most %u tasks\n", found, most_tasks);
}

static int begin(void **state)
{
    (void)state;
    const char *path = getenv("AS_COMPLETED_BROKEN");
    return setenv("AS_COMPLETED", path ? path : "build/tests/as-completed-broken", 1);
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
        cmocka_unit_test(worlds_find_and_shrink_each_broken_strategy),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
