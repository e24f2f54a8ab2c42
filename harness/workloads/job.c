/* job.c -- see job.h. */
#include "job.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <sys/wait.h>
#include <unistd.h>

#include "child.h"
#include "job_list.h"

static void job_on_exit(struct ac_child_exit *exit);
static void jobs_on_left_behind(struct ac_exits *exits);
static void job_on_captured(struct ac_capture *capture);
static void job_on_gone(struct ac_capture *capture);

static void jobs_close_files(struct ac_jobs *jobs)
{
    close(jobs->stdin_file);
    if (jobs->terminal >= 0)
        close(jobs->terminal);
}

int ac_jobs_open(struct ac_jobs *jobs)
{
    jobs->spool = (struct ac_spool){.file = -1};
    jobs->captures.uv = jobs->uv;
    jobs->captures.spool = &jobs->spool;
    jobs->captures.ended = job_on_captured;
    jobs->captures.gone = job_on_gone;
    jobs->unused = jobs->first = NULL;
    jobs->alive = 0;
    ac_limits_raise(&jobs->limits);
    jobs->stdin_file = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (jobs->stdin_file < 0)
        return -errno;
    jobs->terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    int error = ac_exits_open(&jobs->exits, jobs->uv, job_on_exit);
    if (error)
        jobs_close_files(jobs);
    else if (jobs->alone)
        ac_exits_adopt(&jobs->exits, jobs_on_left_behind);
    return error;
}

void ac_jobs_close(struct ac_jobs *jobs)
{
    while (jobs->alive)
        uv_run(jobs->uv, UV_RUN_ONCE);
    ac_exits_close(&jobs->exits);
    while (!jobs->exits.closed)
        uv_run(jobs->uv, UV_RUN_NOWAIT);
    ac_job_list_free(jobs);
    ac_spool_close(&jobs->spool);
    jobs_close_files(jobs);
}

/* --- what the loop holds of it --- */

/* The loop, or the system, has one thing of it less. */
static void job_let_go(struct ac_job *job)
{
    job->handles--;
    ac_job_put(job);
}

static void job_on_closed(uv_handle_t *timer)
{
    job_let_go(timer->data);
}

static void job_on_gone(struct ac_capture *capture)
{
    job_let_go(capture->data);
}

/* --- its end --- */

static void job_kill(const struct ac_job *job, int number)
{
    kill(-job->exit.pid, number); /* its group; it may be gone */
}

static bool job_is_open(const struct ac_job *job)
{
    return job->captures[0].open || job->captures[1].open;
}

/* Mostly only the ends of the pipes lie there. They need no further turn of the loop then. */
static void job_read_rest(struct ac_job *job)
{
    for (int i = 0; i < AC_JOB_PIPES; i++)
        ac_capture_rest(&job->captures[i]);
}

static void job_on_timer(uv_timer_t *timer);

/* From now on, and not from when the loop last woke. */
static void job_wait(struct ac_job *job, uint64_t grace_ms)
{
    uv_update_time(job->jobs->uv);
    uv_timer_start(&job->timer, job_on_timer, grace_ms, 0);
}

/* It was asked to end, and others of its group have not ended yet. */
static bool job_has_group(const struct ac_job *job)
{
    return job->asked && !job->killed && kill(-job->exit.pid, 0) == 0;
}

/* Whether it has ended; then tells so. */
static void job_look(struct ac_job *job)
{
    if (!job->exited || job->ended)
        return;
    if (job_is_open(job) || job_has_group(job)) {
        if (!uv_is_active((uv_handle_t *)&job->timer))
            job_wait(job, job->jobs->pipe_grace_ms);
        return;
    }
    job->ended = true;
    ac_job_unlist(job);
    job->end_ns = uv_hrtime();
    uv_close((uv_handle_t *)&job->timer, job_on_closed);
    if (!job->freed)
        job->jobs->ended(job);
}

