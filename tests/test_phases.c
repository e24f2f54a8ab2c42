/* test_phases.c -- docs/api.md says of each call what it does in each phase of a run. Where it says "-" or NULL, the call
 * does nothing: no count changes, nothing is traced, and the run is as much over, and failed, as before.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "../harness/loops/attach.h"
#include "../harness/loops/loops.h"
#include "support/check.h"
#include "support/files.h"

/* In the order of the table's columns. */
enum phase { OPENED, RUNNING, STOPPING, ENDED, FAILED, INSIDE, DETACHING, PHASES };
static const char *const phases[] = {
    "before the first take", "running",          "stopping", "ended", "failed",
    "inside a callback",     "after `ac_detach`"};

enum { TASKS = 9, LIMIT = 3, LEAST_CELLS = 25 };

typedef struct ac_task *phases_call(struct ac_run *run);

/* The run of a cell. */
static struct {
    struct ac_run *run;
    struct ac_task *started[TASKS];
    unsigned starts, events;
    phases_call *call; /* to be made, or NULL */
    const char *name, *phase;
} cell;

/* --- the calls --- */

#define CALL(name, does)                                   \
    static struct ac_task *call_##name(struct ac_run *run) \
    {                                                      \
        return does;                                       \
    }

CALL(try, ac_try(run))
CALL(next, ac_next(run))
CALL(next_before, ac_next_before(run, 0))
CALL(pass, (ac_pass(run, 1), NULL))
CALL(turn, (ac_turn(run), NULL))
CALL(set_limit, (ac_set_limit(run, LIMIT + 2), NULL))
CALL(more, (ac_more(run), NULL))
CALL(stop, (ac_stop(run, true), NULL))
CALL(end, (ac_end(run, false), NULL))
CALL(interrupt, (ac_interrupt(run), NULL))
CALL(detach, (ac_detach(run, false, NULL), NULL))
CALL(close, (ac_close(run), NULL))

static const struct {
    const char *name;
    phases_call *call;
} calls[] = {
    {"ac_try", call_try},
    {"ac_next", call_next},
    {"ac_next_before", call_next_before},
    {"ac_pass", call_pass},
    {"ac_turn", call_turn},
    {"ac_set_limit", call_set_limit},
    {"ac_more", call_more},
    {"ac_stop", call_stop},
    {"ac_end", call_end},
    {"ac_interrupt", call_interrupt},
    {"ac_detach", call_detach},
    {"ac_close", call_close},
};

/* Makes the call, which must do nothing. */
static void check_nothing(void)
{
    struct ac_counts before = *ac_counts(cell.run);
    unsigned events = cell.events;
    bool over = ac_over(cell.run);
    int error = ac_error(cell.run);
    phases_call *call = cell.call;
    cell.call = NULL;
    bool gave = call(cell.run) != NULL;
    bool counted = memcmp(&before, ac_counts(cell.run), sizeof before) != 0;
    bool ended = over != ac_over(cell.run) || error != ac_error(cell.run);
    if (gave || counted || ended || events != cell.events)
        fail_msg("%s, %s: it does something", cell.name, cell.phase);
}

/* --- the run: TASKS tasks, which end when they are told to --- */

static int phases_next(struct ac_workload *workload, struct ac_item *item)
{
    item->number = (uint32_t)ac_counts(workload->run)->pulled + 1;
    return item->number <= TASKS ? AC_SUPPLY_TASK : AC_SUPPLY_END;
}

static int phases_start(struct ac_workload *workload, struct ac_task *task)
{
    (void)workload;
    if (cell.call)
        check_nothing();
    cell.started[cell.starts++] = task;
    return AC_STARTED;
}

static void phases_cancel(struct ac_workload *workload, struct ac_task *task)
{
    ac_done(workload->run, task, -ECANCELED);
}

static void phases_trace(void *context, uint64_t now_ns, enum ac_event event, uint32_t number)
{
    (void)context;
    (void)now_ns;
    (void)event;
    (void)number;
    cell.events++;
}

static void phases_ready(struct ac_run *run)
{
    assert_null(ac_try(run));
}

