/* test_faults_check.c -- the battery without memory: each allocation of its first runs fails, and some of each later one. It
 * then says that there was no memory, blames no strategy, and leaves nothing behind.
 */
#include <errno.h>
#include <string.h>

#include "../harness/engine/memory.h"
#include "../harness/grade/check.h"
#include "../strategies/strategies.h"
#include "broken/broken.h"
#include "faults/each.h"
#include "support/check.h"

enum { EACH_TO = 100, STEP = 89 };

static struct {
    const struct ac_strategy *strategy;
    char why[256];
    int error;
} scene;

static void describe(void)
{
    print_error("%s: %s", scene.strategy->name, scene.why);
}

static void run_battery(void)
{
    scene.error = ac_check_strategy(scene.strategy, scene.why, sizeof scene.why);
}

static unsigned try(struct faults_plan plan)
{
    uint64_t heap_bytes = ac_heap_bytes();
    each_run(plan, run_battery);
    if (faults.failed) {
        CHECK(scene.error == -ENOMEM);
        CHECK(!strcmp(scene.why, "out of memory"));
    }
    CHECK(ac_heap_bytes() == heap_bytes);
    return faults.met;
}

static void check_strategy_without_memory_blames_nobody(void **state)
{
    (void)state;
    each.describe = describe;
    unsigned step = STEP * (under_instruments() ? 20 : 1);
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++) {
        scene.strategy = *s;
        unsigned met = try((struct faults_plan){0});
        CHECK(scene.error == 0 && met > EACH_TO);
        each.places += met;
        for (unsigned k = 1; k <= met; k += k < EACH_TO ? 1 : step)
            try((struct faults_plan){.first = k});
    }
    each_print("the battery");
}

/* Its fault may come first. */
static void check_strategy_without_memory_blames_no_broken_one(void **state)
{
    (void)state;
    each.describe = describe;
    scene.strategy = broken_strategies->strategy;
    unsigned met = try((struct faults_plan){0});
    CHECK(scene.error == -EPROTO);
    for (unsigned k = 1; k <= met; k++)
        try((struct faults_plan){.first = k, .on = true});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(check_strategy_without_memory_blames_nobody),
        cmocka_unit_test(check_strategy_without_memory_blames_no_broken_one),
    };
    return cmocka_run_group_tests_name("faults_check", tests, NULL, NULL);
}
