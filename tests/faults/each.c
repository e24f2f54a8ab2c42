/* each.c -- see each.h. */
#include "each.h"

#include <inttypes.h>

#include "../../harness/engine/memory.h"
#include "../support/check.h"
#include "../support/files.h"

struct each each;

void each_fail(const char *what)
{
    const struct faults *f = &faults;
    each.describe();
    print_error("; fault %u%s, %u: %s at %u\n", f->plan.first, f->plan.on ? " and on" : "",
                f->plan.second, f->failed ? f->kept[0].name : "none", f->kept[0].at);
    fail_msg("%s", what);
}

void each_run(struct faults_plan plan, void (*run)(void))
{
    faults_begin(plan);
    run();
    faults_end();
    each.runs++;
    each.failed += faults.failed;
}

void each_try_all(unsigned (*try)(struct faults_plan plan), bool pairs)
{
    unsigned met = try((struct faults_plan){0});
    CHECK(met > 0);
    each.places += met;
    for (unsigned k = 1; k <= met; k++) {
        unsigned behind = try((struct faults_plan){.first = k});
        try((struct faults_plan){.first = k, .on = true});
        for (unsigned m = k + 1; pairs && m <= behind; m++)
            try((struct faults_plan){.first = k, .second = m});
    }
}

static void each_count_handle(uv_handle_t *handle, void *count)
{
    (void)handle;
    ++*(unsigned *)count;
}

void each_check_nothing_is_left(uv_loop_t *uv, unsigned handles, uint64_t heap_bytes,
                                unsigned descriptors)
{
    unsigned left = 0;
    uv_walk(uv, each_count_handle, &left);
    CHECK(left == handles && !uv_loop_alive(uv));
    CHECK(ac_heap_bytes() == heap_bytes);
    CHECK(open_descriptors() == descriptors);
}

void each_print(const char *what)
{
    print_message("%s: %" PRIu64 " places counted, %" PRIu64
                  " runs with faults and without, %" PRIu64 " calls failed\n",
                  what, each.places, each.runs, each.failed);
    each.places = each.runs = each.failed = 0;
}
