/* joblog.c -- see joblog.h. */
#include "joblog.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "../../base/output.h"
#include "../../base/same.h"
#include "../../base/text.h"
#include "../../base/units.h"
#include "../command.h"
#include "own.h"
#include "plan.h"
#include "resume.h"

enum { JOBLOG_NOT_FOUND = 127, JOBLOG_NOT_STARTED = 126, JOBLOG_TIMED_OUT = -1 };

static struct {
    const char *path; /* NULL: there is no log */
    int descriptor;
    int64_t epoch_ns; /* added to an instant of uv_hrtime: the time of day */
    int error;        /* of the first write that failed: nothing is written after it */
    bool resumes;
    struct ac_resume resume;
} joblog = {.descriptor = -1};

/* --- it is opened --- */

static int joblog_refuse(const char *what)
{
    complain("--joblog '%.2000s' %s", joblog.path, what);
    return AC_EXIT_USAGE;
}

/* Whether it is a file of its own. */
static int joblog_check_file(const struct ac_options *o)
{
    static const char *const is[] = {"is stdin: must be another file",
                                     "is stdout: must be another file",
                                     "is stderr: must be another file"};
    struct same_file itself = same_of_path(o->joblog);
    for (int i = STDIN_FILENO; i <= STDERR_FILENO; i++) {
        struct same_file other = same_of_descriptor(i);
        if (ac_output_descriptor(o->joblog) == i || same_file(&itself, &other))
            return joblog_refuse(is[i]);
    }
    struct same_file report = o->report ? same_of_path(o->report) : itself;
    return o->report && same_file(&itself, &report)
               ? joblog_refuse("is the --report: must be another file")
               : 0;
}

static void joblog_write(const char *bytes, size_t count)
{
    if (!joblog.error)
        joblog.error = ac_output_write(joblog.descriptor, bytes, count);
}

static int joblog_begin(void)
{
    joblog_write(ac_joblog_header, strlen(ac_joblog_header));
    return joblog.error ? complain_about("--joblog: cannot write", joblog.path, joblog.error) : 0;
}

/* Reads the log that is there, and cuts off a line that has no end. */
static int joblog_resume(bool dry)
{
    int error = ac_resume_read(&joblog.resume, joblog.descriptor);
    if (error == -EINVAL) {
        complain("--joblog '%.2000s': line %" PRIu64 " is not one of a job log", joblog.path,
                 joblog.resume.bad_line);
        return AC_EXIT_USAGE;
    }
    if (!error && !dry && ftruncate(joblog.descriptor, (off_t)joblog.resume.end))
        error = -errno;
    if (error)
        return complain_about("--joblog: cannot read", joblog.path, error);
    joblog.resumes = true;
    return joblog.resume.end || dry ? 0 : joblog_begin();
}

static void joblog_note_time(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    joblog.epoch_ns = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec - (int64_t)uv_hrtime();
}

int ac_joblog_open(const struct ac_options *o)
{
    joblog.path = o->joblog;
    int status = joblog.path ? joblog_check_file(o) : 0;
    if (!joblog.path || status)
        return status;
    int how = o->dry_run ? O_RDONLY : O_RDWR | O_CREAT | O_APPEND;
    joblog.descriptor = open(joblog.path, how | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0666);
    if (joblog.descriptor < 0)
        return o->dry_run && errno == ENOENT
                   ? 0
                   : complain_about("--joblog: cannot open", joblog.path, -errno);
    struct stat file;
    if (fstat(joblog.descriptor, &file))
        return complain_about("--joblog: cannot open", joblog.path, -errno);
    if (!S_ISREG(file.st_mode))
        return joblog_refuse("is no regular file: must be one");
    joblog_note_time();
    if (o->resume)
        return joblog_resume(o->dry_run);
    if (file.st_size && !o->dry_run)
        return joblog_refuse("has something in it: give --resume, or another file");
    return o->dry_run ? 0 : joblog_begin();
}

/* --- jobs that it has --- */

/* The command for a line, as it stands in the log; NULL: no memory. */
static char *joblog_command(const struct ac_exec_wish *wish, const char *line, size_t *length)
{
    char *command = ac_exec_shown(wish, line);
    *length = command ? strlen(command) : 0;
    for (size_t i = 0; i < *length; i++)
        if (command[i] == '\n')
            command[i] = '\0';
    return command;
}

static bool joblog_skips(const char *line, size_t length)
{
    if (strlen(line) < length)
        return false; /* a NUL is in it: it is no command */
    char *command = joblog_command(&ac_exec_own.wish, line, &length);
    bool skips = command && ac_resume_take(&joblog.resume, command, length);
    free(command);
    return skips;
}

void ac_joblog_wish(struct ac_exec_wish *wish)
{
    if (joblog.resumes && joblog.resume.jobs)
        wish->lines.skip = joblog_skips;
}

uint64_t ac_joblog_skipped(void)
{
    return joblog.resume.matched;
}

/* --- jobs that it gets --- */

struct joblog_row {
    uint64_t start_ns, end_ns, bytes;
    int exit_status, signal;
};

static struct joblog_row joblog_row_of(const struct ac_task *task, const struct ac_job *job)
{
    uint64_t now_ns = uv_hrtime();
    if (!job)
        return (struct joblog_row){now_ns, now_ns, 0,
                                   task->error == -ENOENT ? JOBLOG_NOT_FOUND : JOBLOG_NOT_STARTED,
                                   0};
    return (struct joblog_row){job->start_ns, job->end_ns, ac_stream_length(&job->printed[0]),
                               task->error == -ETIMEDOUT ? JOBLOG_TIMED_OUT : (int)job->exit_status,
                               job->signal};
}

void ac_joblog_add(const struct ac_task *task, const struct ac_exec_task *own)
{
    bool lost = own->line.has_nul || (own->job && own->job->error);
    if (joblog.descriptor < 0 || joblog.error || lost)
        return;
    size_t length;
    char *command = joblog_command(&ac_exec_own.wish, own->line.text, &length);
    struct joblog_row row = joblog_row_of(task, own->job);
    uint64_t start_ms = (uint64_t)((int64_t)row.start_ns + joblog.epoch_ns) / 1000000;
    struct text text = {.chars = NULL};
    text_printf(&text, "%" PRIu32 "\t:\t%" PRIu64 ".%03u\t%10.3f\t0\t%" PRIu64 "\t%d\t%d\t",
                task->number, start_ms / 1000, (unsigned)(start_ms % 1000),
                (double)(row.end_ns - row.start_ns) / 1e9, row.bytes, row.exit_status, row.signal);
    if (command) {
        text_add_bytes(&text, command, length);
        text_add_bytes(&text, "\n", 1);
        joblog_write(text.chars, text.length);
    } else {
        joblog.error = -ENOMEM;
    }
    text_free(&text);
    free(command);
}

/* --- its end --- */

int ac_joblog_tell(bool complete)
{
    const struct ac_resume *r = &joblog.resume;
    if (joblog.error)
        return complain_about("--joblog: cannot write", joblog.path, joblog.error);
    if (complete && r->jobs && !r->matched && ac_exec_own.lines.read)
        complain("--joblog '%.2000s' may be of another input: none of its %s jobs is in this one",
                 joblog.path, AC_COUNT(r->jobs));
    return 0;
}

void ac_joblog_close(void)
{
    if (joblog.descriptor >= 0)
        close(joblog.descriptor);
    joblog.descriptor = -1;
    ac_resume_free(&joblog.resume);
}
