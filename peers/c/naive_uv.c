/* naive_uv.c -- N sleeping tasks, at most LIMIT at once, as most would write it in plain C on libuv.
 *
 * callback: a uv_timer_t on the heap for each task in flight; the callback of one starts the next.
 * each: a uv_timer_t for each of the N tasks, no limit.
 * Timers: libuv's count whole milliseconds. The sleep is cut down to them, so that one below 1 ms is
 * none, and a timer may fire up to 1 ms early, as it counts from the loop's cached time.
 * In libuv 1.44 a timer of 0 ms started in a callback runs in the same turn, and closed ones are freed
 * at the end of it: with 1/i, all tasks below 1 ms are held until then.
 * Usage: naive_uv MODE TASKS LIMIT SLEEP TICK. Exit: 1 a wrong result, 2 wrong usage. */

#include <ctype.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#define MODES "callback, each"
#define MOST  UINT64_C(1000000000000000000)

struct task {
    uv_timer_t timer;
    uint64_t number;
};

static uv_loop_t *loop;
static uint64_t tasks, limit, sleep_ns, tick_ns; /* sleep_ns UINT64_MAX: task i sleeps 1/i s */
static uint64_t launched, in_flight, max_in_flight, finished;
static uint64_t done, sum, out_of_order, latest;

_Noreturn static void fail(int status, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("c-libuv: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    exit(status);
}

static uint64_t duration_ms(uint64_t number)
{
    uint64_t ns = sleep_ns == UINT64_MAX ? 1000000000 / number : sleep_ns;
    return (ns + tick_ns - 1) / tick_ns * tick_ns / 1000000;
}

static void take(uint64_t number, uint64_t place)
{
    done++;
    sum += number;
    if (place < latest)
        out_of_order++;
    else
        latest = place;
}

static void on_timer(uv_timer_t *timer);

static void launch(void)
{
    struct task *task = malloc(sizeof *task);
    if (!task)
        fail(1, "out of memory at task %" PRIu64, launched + 1);
    task->number = ++launched;
    if (++in_flight > max_in_flight)
        max_in_flight = in_flight;
    uv_timer_init(loop, &task->timer);
    uv_timer_start(&task->timer, on_timer, duration_ms(task->number), 0);
}

static void on_close(uv_handle_t *handle)
{
    free(handle);
}

static void on_timer(uv_timer_t *timer)
{
    struct task *task = (struct task *)timer;
    in_flight--;
    take(task->number, ++finished);
    uv_close((uv_handle_t *)timer, on_close);
    if (launched < tasks)
        launch();
}

static uint64_t whole(const char *what, const char *text, uint64_t least, uint64_t most)
{
    char *end = NULL;
    uint64_t number = isdigit((unsigned char)*text) ? strtoull(text, &end, 10) : 0;
    if (!end || *end || number < least || number > most)
        fail(2, "%s is '%s', allowed: %" PRIu64 "..%" PRIu64, what, text, least, most);
    return number;
}

static uint64_t peak_rss_bytes(void)
{
    uint64_t kb = 0;
    char line[256];
    FILE *status = fopen("/proc/self/status", "r");
    while (status && fgets(line, sizeof line, status))
        sscanf(line, "VmHWM: %" SCNu64, &kb);
    if (status)
        fclose(status);
    return kb * 1024;
}

static void check(const char *mode, int limited)
{
    if (done != tasks || sum != tasks * (tasks + 1) / 2)
        fail(1, "%s took %" PRIu64 " results of %" PRIu64 ", their sum is %" PRIu64, mode, done,
             tasks, sum);
    if (limited && limit && max_in_flight > limit)
        fail(1, "%s had %" PRIu64 " in flight, limit %" PRIu64, mode, max_in_flight, limit);
}

int main(int argc, char **argv)
{
    if (argc != 6)
        fail(2, "usage: naive_uv MODE TASKS LIMIT SLEEP TICK; MODE: " MODES);
    const char *mode = argv[1], *sleep = argv[4];
    int each = !strcmp(mode, "each");
    if (!each && strcmp(mode, "callback"))
        fail(2, "MODE is '%s', allowed: " MODES, mode);
    tasks = whole("TASKS", argv[2], 0, 100000000);
    limit = whole("LIMIT", argv[3], 0, MOST);
    sleep_ns = strcmp(sleep, "1/i") ? whole("SLEEP", sleep, 0, MOST) : UINT64_MAX;
    tick_ns = whole("TICK", argv[5], 1, MOST);
    int limited = !each;

    loop = uv_default_loop();
    uint64_t start_ns = uv_hrtime();
    while (launched < tasks && (each || !limit || launched < limit))
        launch();
    uv_run(loop, UV_RUN_DEFAULT);
    uint64_t wall_ns = uv_hrtime() - start_ns, peak = peak_rss_bytes();

    check(mode, limited);
    char shown[24] = "null";
    if (limited)
        snprintf(shown, sizeof shown, "%" PRIu64, limit);
    printf("peer\tmode\ttasks\tlimit\tsleep\ttick_ns\tdone\tsum\tmax_in_flight\tout_of_order\t"
           "wall_ns\tpeak_rss_bytes\n"
           "c-libuv\t%s\t%" PRIu64 "\t%s\t%s\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64
           "\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64 "\n",
           mode, tasks, shown, sleep, tick_ns, done, sum, max_in_flight, out_of_order, wall_ns,
           peak);
    if (fflush(stdout) || ferror(stdout))
        fail(1, "cannot write the row");
    return 0;
}
