/* child.c -- see child.h.
 *
 * The child has a session of its own: Ctrl-C reaches this program, which passes it on. So the child hears
 * of each signal once, and a second one means what it says.
 */
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../base/process.h"
#include "../command.h"

static volatile pid_t child; /* that runs, or 0 */

static void child_on_signal(void)
{
    if (child > 0)
        kill(child, signals_asked);
}

/* While the child is made no signal comes between. */
static void child_hold_signals(sigset_t *before)
{
    sigset_t asked;
    sigemptyset(&asked);
    sigaddset(&asked, SIGINT);
    sigaddset(&asked, SIGTERM);
    sigaddset(&asked, SIGHUP);
    sigprocmask(SIG_BLOCK, &asked, before);
}

/* What the child is to do. */
struct child_work {
    const char *name;
    int (*run)(void *context, FILE *pass);
    void *context;
};

static _Noreturn void child_become(const struct child_work *work, long parent, int descriptor,
                                   const sigset_t *before)
{
    child = 0;
    setsid();
    sigprocmask(SIG_SETMASK, before, NULL);
    ac_process_end_with(parent);
    FILE *pass = fdopen(descriptor, "w");
    if (!pass) /* no exit(): what stands behind it would remove files of the parent */
        _exit(complain_about("cannot begin with", work->name, -errno));
    exit(work->run(work->context, pass));
}

/* Starts it. Its pid, or a negative errno. */
static pid_t child_start(const struct child_work *work, const int *ends)
{
    sigset_t before;
    long parent = getpid();
    child_hold_signals(&before);
    pid_t pid = signals_asked ? -1 : fork();
    if (pid == 0)
        child_become(work, parent, ends[1], &before);
    int error = signals_asked ? EINTR : errno;
    child = pid;
    sigprocmask(SIG_SETMASK, &before, NULL);
    return pid < 0 ? -error : pid;
}

/* Waits for its end. Its exit status as a shell knows it. */
static int child_wait(pid_t pid, const char *name)
{
    int status;
    pid_t got;
    signals_hold_alarms(true);
    do
        got = waitpid(pid, &status, 0);
    while (got < 0 && errno == EINTR);
    signals_hold_alarms(false);
    if (got < 0)
        return AC_EXIT_FAILED;
    child = 0;
    if (!WIFSIGNALED(status))
        return WEXITSTATUS(status);
    complain("%s: ended by signal %d", name, WTERMSIG(status));
    return AC_EXIT_FAILED;
}

/* Reads to the end. 0 or a negative errno. */
static int child_read(int descriptor, struct text *passed)
{
    char part[4096];
    ssize_t got;
    while ((got = read(descriptor, part, sizeof part)) != 0) {
        if (got < 0 && errno != EINTR)
            return -errno;
        if (got > 0)
            text_add_bytes(passed, part, (size_t)got);
    }
    return 0;
}

int ac_session_child(const char *name, int (*run)(void *context, FILE *pass), void *context,
                     struct text *passed)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC))
        return complain_about("cannot begin with", name, -errno);
    fflush(stdout);
    signals_catch(child_on_signal);
    struct child_work work = {name, run, context};
    pid_t pid = child_start(&work, ends);
    close(ends[1]);
    int status = AC_EXIT_FAILED;
    if (pid > 0)
        status = child_wait(pid, name);
    else if (!signals_asked)
        complain_about("cannot begin with", name, pid);
    int error = child_read(ends[0], passed);
    close(ends[0]);
    signals_catch(NULL);
    return error && !status ? complain_about("cannot read the report of", name, error) : status;
}
