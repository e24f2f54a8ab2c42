/* checks.c -- see checks.h. */
#include "checks.h"

#include <errno.h>
#include <unistd.h>

enum { CHECKS_DIFFERS = 1, CHECKS_LEAST = 2, CHECKS_PART = 4096 }; /* 0: there is no such job */

/* FNV-1a (Fowler, Noll, Vo), 64 bits. */
#define CHECKS_BASIS UINT64_C(14695981039346656037)
#define CHECKS_PRIME UINT64_C(1099511628211)

static uint64_t checks_add(uint64_t sum, const char *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        sum = (sum ^ (unsigned char)bytes[i]) * CHECKS_PRIME;
    return sum;
}

static uint64_t checks_add_number(uint64_t sum, uint64_t number)
{
    return (sum ^ number) * CHECKS_PRIME;
}

/* Adds what was printed, and how much that was. */
static int checks_add_stream(uint64_t *sum, const struct ac_spool *spool,
                             const struct ac_stream *stream)
{
    static char part[AC_SPOOL_BLOCK];
    uint64_t length = ac_stream_length(stream);
    *sum = checks_add_number(*sum, length);
    for (uint64_t done = 0; done < length;) {
        int64_t got = ac_spool_read(spool, stream, done, part, sizeof part);
        if (got < 0)
            return (int)got;
        *sum = checks_add(*sum, part, (size_t)got);
        done += (uint64_t)got;
    }
    return 0;
}

int ac_exec_check(int file, const struct ac_spool *spool, const struct ac_task *task,
                  const struct ac_job *job)
{
    uint64_t sum = checks_add_number(CHECKS_BASIS, (uint64_t)task->error);
    sum = checks_add_number(sum, task->timed_out);
    if (job) {
        sum = checks_add_number(sum, job->exit_status);
        sum = checks_add_number(sum, (uint64_t)job->signal);
    }
    int error = 0;
    for (int i = 0; job && i < AC_JOB_PIPES && !error; i++)
        error = checks_add_stream(&sum, spool, &job->printed[i]);
    if (error)
        return error;
    sum = sum < CHECKS_LEAST ? CHECKS_LEAST : sum;
    ssize_t wrote = pwrite(file, &sum, sizeof sum, (off_t)(sizeof sum * task->number));
    return wrote == sizeof sum ? 0 : wrote < 0 ? -errno : -ENOSPC;
}

/* How many checksums there are at a place, at most CHECKS_PART; or a negative errno. */
static int checks_read(int file, uint64_t place, uint64_t *sums)
{
    ssize_t got = pread(file, sums, CHECKS_PART * sizeof *sums, (off_t)(place * sizeof *sums));
    return got < 0 ? -errno : (int)((size_t)got / sizeof *sums);
}

static int checks_mark(int file, uint64_t place)
{
    uint64_t mark = CHECKS_DIFFERS;
    ssize_t wrote = pwrite(file, &mark, sizeof mark, (off_t)(place * sizeof mark));
    return wrote == sizeof mark ? 0 : wrote < 0 ? -errno : -ENOSPC;
}

int ac_exec_checks_compare(int first, int other, const char *name,
                           struct ac_exec_differing *differing)
{
    static uint64_t ours[CHECKS_PART], theirs[CHECKS_PART];
    for (uint64_t place = 0;;) {
        int count = checks_read(first, place, ours);
        int others = count > 0 ? checks_read(other, place, theirs) : 0;
        count = others < count ? others : count;
        if (count <= 0)
            return count;
        for (int i = 0; i < count; i++, place++) {
            if (ours[i] < CHECKS_LEAST || !theirs[i] || ours[i] == theirs[i])
                continue;
            if (differing->count++ == 0)
                *differing = (struct ac_exec_differing){1, place, name};
            int error = checks_mark(first, place);
            if (error)
                return error;
        }
    }
}
