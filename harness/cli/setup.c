/* setup.c -- see setup.h. */
#include "setup.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "../base/process.h"
#include "../base/units.h"
#include "../scenario/config.h"
#include "../workloads/cpu.h"
#include "../workloads/durations.h"
#include "command.h"

/* True if the text is the name of a file: its @ is missing. */
static bool is_file(const char *text)
{
    struct stat status;
    return *text != '@' && stat(text, &status) == 0 && !S_ISDIR(status.st_mode);
}

static int refuse_durations(const char *text, const struct ac_durations_problem *problem)
{
    if (is_file(text))
        complain(
            "--sleeps '%.2000s' %s, but there is a file of that name: must be @%.2000s, for what "
            "is in it",
            text, problem->fault, text);
    else
        complain("--sleeps: %s %llu '%s' %s: must be %s%s", *text == '@' ? "line" : "item",
                 (unsigned long long)problem->line, problem->text, problem->fault, problem->want,
                 *text == '@' ? "" : ", or @FILE for a file of them");
    return AC_EXIT_USAGE;
}

static int read_durations(struct ac_durations **durations, const struct ac_options *o)
{
    struct ac_durations_problem problem;
    struct ac_durations_wish wish = {
        .text = o->sleeps,
        .random_access = o->order != AC_FORWARD,
        .most = AC_GIVEN(o, tasks) && o->tasks != AC_ENDLESS ? o->tasks : AC_TASKS_MAX + 1,
        .interrupted = &signals_asked,
    };
    int error = ac_durations_open(durations, &wish, &problem);
    if (error == -EINVAL)
        return refuse_durations(o->sleeps, &problem);
    if (error == -ENOMEM)
        return complain("--sleeps: out of memory while holding %s tasks", AC_COUNT(problem.line));
    return error ? complain_about("--sleeps: cannot read", o->sleeps, error) : 0;
}

int ac_setup_complain(const struct ac_options *o, const char *what, const char *value, int error)
{
    if (error == -ESTALE)
        return complain("--sleeps %s: changed while it was read", o->sleeps);
    return complain_about(what, value, error);
}

/* Refuses an endless run whose sleeps are all 0: virtual time would stand still. */
static int check_cycle(const struct ac_sleeps *sleeps, const struct ac_options *o)
{
    bool still = o->virtual_clock && !o->every_ns;
    uint64_t duration_ns = 0;
    for (uint64_t i = 1; still && i <= sleeps->cycle; i++) {
        int error = ac_durations_get(sleeps->durations, (uint32_t)i, &duration_ns);
        if (error)
            return ac_setup_complain(o, "--sleeps: cannot read", o->sleeps, error);
        still = duration_ns == 0;
    }
    if (sleeps->cycle && !still)
        return 0;
    complain("--sleeps '%.200s' with -n endless: must have a duration%s", o->sleeps,
             still ? " above 0" : "");
    return AC_EXIT_USAGE;
}

static int open_durations(struct ac_sleeps *sleeps, const struct ac_options *o)
{
    int status = read_durations(&sleeps->durations, o);
    if (status)
        return status;
    uint64_t count = ac_durations_count(sleeps->durations);
    if (count > AC_TASKS_MAX) {
        complain("--sleeps '%.200s': has more than %s durations: give fewer, or -n TASKS",
                 o->sleeps, AC_COUNT(AC_TASKS_MAX));
        return AC_EXIT_USAGE;
    }
    if (AC_GIVEN(o, tasks) && o->tasks != AC_ENDLESS && o->tasks > count) {
        complain(
            "-n/--tasks '%llu': must be at most %llu, which is how many durations --sleeps has",
            (unsigned long long)o->tasks, (unsigned long long)count);
        return AC_EXIT_USAGE;
    }
    sleeps->cycle = count;
    if (o->tasks == AC_ENDLESS)
        return check_cycle(sleeps, o);
    if (!AC_GIVEN(o, tasks))
        sleeps->count = count;
    if (ac_durations_indexed(sleeps->durations) && o->format != AC_NONE)
        fprintf(stderr,
                "as-completed: an --order other than forward keeps the place of each line of %s in "
                "memory: %s\n",
                o->sleeps + 1, AC_BYTES(8 * count));
    return 0;
}

static int check_fail_tasks(const struct ac_sleeps *sleeps)
{
    for (unsigned i = 0; i < sleeps->fail_task_count; i++)
        if (sleeps->fail_tasks[i] > sleeps->count) {
            complain("--fail-task '%u': must be at most %llu, which is how many tasks there are",
                     (unsigned)sleeps->fail_tasks[i], (unsigned long long)sleeps->count);
            return AC_EXIT_USAGE;
        }
    return 0;
}

