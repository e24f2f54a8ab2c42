/* job.c -- see job.h. */
#include "job.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "../engine/memory.h"

int ac_jobs_open(struct ac_jobs *jobs)
{
    jobs->spool = (struct ac_spool){.file = -1};
    jobs->unused = jobs->first = NULL;
    jobs->alive = 0;
    ac_limits_raise(&jobs->limits);
    jobs->stdin_file = open("/dev/null", O_RDONLY | O_CLOEXEC);
    return jobs->stdin_file < 0 ? -errno : 0;
}

void ac_jobs_close(struct ac_jobs *jobs)
{
    while (jobs->alive)
        uv_run(jobs->uv, UV_RUN_ONCE);
    while (jobs->unused) {
        struct ac_job *job = jobs->unused;
        jobs->unused = job->next;
        ac_free(job);
    }
    ac_spool_close(&jobs->spool);
    close(jobs->stdin_file);
}

/* --- its memory --- */

static struct ac_job *job_get(struct ac_jobs *jobs)
{
    struct ac_job *job = jobs->unused;
    if (job)
        jobs->unused = job->next;
    else
        job = ac_malloc(sizeof *job);
    if (job) {
        *job = (struct ac_job){.jobs = jobs};
        jobs->alive++;
    }
    return job;
}

/* Keeps the memory for another job, once neither the caller nor the loop has it. */
static void job_put(struct ac_job *job)
{
    struct ac_jobs *jobs = job->jobs;
    if (!job->freed || job->handles)
        return;
    job->next = jobs->unused;
    jobs->unused = job;
    jobs->alive--;
}

/* Among the jobs that have not ended. */
static void job_list(struct ac_job *job)
{
    struct ac_jobs *jobs = job->jobs;
    job->after = jobs->first;
    if (job->after)
        job->after->before = job;
    jobs->first = job;
}

static void job_unlist(struct ac_job *job)
{
    if (job->after)
        job->after->before = job->before;
    if (job->before)
        job->before->after = job->after;
    else
        job->jobs->first = job->after;
}

static void job_on_closed(uv_handle_t *handle)
{
    struct ac_job *job = handle->data;
    job->handles--;
    job_put(job);
}

static void job_hold(struct ac_job *job, uv_handle_t *handle)
{
    handle->data = job;
    job->handles++;
}

static void job_close(uv_handle_t *handle)
{
    if (!uv_is_closing(handle))
        uv_close(handle, job_on_closed);
}

/* --- its end --- */

static void job_look(struct ac_job *job);

static void job_close_pipe(struct ac_job *job, int i)
{
    if (!job->open[i])
        return;
    job->open[i] = false;
    job_close((uv_handle_t *)&job->pipes[i]);
}

static void job_kill(const struct ac_job *job, int number)
{
    kill(-job->process.pid, number); /* its group; it may be gone */
}

static void job_keep(struct ac_job *job, int i, const char *bytes, size_t count)
{
    if (!job->error)
        job->error = ac_spool_add(&job->jobs->spool, &job->printed[i], bytes, count);
}

/* Reads what lies in a pipe: a loop that was busy during the grace has not. A process that writes on and
 * on is not followed: what the job itself has printed lies there. Whether the pipe is at its end. */
static bool job_drain(struct ac_job *job, int i)
{
    char *buffer = job->jobs->buffer;
    int descriptor, ready = 0;
    ssize_t got = 1;
    uv_fileno((uv_handle_t *)&job->pipes[i], &descriptor);
    ioctl(descriptor, FIONREAD, &ready);
    for (ssize_t left = ready; got > 0 && left >= 0; left -= got) {
        got = read(descriptor, buffer, sizeof job->jobs->buffer);
        if (got > 0)
            job_keep(job, i, buffer, (size_t)got);
    }
    if (got < 0 && errno != EAGAIN && !job->error)
        job->error = -errno;
    return got == 0;
}

/* A grace is over: of a job that was asked to end, or of pipes that outlive it. */
static void job_on_timer(uv_timer_t *timer)
{
    struct ac_job *job = timer->data;
    if (job->asked && !job->killed) {
        job->killed = true;
        job_kill(job, SIGKILL);
        job_look(job);
        return;
    }
    if (!job->exited)
        return; /* the exit is to come */
    for (int i = 0; i < AC_JOB_PIPES; i++) {
        job->held |= job->open[i] && !job_drain(job, i);
        job_close_pipe(job, i);
    }
    job_look(job);
}

/* It was asked to end, and others of its group have not ended yet. */
static bool job_has_group(const struct ac_job *job)
{
    return job->asked && !job->killed && kill(-job->process.pid, 0) == 0;
}

