/* spawn.c -- see spawn.h. */
#include "spawn.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <uv.h>

#include "process.h"
#include "signals.h"

#define KEPT_ERRORS 4096
#define TICK_MS     500
#define LOOK_MS     10
#define LOOKS       100 /* after so many looks it is killed */

static uv_loop_t loop;
static uv_async_t wake; /* wakes the loop from the signal handler */
static void (*on_tick)(void);
static const char *unfinished;
static int stdin_file = -1;

/* One command while it runs. */
struct child {
    uv_process_t process;
    uv_pipe_t pipes[2];
    uv_timer_t limit, tick;
    struct spawn_result *result;
    size_t errors_bytes; /* all bytes that it wrote to stderr */
    bool running;
    unsigned looks; /* looks since it was asked to stop; 0: it was not */
};
static struct child *current;

static void close_once(uv_handle_t *handle)
{
    if (!uv_is_closing(handle))
        uv_close(handle, NULL);
}

static void close_pipes(struct child *child)
{
    close_once((uv_handle_t *)&child->pipes[0]);
    close_once((uv_handle_t *)&child->pipes[1]);
}

/* True if the command has ended, and no process holds its pipes. */
static bool is_over(const struct child *child)
{
    return !child->running && uv_is_closing((const uv_handle_t *)&child->pipes[0]) &&
           uv_is_closing((const uv_handle_t *)&child->pipes[1]);
}

/* Ends the wait for a child that is over; one that is being stopped on_look() looks after. */
static void spawn_settle(struct child *child)
{
    if (!is_over(child))
        return;
    close_once((uv_handle_t *)&child->tick);
    if (!child->looks)
        close_once((uv_handle_t *)&child->limit);
}

/* Looks whether the whole group has ended. Kills it after LOOKS looks. */
static void on_look(uv_timer_t *timer)
{
    struct child *child = timer->data;
    bool gone = uv_kill(-child->process.pid, 0) != 0;
    if (!(gone && is_over(child)) && ++child->looks < LOOKS)
        return;
    if (!gone)
        uv_kill(-child->process.pid, SIGKILL);
    close_pipes(child); /* whoever left the group and holds them is not waited for */
    spawn_settle(child);
    if (!child->running)
        close_once((uv_handle_t *)timer);
}

/* Asks the group to end. Each process then has time to remove its unfinished files. */
static void stop_group(struct child *child)
{
    if (is_over(child) || child->looks)
        return;
    child->looks = 1;
    uv_kill(-child->process.pid, SIGTERM);
    uv_timer_start(&child->limit, on_look, LOOK_MS, LOOK_MS);
}

static void on_signal(void)
{
    uv_async_send(&wake);
}

static void on_wake(uv_async_t *handle)
{
    (void)handle;
    if (current)
        stop_group(current);
}

/* Looks for the end of the current command without taking it from libuv. */
static bool has_ended(void)
{
    siginfo_t ended = {.si_pid = 0};
    int flags = WEXITED | WNOHANG | WNOWAIT;
    return waitid(P_PID, (id_t)current->process.pid, &ended, flags) != 0 || ended.si_pid != 0;
}

/* Runs when this program ends: ends the current command first. */
static void stop_current(void)
{
    if (current && current->running) {
        uv_kill(-current->process.pid, SIGTERM);
        for (unsigned looks = 0; !has_ended() && looks < LOOKS; looks++)
            uv_sleep(LOOK_MS);
    }
    if (unfinished)
        unlink(unfinished);
}

void spawn_unfinished(const char *path)
{
    unfinished = path;
}

int spawn_open(void)
{
    atexit(stop_current);
    int error = ac_process_spare_descriptors(AC_LOOP_DESCRIPTORS);
    if (!error)
        error = uv_loop_init(&loop);
    if (!error)
        error = uv_async_init(&loop, &wake, on_wake);
    if (error)
        return error;
    uv_unref((uv_handle_t *)&wake);
    signals_catch(on_signal);
    return 0;
}

void spawn_on_tick(void (*tick)(void))
{
    on_tick = tick;
}

void spawn_stdin(int file)
{
    stdin_file = file;
}

static void on_alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer)
{
    static char bytes[65536]; /* one read at a time; its bytes are copied before the next read */
    (void)handle;
    (void)suggested;
    *buffer = uv_buf_init(bytes, sizeof bytes);
}

