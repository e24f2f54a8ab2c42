/* exec_faults.c -- for LD_PRELOAD: calls of the program that fail, or do a part only, in ways that the linked faults of
 * tests/faults do not have.
 *
 * EXEC_FAULT is `NAME HOW FIRST STEP`: of the calls of NAME the FIRST and each STEP after it (0: no other). HOW is an
 * errno value, or 0: they do a part. Only calls of that program count, none of its jobs; of read() those of 64 KiB, of
 * open() those for a file without a name; of epoll_ctl() those that only ask for a place; prlimit() is what a child
 * calls before it is another program. EXEC_FAULT_LOG gets a byte for each.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LARGE = 65536, PART = 1000 };

static struct {
    pid_t program;
    char name[32];
    unsigned met, first, step;
    int error;
} fault;

__attribute__((constructor)) static void begin(void)
{
    const char *text = getenv("EXEC_FAULT");
    bool here = !strcmp(program_invocation_short_name, "as-completed");
    if (here && text &&
        sscanf(text, "%31s %d %u %u", fault.name, &fault.error, &fault.first, &fault.step) == 4)
        fault.program = getpid();
}

static void note(void)
{
    ssize_t (*really)(int, const void *, size_t) =
        (ssize_t(*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
    int (*open_really)(const char *, int, ...) =
        (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, "open");
    int file = open_really(getenv("EXEC_FAULT_LOG"), O_WRONLY | O_APPEND | O_CREAT, 0600);
    if (file < 0 || really(file, "!", 1) != 1)
        abort();
    close(file);
}

static bool meets_in(pid_t process, const char *name)
{
    if (process != fault.program || strcmp(name, fault.name))
        return false;
    unsigned at = ++fault.met;
    if (at != fault.first &&
        (!fault.step || at < fault.first || (at - fault.first) % fault.step != 0))
        return false;
    note();
    errno = fault.error;
    return true;
}

static bool meets(const char *name)
{
    return meets_in(getpid(), name);
}

#define NEXT(type, name, parameters) \
    type(*next) parameters = (type(*) parameters)dlsym(RTLD_NEXT, name)

/* One that can only fail. */
#define FAILS(type, name, parameters, arguments)   \
    type name parameters                           \
    {                                              \
        NEXT(type, #name, parameters);             \
        return meets(#name) ? -1 : next arguments; \
    }

/* One that may also do a part. */
#define PARTLY(name, parameters, arguments, size, counts) \
    ssize_t name parameters                               \
    {                                                     \
        NEXT(ssize_t, #name, parameters);                 \
        if (!(counts) || !meets(#name))                   \
            return next arguments;                        \
        if (fault.error)                                  \
            return -1;                                    \
        size = size > PART ? PART : size;                 \
        return next arguments;                            \
    }

/* libuv makes the first two, for signals, and aborts where it cannot. */
int pipe2(int ends[2], int flags)
{
    static unsigned before;
    NEXT(int, "pipe2", (int ends[2], int flags));
    return before++ >= 2 && meets("pipe2") ? -1 : next(ends, flags);
}

int epoll_ctl(int poll, int what, int file, struct epoll_event *event)
{
    NEXT(int, "epoll_ctl", (int, int, int, struct epoll_event *));
    bool counts = what == EPOLL_CTL_ADD && !event->events;
    return counts && meets("epoll_ctl") ? -1 : next(poll, what, file, event);
}

int prlimit(pid_t pid, __rlimit_resource_t resource, const struct rlimit *limit, struct rlimit *old)
{
    NEXT(int, "prlimit", (pid_t, __rlimit_resource_t, const struct rlimit *, struct rlimit *));
    return meets_in(getppid(), "prlimit") ? -1 : next(pid, resource, limit, old);
}

FAILS(int, setrlimit, (__rlimit_resource_t resource, const struct rlimit *limit), (resource, limit))
FAILS(int, kill, (pid_t pid, int number), (pid, number))
FAILS(pid_t, waitpid, (pid_t pid, int *status, int how), (pid, status, how))
PARTLY(read, (int file, void *bytes, size_t size), (file, bytes, size), size, size >= LARGE)
PARTLY(write, (int file, const void *bytes, size_t size), (file, bytes, size), size, file == 1)
PARTLY(pread, (int file, void *bytes, size_t size, off_t at), (file, bytes, size, at), size, true)
PARTLY(pwrite, (int file, const void *bytes, size_t size, off_t at), (file, bytes, size, at), size,
       true)

int open(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    NEXT(int, "open", (const char *, int, ...));
    if ((flags & O_TMPFILE) == O_TMPFILE && meets("open"))
        return -1;
    return next(path, flags, mode);
}
