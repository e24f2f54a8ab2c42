/* machine.c -- see machine.h. */
#include "machine.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "check.h"
#include "files.h"

enum { MOST_DISKS = 32, PATH_BYTES = 1024 };

static char disks[MOST_DISKS][PATH_BYTES];
static unsigned disk_count;
static bool may_mount;
static char *bench, *program;

static char *find(const char *variable, const char *otherwise)
{
    const char *path = getenv(variable);
    return realpath(path ? path : otherwise, NULL);
}

/* Looking for a Python takes the bench a second, and points of one's own need none. */
static int hide_python(void)
{
    char path[8192];
    const char *kept = getenv("PATH");
    if (mkdir(scratch_path("bin"), 0777))
        return -1;
    file_write(scratch_path("bin/python3"), "#!/bin/sh\nexit 1\n");
    snprintf(path, sizeof path, "%s:%s", scratch_path("bin"), kept ? kept : "/bin:/usr/bin");
    return chmod(scratch_path("bin/python3"), 0777) || setenv("PATH", path, 1);
}

int machine_open(void **state)
{
    program = find("AS_COMPLETED", "build/as-completed");
    bench = find("AS_COMPLETED_BENCH", "build/as-completed-bench");
    if (!program || !bench || prctl(PR_SET_CHILD_SUBREAPER, 1) || scratch_make(state))
        return -1;
    may_mount = geteuid() == 0 && unshare(CLONE_NEWNS) == 0 &&
                mount("none", "/", "none", MS_REC | MS_PRIVATE, NULL) == 0;
    return hide_python() || setenv("AS_COMPLETED", program, 1) ||
           setenv("TMPDIR", scratch_path(""), 1);
}

/* One child of the test, whoever started it; 0: none. */
static pid_t a_child(void)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/self/task/%ld/children", (long)getpid());
    char *text = file_read(path, NULL);
    pid_t pid = text ? (pid_t)strtol(text, NULL, 10) : 0;
    free(text);
    return pid;
}

/* For teardown, where a test has failed. Each that is killed may leave others. */
static void kill_all(void)
{
    for (pid_t child = a_child(); child > 0; child = a_child()) {
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
    }
}

int machine_close(void **state)
{
    kill_all();
    while (disk_count)
        umount2(disks[--disk_count], MNT_DETACH);
    free(program);
    free(bench);
    return scratch_remove(state);
}

const char *machine_bench(void)
{
    return bench;
}

const char *machine_program(void)
{
    return program;
}

const char *machine_disk(const char *name, const char *options)
{
    const char *path = scratch_path(name);
    if (!may_mount)
        skip_because("only root may mount a disk, where that is permitted at all");
    assert_true(disk_count < MOST_DISKS);
    assert_int_equal(mkdir(path, 0777), 0);
    if (mount("none", path, "tmpfs", 0, options))
        skip_because("no tmpfs can be mounted here");
    snprintf(disks[disk_count++], PATH_BYTES, "%s", path);
    return path;
}

void machine_disk_close(const char *path)
{
    assert_int_equal(mount("none", path, "tmpfs", MS_REMOUNT | MS_RDONLY, NULL), 0);
}

static struct program start(const char *path, const char *format, va_list arguments)
{
    struct program started = {.in = {.path = path}};
    char command[4096];
    vsnprintf(command, sizeof command, format, arguments);
    program_start(&started, command);
    return started;
}

struct program machine_start(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct program started = start(program, format, arguments);
    va_end(arguments);
    return started;
}

struct program machine_start_bench(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct program started = start(bench, format, arguments);
    va_end(arguments);
    return started;
}

void machine_sleep_ms(uint64_t ms)
{
    struct timespec time = {(time_t)(ms / 1000), (long)(ms % 1000) * 1000000};
    while (nanosleep(&time, &time) && errno == EINTR)
        ;
}

void machine_wait_until(bool (*holds)(const void *), const void *what, const char *words)
{
    for (unsigned i = 0; i < 60000; i++) {
        if (holds(what))
            return;
        machine_sleep_ms(1);
    }
    fail_msg("not after a minute: %s", words);
}

bool machine_has_child(const void *pid)
{
    char path[64];
    long number = *(const pid_t *)pid;
    snprintf(path, sizeof path, "/proc/%ld/task/%ld/children", number, number);
    char *text = file_read(path, NULL);
    bool has = text && *text;
    free(text);
    return has;
}

static bool all_have_ended(const void *unused)
{
    (void)unused;
    pid_t ended;
    while ((ended = waitpid(-1, NULL, WNOHANG)) > 0)
        ;
    return ended < 0 && errno == ECHILD;
}

void machine_await_orphans(void)
{
    machine_wait_until(all_have_ended, NULL, "every process that was left behind has ended");
}

void machine_refuse_orphans(void)
{
    assert_true(all_have_ended(NULL));
}
