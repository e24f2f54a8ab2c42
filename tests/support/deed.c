/* deed.c -- see deed.h. */
#include "deed.h"

#include <errno.h>
#include <string.h>

#include "../../harness/engine/memory.h"
#include "check.h"

struct deed deed;

static void deed_called_from(unsigned place, uint32_t number)
{
    if (!deed.act || place != deed.place || ++deed.calls != deed.after)
        return;
    deed.number = number;
    deed.act();
}

static void deed_on_call(struct work *work, enum work_call call, uint32_t number)
{
    (void)work;
    deed_called_from(call, number);
}

static void deed_on_event(void *context, uint64_t now_ns, enum ac_event event, uint32_t number)
{
    (void)context;
    (void)now_ns;
    deed_called_from(DEED_EVENT + event, number);
}

void deed_prepare(const struct ac_strategy *strategy)
{
    memset(&deed, 0, sizeof deed);
    deed.heap_bytes = ac_heap_bytes();
    work_init(&deed.work, DEED_TASKS);
    deed.work.hook = deed_on_call;
    for (uint32_t i = 1; i <= DEED_TASKS; i++)
        deed.work.plans[i].end_ms = i;
    deed.config = (struct ac_config){.size = sizeof(struct ac_config),
                                     .strategy = strategy,
                                     .workload = &deed.work.workload,
                                     .loop = &deed.work.loop,
                                     .limit = DEED_LIMIT,
                                     .queue = 2,
                                     .trace = deed_on_event};
}

void deed_prepare_attempt(const struct ac_strategy *strategy)
{
    deed_prepare(strategy);
    work_let_come_back(&deed.work);
    deed.work.plans[1].again = true;
    deed.work.plans[DEED_BACK].end_ms = 1;
}

void deed_open(void)
{
    assert_int_equal(ac_open(&deed.run, &deed.config), 0);
}

void deed_prepare_at(const struct ac_strategy *strategy, void (*act)(void), unsigned place,
                     unsigned after)
{
    deed_prepare(strategy);
    deed.act = act;
    deed.place = place;
    deed.after = after;
    deed_open();
}

void deed_prepare_in_flight(const struct ac_strategy *strategy)
{
    deed_prepare(strategy);
    deed_open();
    assert_null(ac_try(deed.run));
    assert_int_equal(deed_task(1)->stage, AC_IN_FLIGHT);
}

struct engine *deed_engine(void)
{
    return engine_of(deed.run);
}

struct ac_task *deed_task(uint32_t number)
{
    for (uint64_t i = 0; i < deed_engine()->pool.fresh; i++)
        if (ac_pool_at(&deed_engine()->pool, i)->number == number)
            return ac_pool_at(&deed_engine()->pool, i);
    fail_msg("there is no task %u", number);
    return NULL;
}

void deed_take_all(void)
{
    while (ac_next(deed.run))
        ;
}

void deed_check_breach(enum ac_rule rule, uint32_t number)
{
    assert_string_equal(ac_rule_name(ac_breach(deed.run)->rule), ac_rule_name(rule));
    assert_int_equal(ac_error(deed.run), -EPROTO);
    assert_int_equal(ac_breach(deed.run)->task, number);
    assert_false(ac_complete(deed.run));
}

void deed_check_sound(void)
{
    assert_int_equal(ac_breach(deed.run)->rule, AC_RULE_NONE);
    assert_int_equal(ac_error(deed.run), 0);
    assert_true(ac_complete(deed.run));
    assert_null(deed.work.fault);
}

void deed_close(void)
{
    deed.act = NULL;
    ac_end(deed.run, false);
    const struct ac_counts *c = ac_counts(deed.run);
    assert_int_equal(c->waiting + c->in_flight + c->cancelling, 0);
    assert_int_equal(c->pulled, c->launched + c->dropped);
    assert_int_equal(c->launched, c->finished + c->cancelled + c->retried);
    ac_close(deed.run);
    assert_int_equal(deed.work.released, deed.work.pulled);
    assert_int_equal(ac_heap_bytes(), deed.heap_bytes);
}