/* A grace is over: of a job that was asked to end, or of pipes that outlive it. A loop that was busy
 * meanwhile has not read them. */
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
    job_read_rest(job);
    job->held = job_is_open(job);
    for (int i = 0; i < AC_JOB_PIPES; i++)
        ac_capture_close(&job->captures[i]);
    job_look(job);
}

static void job_on_exit(struct ac_child_exit *exit)
{
    struct ac_job *job = (struct ac_job *)((char *)exit - offsetof(struct ac_job, exit));
    job->handles--; /* not the last: the timer is closed later */
    job->exited = true;
    job->signal = WIFSIGNALED(exit->status) ? WTERMSIG(exit->status) : 0;
    job->exit_status = WIFEXITED(exit->status) ? (uint64_t)WEXITSTATUS(exit->status) : 0;
    job_read_rest(job);
    job_look(job);
}

/* It may have been the last of a group that was asked to end. If the system's first process waits for it
 * instead, which may take long, nobody knows when that group is empty. */
static void jobs_on_left_behind(struct ac_exits *exits)
{
    struct ac_jobs *jobs = (struct ac_jobs *)((char *)exits - offsetof(struct ac_jobs, exits));
    for (struct ac_job *job = jobs->first, *after; job; job = after) {
        after = job->after;
        if (job->asked)
            job_look(job);
    }
}

static void job_on_captured(struct ac_capture *capture)
{
    job_look(capture->data);
}

void ac_job_end(struct ac_job *job)
{
    if (job->ended || job->asked)
        return;
    job->asked = true;
    job_kill(job, SIGTERM);
    job_wait(job, job->jobs->grace_ms);
}

void ac_job_free(struct ac_job *job)
{
    if (!job->ended)
        job_kill(job, SIGKILL);
    for (int i = 0; i < AC_JOB_PIPES; i++)
        ac_spool_free(&job->jobs->spool, &job->printed[i]);
    job->freed = true;
    ac_job_put(job);
}

/* --- its start --- */

static int job_open_pipe(struct ac_job *job, int i, int *child_end)
{
    struct ac_capture *capture = &job->captures[i];
    capture->all = &job->jobs->captures;
    capture->data = job;
    capture->stream = &job->printed[i];
    capture->error = &job->error;
    int error = ac_capture_open(capture, child_end);
    job->handles += capture->open;
    return error;
}

static int job_start_child(struct ac_job *job, char **words, char **environment,
                           const int *child_ends)
{
    struct ac_jobs *jobs = job->jobs;
    struct ac_child_wish wish = {
        .words = words,
        .environment = environment,
        .files = {jobs->stdin_file, child_ends[0], child_ends[1]},
        .terminal = jobs->terminal,
        .limits = &jobs->limits,
    };
    job->start_ns = uv_hrtime();
    int error = ac_child_start(&wish, &job->exit.pid);
    if (error)
        return error;
    ac_exits_add(&jobs->exits, &job->exit);
    job->handles++;
    ac_job_list(job);
    for (int i = 0; i < AC_JOB_PIPES; i++)
        ac_capture_begin(&job->captures[i]);
    return 0;
}

int ac_job_start(struct ac_jobs *jobs, char **words, char **environment, void *data,
                 struct ac_job **started)
{
    int child_ends[AC_JOB_PIPES] = {-1, -1};
    struct ac_job *job = ac_job_get(jobs);
    if (!job)
        return -ENOMEM;
    job->data = data;
    uv_timer_init(jobs->uv, &job->timer);
    job->timer.data = job;
    job->handles++;
    int error = 0;
    for (int i = 0; i < AC_JOB_PIPES && !error; i++)
        error = job_open_pipe(job, i, &child_ends[i]);
    if (!error)
        error = job_start_child(job, words, environment, child_ends);
    for (int i = 0; i < AC_JOB_PIPES; i++)
        if (child_ends[i] >= 0)
            close(child_ends[i]);
    if (!error) {
        *started = job;
        return 0;
    }
    for (int i = 0; i < AC_JOB_PIPES; i++)
        ac_capture_close(&job->captures[i]);
    uv_close((uv_handle_t *)&job->timer, job_on_closed);
    job->freed = true;
    return error;
}
