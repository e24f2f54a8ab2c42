/* child.c -- see child.h. */
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CHILD_SIGNALS = 32 }; /* those that have a name are below it */

/* In the child, which has the memory of this program until it is another program: it only makes system
 * calls. What was done before a failure does not matter. */
static int child_prepare(const struct ac_child_wish *wish)
{
    struct sigaction usual = {.sa_handler = SIG_DFL};
    sigset_t none;
    if (setpgid(0, 0))
        return errno;
    if (wish->terminal >= 0)
        ioctl(wish->terminal, TIOCNOTTY);
    for (int i = 0; i < AC_CHILD_FILES; i++)
        if (dup2(wish->files[i], i) < 0)
            return errno;
    ac_limits_give(wish->limits, 0);
    for (int number = 1; number < CHILD_SIGNALS; number++)
        sigaction(number, &usual, NULL); /* fails for two that are as usual always */
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    return 0;
}

/* Writes to `told` what went wrong, if anything did. */
_Noreturn static void child_run(const struct ac_child_wish *wish, int told)
{
    int error = child_prepare(wish);
    if (!error) {
        execvpe(wish->words[0], wish->words, wish->environment);
        error = errno;
    }
    while (write(told, &error, sizeof error) < 0 && errno == EINTR)
        ;
    _exit(127);
}

/* What the child told: 0, once it is another program. */
static int child_hear(int from)
{
    int error = 0;
    ssize_t got;
    do
        got = read(from, &error, sizeof error);
    while (got < 0 && errno == EINTR);
    return got == sizeof error ? -error : 0;
}

/* No handler of this program may run in the child. Until that is another program this one stands still,
 * which is what the analyzer warns of; and it does not know that child_run() only makes system calls. */
static pid_t child_fork(const struct ac_child_wish *wish, int told)
{
    sigset_t all, before;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &before);
    pid_t pid = vfork(); /* NOLINT(clang-analyzer-security.insecureAPI.vfork) */
    if (pid == 0)
        child_run(wish, told); /* NOLINT(clang-analyzer-unix.Vfork) */
    int error = errno;
    sigprocmask(SIG_SETMASK, &before, NULL);
    return pid < 0 ? -error : pid;
}

int ac_child_start(const struct ac_child_wish *wish, pid_t *pid)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC))
        return -errno;
    pid_t child = child_fork(wish, ends[1]);
    close(ends[1]);
    int error = child < 0 ? child : child_hear(ends[0]);
    close(ends[0]);
    if (error && child > 0)
        while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
            ;
    *pid = child;
    return error;
}