/* Keeps what there is room for; nobody is to fill the memory. */
static void spawn_keep(struct child *child, bool output, const char *bytes, size_t count)
{
    struct text *errors = &child->result->errors;
    size_t *all = output ? &child->result->output.length : &child->errors_bytes;
    child->result->flooded |= count > SPAWN_MOST_BYTES - *all;
    if (count > SPAWN_MOST_BYTES - *all)
        count = SPAWN_MOST_BYTES - *all;
    if (output)
        text_add_bytes(&child->result->output, bytes, count);
    else if (errors->length < KEPT_ERRORS)
        text_add_bytes(errors, bytes, count);
    child->errors_bytes += output ? 0 : count;
}

static void on_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *buffer)
{
    struct child *child = stream->data;
    if (count > 0)
        spawn_keep(child, stream == (uv_stream_t *)&child->pipes[0], buffer->base, (size_t)count);
    if (count < 0 || child->result->flooded)
        close_once((uv_handle_t *)stream);
    if (child->result->flooded)
        stop_group(child);
    spawn_settle(child);
}

static void on_exit_of_child(uv_process_t *process, int64_t status, int signal)
{
    struct child *child = process->data;
    child->running = false;
    child->result->status = status;
    child->result->signal = signal;
    close_once((uv_handle_t *)process);
    if (signal) /* processes that still hold its pipes are not waited for */
        close_pipes(child);
    spawn_settle(child);
}

static void on_limit(uv_timer_t *timer)
{
    struct child *child = timer->data;
    child->result->timed_out = true;
    stop_group(child);
}

static void on_timer_tick(uv_timer_t *timer)
{
    (void)timer;
    if (on_tick)
        on_tick();
}

static int spawn_start(struct child *child, const char *const argv[])
{
    uv_stdio_container_t stdio[3] = {{.flags = UV_IGNORE}};
    if (stdin_file >= 0) {
        stdio[0] = (uv_stdio_container_t){.flags = UV_INHERIT_FD, .data.fd = stdin_file};
        lseek(stdin_file, 0, SEEK_SET);
    }
    for (int i = 0; i < 2; i++) {
        uv_pipe_init(&loop, &child->pipes[i], 0);
        child->pipes[i].data = child;
        stdio[i + 1].flags = UV_CREATE_PIPE | UV_WRITABLE_PIPE;
        stdio[i + 1].data.stream = (uv_stream_t *)&child->pipes[i];
    }
    uv_process_options_t options = {.file = argv[0],
                                    .flags = UV_PROCESS_DETACHED,
                                    .stdio_count = 3,
                                    .stdio = stdio,
                                    .exit_cb = on_exit_of_child};
    size_t words = 0;
    while (argv[words])
        words++;
    options.args = text_resize(NULL, (words + 1) * sizeof *options.args);
    memcpy(options.args, argv, (words + 1) * sizeof *argv);
    child->process.data = child;
    int error = uv_spawn(&loop, &child->process, &options);
    free(options.args);
    return error;
}

static void spawn_watch(struct child *child, uint64_t timeout_ms)
{
    child->running = true;
    current = child;
    for (int i = 0; i < 2; i++)
        uv_read_start((uv_stream_t *)&child->pipes[i], on_alloc, on_read);
    uv_update_time(&loop);
    uv_timer_start(&child->limit, on_limit, timeout_ms, 0);
    if (on_tick)
        uv_timer_start(&child->tick, on_timer_tick, TICK_MS, TICK_MS);
}

bool spawn_run(const char *const argv[], uint64_t timeout_ms, struct spawn_result *result)
{
    *result = (struct spawn_result){0};
    if (signals_asked) {
        result->error = -EINTR;
        return false;
    }
    struct child child = {.result = result};
    uv_timer_init(&loop, &child.limit);
    uv_timer_init(&loop, &child.tick);
    child.limit.data = &child;
    result->error = spawn_start(&child, argv);
    if (result->error) {
        close_once((uv_handle_t *)&child.process);
        close_pipes(&child);
        close_once((uv_handle_t *)&child.limit);
        close_once((uv_handle_t *)&child.tick);
    } else {
        spawn_watch(&child, timeout_ms);
    }
    uv_run(&loop, UV_RUN_DEFAULT);
    current = NULL;
    if (signals_asked)
        result->error = -EINTR;
    return !result->error && !result->timed_out && !result->flooded && !result->signal &&
           result->status == 0;
}

void spawn_free(struct spawn_result *result)
{
    text_free(&result->output);
    text_free(&result->errors);
}

char *spawn_end(const struct spawn_result *result)
{
    if (result->error)
        return text_format("not started: %s", uv_strerror(result->error));
    if (result->timed_out)
        return text_copy("timed out");
    if (result->flooded)
        return text_format("printed over %zu MiB", SPAWN_MOST_BYTES >> 20);
    if (result->signal)
        return text_format("signal %d", result->signal);
    return text_format("%d", (int)result->status);
}
