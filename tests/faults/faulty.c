/* faulty.c -- see faulty.h. */
#include "faulty.h"

#include <errno.h>

#include "../../harness/loops/attach.h"
#include "../../harness/loops/loops.h"
#include "../../harness/workloads/arrivals.h"
#include "each.h"

enum { FAULTY_TURNS = 1000000 };

struct faulty faulty;
static struct ac_arrivals arrivals;
static struct ac_run *attached;

/* Asked to end, tasks do so at once, later, or as if nobody had asked. */
void faulty_plan(void)
{
    bool fails = mode_fails(faulty.mode);
    work_init(&faulty.work, faulty.count);
    if (faulty.mode == RETRIES)
        work_let_come_back(&faulty.work);
    for (uint32_t i = 1; i <= faulty.count + FAULTY_BACK; i++)
        faulty.work.plans[i] = (struct work_plan){
            .start = i == 4            ? AC_DONE
                     : fails && i == 3 ? -EMFILE
                                       : AC_STARTED,
            .end_ms = faulty.mode == TIMEOUTS ? 9 : 1 + i % 3,
            .error = fails && i == 2 ? -EIO : 0,
            .cancel = (enum work_cancel)(i % 3),
            .cancel_ms = 2,
            .cancel_error = -ECANCELED,
            .again = i <= FAULTY_BACK && i <= faulty.count,
        };
}

void faulty_on_idle(uv_idle_t *handle)
{
    (void)handle;
    CHECK(++faulty.result.turns < FAULTY_TURNS);
    for (uint32_t i = 1; i <= faulty.work.pulled; i++)
        if (work_is_in_flight(&faulty.work, i) &&
            (faulty.mode != TIMEOUTS || faulty.work.tasks[i].asked)) {
            work_end_as_planned(&faulty.work, i);
            return;
        }
}

static struct ac_config config_of_scene(struct ac_loop *loop)
{
    ac_arrivals_init(&arrivals, &faulty.work.workload, 1, 0);
    struct ac_config config = {
        .size = sizeof(struct ac_config),
        .strategy = faulty.strategy,
        .workload = faulty.mode == DATED ? &arrivals.workload : &faulty.work.workload,
        .loop = loop,
        .limit = 2,
        .queue = 2,
        .trace = accounts_note,
        .trace_context = &faulty.result.accounts,
    };
    mode_set(&config, faulty.mode, faulty.way == OWN_CLOCK ? 3 * WORK_MS : 1000);
    return config;
}

static bool leaves_now(void)
{
    return mode_leaves(faulty.mode) && faulty.result.taken == (faulty.count + 1) / 2;
}

static void take_all(struct ac_loop *loop)
{
    struct ac_config config = config_of_scene(loop);
    struct ac_run *run;
    faulty.result.error = ac_open(&run, &config);
    if (faulty.result.error)
        return;
    faulty.result.opened = true;
    mode_set_run(run, faulty.mode);
    for (const struct ac_task *task; !leaves_now() && (task = ac_next(run)); faulty.result.taken++)
        work_taken(&faulty.work, task);
    ac_end(run, faulty.mode == DRAINS);
    faulty.result.error = ac_error(run);
    faulty.result.counts = *ac_counts(run);
    ac_close(run);
}

static void take_all_under_next(void)
{
    struct ac_loop *loop;
    faulty.result.error = ac_loop_open_uv(&loop, &faulty.uv, NULL);
    if (faulty.result.error)
        return;
    take_all(loop);
    ac_loop_close(loop);
}

static void on_detached(struct ac_run *run)
{
    CHECK(run == attached);
    faulty.result.detached++;
    faulty.result.error = ac_error(run);
    faulty.result.counts = *ac_counts(run);
    uv_idle_stop(&faulty.idle);
}

static void on_ready(struct ac_run *run)
{
    for (const struct ac_task *task; (task = ac_try(run));) {
        faulty.result.taken++;
        work_taken(&faulty.work, task);
        if (leaves_now()) {
            ac_detach(run, faulty.mode == DRAINS, on_detached);
            return;
        }
    }
    if (ac_over(run))
        ac_detach(run, false, on_detached);
}

static void on_result(struct ac_run *run, const struct ac_task *task)
{
    faulty.result.taken++;
    work_taken(&faulty.work, task);
    if (leaves_now())
        ac_detach(run, faulty.mode == DRAINS, on_detached);
}

static void attach(void)
{
    struct ac_config config = config_of_scene(NULL);
    faulty.result.error =
        faulty.way == PUSHED
            ? ac_attach_push(&attached, &faulty.uv, &config, on_result, on_detached)
            : ac_attach(&attached, &faulty.uv, &config, on_ready);
    faulty.result.opened = !faulty.result.error;
    if (faulty.result.opened)
        mode_set_run(attached, faulty.mode);
    if (faulty.result.opened)
        uv_run(&faulty.uv, UV_RUN_DEFAULT);
    CHECK(faulty.result.detached == faulty.result.opened);
}

void faulty_run(void)
{
    if (faulty.way == OWN_CLOCK)
        take_all(&faulty.work.loop);
    else if (faulty.way == UNDER_NEXT)
        take_all_under_next();
    else
        attach();
}