static struct ac_config config_of(struct ac_workload *workload)
{
    *workload = (struct ac_workload){.size = sizeof *workload,
                                     .count = TASKS,
                                     .next = phases_next,
                                     .start = phases_start,
                                     .cancel = phases_cancel};
    return (struct ac_config){.size = sizeof(struct ac_config),
                              .strategy = ac_strategy_named("callback"),
                              .workload = workload,
                              .limit = LIMIT,
                              .queue = LIMIT,
                              .trace = phases_trace};
}

static void bring_to(enum phase phase)
{
    if (phase != OPENED)
        ac_try(cell.run);
    if (phase == STOPPING)
        ac_stop(cell.run, false);
    if (phase == ENDED)
        ac_end(cell.run, false);
    if (phase == FAILED)
        ac_fail(cell.run, -EIO);
}

/* The call in a run that is turned by its calls. */
static void check_alone(enum phase phase, phases_call *call)
{
    struct ac_workload workload;
    struct ac_config config = config_of(&workload);
    assert_int_equal(ac_loop_open_virtual(&config.loop, NULL), 0);
    assert_int_equal(ac_open(&cell.run, &config), 0);
    if (phase == INSIDE)
        cell.call = call;
    bring_to(phase);
    if (phase != INSIDE) {
        cell.call = call;
        check_nothing();
    }
    ac_close(cell.run);
    ac_loop_close(config.loop);
}

/* The call in a run that is detached, and drains. */
static void check_detaching(phases_call *call)
{
    uv_loop_t uv;
    struct ac_workload workload;
    struct ac_config config = config_of(&workload);
    assert_int_equal(uv_loop_init(&uv), 0);
    assert_int_equal(ac_attach(&cell.run, &uv, &config, phases_ready), 0);
    uv_run(&uv, UV_RUN_NOWAIT);
    assert_int_equal(cell.starts, LIMIT);
    ac_detach(cell.run, true, NULL);
    cell.call = call;
    check_nothing();
    for (unsigned i = 0; i < LIMIT; i++)
        ac_done(cell.run, cell.started[i], 0);
    uv_run(&uv, UV_RUN_DEFAULT);
    assert_int_equal(uv_loop_close(&uv), 0);
}

/* --- the table --- */

/* The text of a cell of a row, from 0 on. The caller frees; NULL: the row has no more. */
static char *cell_of(const char *row, unsigned number)
{
    const char *end = row + strcspn(row, "\n");
    for (row += 2; number && row < end; number--) {
        const char *bar = memmem(row, (size_t)(end - row), " | ", 3);
        row = bar ? bar + 3 : end;
    }
    const char *stop = row < end ? memmem(row, (size_t)(end - row), " |", 2) : NULL;
    return stop ? strndup(row, (size_t)(stop - row)) : NULL;
}

static bool names(const char *first, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = first; (at = strstr(at, name)); at += length)
        if (at[-1] == '`' && at[length] == '`')
            return true;
    return false;
}

static void check_cell(const char *first, enum phase phase)
{
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        if (!names(first, calls[i].name))
            continue;
        memset(&cell, 0, sizeof cell);
        cell.name = calls[i].name;
        cell.phase = phases[phase];
        if (phase == DETACHING)
            check_detaching(calls[i].call);
        else
            check_alone(phase, calls[i].call);
    }
}

static unsigned check_row(const char *row)
{
    unsigned cells = 0;
    char *first = cell_of(row, 0);
    for (unsigned phase = 0; phase < PHASES; phase++) {
        char *text = cell_of(row, phase + 1);
        assert_non_null(text);
        if (strcmp(text, "-") == 0 || strcmp(text, "NULL") == 0) {
            check_cell(first, (enum phase)phase);
            cells++;
        }
        free(text);
    }
    free(first);
    return cells;
}

static void phases_in_which_a_call_does_nothing_are_those_of_the_table(void **state)
{
    (void)state;
    char *page = file_read("docs/api.md", NULL);
    assert_non_null(page);
    const char *row = strstr(page, "| call | before the first take |");
    assert_non_null(row);
    for (unsigned phase = 0; phase < PHASES; phase++) {
        char *title = cell_of(row, phase + 1);
        assert_string_equal(title, phases[phase]);
        free(title);
    }
    unsigned cells = 0;
    for (row = strchr(strchr(row, '\n') + 1, '\n') + 1; *row == '|'; row = strchr(row, '\n') + 1)
        cells += check_row(row);
    assert_true(cells >= LEAST_CELLS);
    free(page);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(phases_in_which_a_call_does_nothing_are_those_of_the_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