/* Whether it has ended; then tells so. */
static void job_look(struct ac_job *job)
{
    if (!job->exited || job->ended)
        return;
    if (job->open[0] || job->open[1] || job_has_group(job)) {
        if (!uv_is_active((uv_handle_t *)&job->timer))
            uv_timer_start(&job->timer, job_on_timer, job->jobs->pipe_grace_ms, 0);
        return;
    }
    job->ended = true;
    job_unlist(job);
    job->end_ns = uv_hrtime();
    job_close((uv_handle_t *)&job->timer);
    if (!job->freed)
        job->jobs->ended(job);
}

static void job_on_exit(uv_process_t *process, int64_t exit_status, int term_signal)
{
    struct ac_job *job = process->data;
    job->exited = true;
    job->exit_status = (uint64_t)exit_status;
    job->signal = term_signal;
    job_close((uv_handle_t *)process);
    job_look(job);
}

void ac_job_end(struct ac_job *job)
{
    if (job->ended || job->asked)
        return;
    job->asked = true;
    job_kill(job, SIGTERM);
    uv_timer_start(&job->timer, job_on_timer, job->jobs->grace_ms, 0);
}

void ac_job_free(struct ac_job *job)
{
    if (!job->ended)
        job_kill(job, SIGKILL);
    for (int i = 0; i < AC_JOB_PIPES; i++)
        ac_spool_free(&job->jobs->spool, &job->printed[i]);
    job->freed = true;
    job_put(job);
}

/* --- what it prints --- */

static void job_on_room(uv_handle_t *handle, size_t wanted, uv_buf_t *buffer)
{
    struct ac_job *job = handle->data;
    (void)wanted;
    *buffer = uv_buf_init(job->jobs->buffer, sizeof job->jobs->buffer);
}

/* What cannot be kept is read all the same: the job would wait for ever. */
static void job_on_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *buffer)
{
    struct ac_job *job = stream->data;
    int i = stream == (uv_stream_t *)&job->pipes[1];
    if (count > 0)
        job_keep(job, i, buffer->base, (size_t)count);
    if (count >= 0)
        return;
    if (count != UV_EOF && !job->error)
        job->error = (int)count;
    job_close_pipe(job, i);
    job_look(job);
}

static void job_read(struct ac_job *job)
{
    for (int i = 0; i < AC_JOB_PIPES; i++) {
        int error = uv_read_start((uv_stream_t *)&job->pipes[i], job_on_room, job_on_read);
        if (error && !job->error)
            job->error = error;
        if (error)
            job_close_pipe(job, i);
    }
}

/* --- its start --- */

static int job_open_pipe(struct ac_job *job, int i, int *child_end)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC))
        return -errno;
    *child_end = ends[1];
    uv_pipe_init(job->jobs->uv, &job->pipes[i], 0);
    job_hold(job, (uv_handle_t *)&job->pipes[i]);
    job->open[i] = true;
    int error = uv_pipe_open(&job->pipes[i], ends[0]);
    if (error)
        close(ends[0]);
    return error;
}

static int job_spawn(struct ac_job *job, char **words, char **environment, const int *child_ends)
{
    uv_stdio_container_t stdio[1 + AC_JOB_PIPES] = {
        {.flags = UV_INHERIT_FD, .data.fd = job->jobs->stdin_file},
        {.flags = UV_INHERIT_FD, .data.fd = child_ends[0]},
        {.flags = UV_INHERIT_FD, .data.fd = child_ends[1]},
    };
    uv_process_options_t options = {
        .exit_cb = job_on_exit,
        .file = words[0],
        .args = words,
        .env = environment,
        .flags = UV_PROCESS_DETACHED, /* a session, and so a group, of its own */
        .stdio_count = 1 + AC_JOB_PIPES,
        .stdio = stdio,
    };
    job_hold(job, (uv_handle_t *)&job->process); /* to be closed also where it fails */
    return uv_spawn(job->jobs->uv, &job->process, &options);
}

int ac_job_start(struct ac_jobs *jobs, char **words, char **environment, void *data,
                 struct ac_job **started)
{
    int child_ends[AC_JOB_PIPES] = {-1, -1};
    struct ac_job *job = job_get(jobs);
    if (!job)
        return -ENOMEM;
    job->data = data;
    uv_timer_init(jobs->uv, &job->timer);
    job_hold(job, (uv_handle_t *)&job->timer);
    int error = 0;
    for (int i = 0; i < AC_JOB_PIPES && !error; i++)
        error = job_open_pipe(job, i, &child_ends[i]);
    job->start_ns = uv_hrtime();
    bool spawned = !error;
    if (!error)
        error = job_spawn(job, words, environment, child_ends);
    for (int i = 0; i < AC_JOB_PIPES; i++)
        if (child_ends[i] >= 0)
            close(child_ends[i]);
    if (!error) {
        ac_limits_give(&jobs->limits, job->process.pid);
        job_list(job);
        job_read(job);
        *started = job;
        return 0;
    }
    for (int i = 0; i < AC_JOB_PIPES; i++)
        job_close_pipe(job, i);
    if (spawned)
        job_close((uv_handle_t *)&job->process);
    job_close((uv_handle_t *)&job->timer);
    job->freed = true;
    return error;
}