int ac_setup_sleeps(struct ac_sleeps *sleeps, const struct ac_options *o)
{
    *sleeps = ac_config_sleeps(o);
    int status = o->sleeps ? open_durations(sleeps, o) : 0;
    return status ? status : check_fail_tasks(sleeps);
}

int ac_setup_threads(const struct ac_options *o)
{
    if (ac_config_row(o) != &ac_workload_cpu)
        return 0;
    unsigned asked = ac_cpu_threads(o->threads), allowed = ac_process_spare_threads(asked);
    if (allowed == asked)
        return 0;
    return complain("%s '%u': the system allows only %u at once: give fewer",
                    o->threads || !getenv("UV_THREADPOOL_SIZE") ? "--threads"
                                                                : "UV_THREADPOOL_SIZE",
                    asked, allowed);
}

static struct ac_setup_loop
    *interruptible; /* the loop that a signal interrupts; NULL: none is open */

/* libuv waits again after a signal, so the handler also sends an event. */
static void on_signal(void)
{
    struct ac_setup_loop *setup = interruptible;
    setup->on_signal();
    if (!setup->is_virtual)
        uv_async_send(&setup->wake);
}

/* Once it was asked to stop, nothing shall wake a loop that waits: what blocks for too long is a write, which is between
 * two waits. */
static void before_wait(uv_prepare_t *before)
{
    (void)before;
    signals_hold_alarms(true);
}

static void after_wait(uv_check_t *after)
{
    (void)after;
    signals_hold_alarms(false);
}

static void on_wake(uv_async_t *wake)
{
    struct ac_setup_loop *setup = wake->data;
    signals_hold_alarms(false);
    uv_prepare_start(&setup->before_wait, before_wait);
    uv_check_start(&setup->after_wait, after_wait);
    uv_unref((uv_handle_t *)&setup->before_wait);
    uv_unref((uv_handle_t *)&setup->after_wait);
    if (setup->on_wake)
        setup->on_wake();
}

static void on_uv_tick(uv_timer_t *timer)
{
    struct ac_setup_loop *setup = timer->data;
    setup->on_tick();
}

static int watch(struct ac_setup_loop *setup)
{
    int error = uv_async_init(&setup->uv, &setup->wake, on_wake);
    setup->wake.data = setup;
    uv_prepare_init(&setup->uv, &setup->before_wait);
    uv_check_init(&setup->uv, &setup->after_wait);
    if (error || !setup->on_tick)
        return error;
    error = uv_timer_init(&setup->uv, &setup->tick);
    setup->tick.data = setup;
    return error ? error : uv_timer_start(&setup->tick, on_uv_tick, setup->tick_ms, setup->tick_ms);
}

static void close_handle(uv_handle_t *handle, void *unused)
{
    (void)unused;
    if (!uv_is_closing(handle))
        uv_close(handle, NULL);
}

static void close_uv(struct ac_setup_loop *setup)
{
    uv_walk(&setup->uv, close_handle, NULL);
    while (uv_run(&setup->uv, UV_RUN_DEFAULT))
        ;
    uv_loop_close(&setup->uv);
}

static struct ac_loop *open_real(struct ac_setup_loop *setup)
{
    int error = ac_process_spare_descriptors(AC_LOOP_DESCRIPTORS);
    if (!error)
        error = uv_loop_init(&setup->uv);
    if (!error) {
        error = watch(setup);
        if (!error)
            error = ac_loop_uv_init(&setup->real, &setup->uv);
        if (error)
            close_uv(setup);
    }
    if (error) {
        complain("cannot make an event loop: %s", uv_strerror(error));
        return NULL;
    }
    return &setup->real.loop;
}

struct ac_loop *ac_setup_loop_open(struct ac_setup_loop *setup, bool is_virtual,
                                   void (*on_signal_also)(void), void (*on_tick)(void),
                                   unsigned tick_ms)
{
    *setup = (struct ac_setup_loop){.is_virtual = is_virtual,
                                    .on_signal = on_signal_also,
                                    .on_tick = on_tick,
                                    .tick_ms = tick_ms};
    struct ac_loop *loop = &setup->virtual.loop;
    if (is_virtual)
        ac_loop_virtual_init(&setup->virtual);
    else
        loop = open_real(setup);
    interruptible = setup;
    if (loop)
        signals_catch(on_signal);
    return loop;
}

void ac_setup_loop_close(struct ac_setup_loop *setup)
{
    signals_catch(NULL);
    if (setup->is_virtual) {
        ac_loop_virtual_free(&setup->virtual);
    } else {
        if (setup->on_tick)
            uv_timer_stop(&setup->tick);
        ac_loop_uv_close(&setup->real);
        close_uv(setup);
    }
}
