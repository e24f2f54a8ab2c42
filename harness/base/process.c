/* process.c -- see process.h. */
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif
#include <unistd.h>
#include <uv.h>

#define PARENT "AS_COMPLETED_PARENT" /* a variable: the pid of the process that tied its children */

static uint64_t timeval_ns(struct timeval time)
{
    return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_usec * 1000;
}

static struct ac_cpu cpu_of(int who)
{
    struct rusage usage;
    getrusage(who, &usage);
    return (struct ac_cpu){timeval_ns(usage.ru_utime), timeval_ns(usage.ru_stime)};
}

struct ac_cpu ac_process_cpu(void)
{
    return cpu_of(RUSAGE_SELF);
}

struct ac_cpu ac_process_children_cpu(void)
{
    return cpu_of(RUSAGE_CHILDREN);
}

static uint64_t peak_of_rusage_bytes(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (uint64_t)usage.ru_maxrss * 1024;
}

uint64_t ac_process_peak_rss_bytes(void)
{
    char line[256]; /* or a part of a line: a process may be in thousands of groups */
    uint64_t kib = 0;
    FILE *status = fopen("/proc/self/status", "re");
    while (status && !kib && fgets(line, sizeof line, status))
        if (strncmp(line, "VmHWM:", strlen("VmHWM:")) == 0)
            kib = strtoull(line + strlen("VmHWM:"), NULL, 10);
    if (status)
        fclose(status);
    return kib ? kib * 1024 : peak_of_rusage_bytes();
}

static void hold_stdout(void)
{
    static char held[1 << 16];
    if (!isatty(STDOUT_FILENO))
        setvbuf(stdout, held, _IOFBF, sizeof held);
}

void ac_process_guard_writes(void)
{
    hold_stdout();
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
}

bool ac_process_ignores(int number)
{
    struct sigaction action;
    return sigaction(number, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

void ac_process_tie_children(void)
{
    char parent[32];
    snprintf(parent, sizeof parent, "%ld", (long)getpid());
    setenv(PARENT, parent, 1);
}

void ac_process_end_with(long parent)
{
#ifdef __linux__
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (parent != getppid()) /* the parent had ended before */
        raise(SIGTERM);
#else
    (void)parent;
#endif
}

void ac_process_end_with_parent(void)
{
    const char *parent = getenv(PARENT);
    if (parent)
        ac_process_end_with(strtol(parent, NULL, 10));
}

int ac_process_spare_descriptors(int count)
{
    int file = open("/", O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return -errno;
    int error = count > 1 ? ac_process_spare_descriptors(count - 1) : 0;
    close(file);
    return error;
}

/* Waits until no more are started, and passes it on to the next. */
static void wait_for_end(void *end)
{
    uv_sem_wait(end);
    uv_sem_post(end);
}

static unsigned start_threads(uv_sem_t *end, unsigned count)
{
    uv_thread_t thread;
    if (!count || uv_thread_create(&thread, wait_for_end, end)) {
        uv_sem_post(end);
        return 0;
    }
    unsigned started = 1 + start_threads(end, count - 1);
    uv_thread_join(&thread);
    return started;
}

unsigned ac_process_spare_threads(unsigned count)
{
    uv_sem_t end;
    if (uv_sem_init(&end, 0))
        return 0;
    unsigned started = start_threads(&end, count);
    uv_sem_destroy(&end);
    return started;
}

void ac_process_guard_descriptors(void)
{
    int file;
    if (fcntl(STDIN_FILENO, F_GETFD) < 0)
        open("/dev/null", O_WRONLY); /* a read must fail, not find an empty file */
    do
        file = open("/dev/null", O_RDONLY);
    while (file >= 0 && file <= 2);
    if (file > 2)
        close(file);
}
