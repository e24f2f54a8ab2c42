/* meter.c -- work-meter: runs one program of the bench of commands, and prints a row about it.
 *
 * usage: work-meter [-i INPUT] [-s STAMPS] [-l LIMIT] [-r BYTES,PAUSE_US] [-o OUTPUT] [-e ERRORS]
 *                   COMMAND [ARG...]
 * How:   stdin is the file INPUT; stdout goes to /dev/null, to the file OUTPUT, or with -r to a slow
 *        reader: BYTES, then a pause, again and again. With -e stderr goes to the file ERRORS, and how
 *        the program ended is a figure, `status`, and no failure. CPU time is that of the program and of all it waited for, from wait4().
 *        Its own peak of memory is VmHWM, asked for every 10 ms, since wait4() mixes in its children's.
 *        From STAMPS (stamps.h) come the figures of the jobs, with LIMIT slots.
 * Exit:  the program's; 128 + N after signal N; 1 a failure; 2 wrong usage.
 */
#include "../../../base/arguments.h"
#include "../../../base/complain.h"
#include "../../../base/parse.h"
#include "../../../base/text.h"
#include "../stamps.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { LOOK_NS = 10000000, SECOND_NS = 1000000000 };

struct meter {
    const char *input, *stamps, *output, *errors; /* errors NULL: stderr is the meter's */
    uint64_t limit, bytes, pause_ns;              /* bytes 0: no slow reader */
    char **command;
    pid_t pid;
    int reader; /* the end of a pipe that is read slowly, or -1 */
    uint64_t start_ns, wall_ns, read_bytes;
    double peak_rss_bytes;
    int status;
    struct rusage usage;
    struct stamps_read *reads;
    size_t read_count;
};

static uint64_t meter_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * SECOND_NS + (uint64_t)now.tv_nsec;
}

static void meter_set_child(int fd, int target)
{
    if (fd < 0 || dup2(fd, target) < 0)
        _exit(126);
}

static int meter_open_for_writing(const char *path)
{
    return open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
}

/* In the child: never returns. */
static void meter_become(const struct meter *m, const sigset_t *before, int writer)
{
    meter_set_child(open(m->input, O_RDONLY | O_CLOEXEC), STDIN_FILENO);
    meter_set_child(writer >= 0 ? writer : meter_open_for_writing(m->output), STDOUT_FILENO);
    if (m->errors)
        meter_set_child(meter_open_for_writing(m->errors), STDERR_FILENO);
    sigprocmask(SIG_SETMASK, before, NULL);
    execvp(m->command[0], m->command);
    fprintf(stderr, "cannot run %s: %s\n", m->command[0], strerror(errno));
    _exit(127);
}

/* Its child's SIGCHLD stays blocked here: sigtimedwait() takes it. */
static int meter_start(struct meter *m)
{
    sigset_t child, before;
    int ends[2] = {-1, -1};
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(SIG_BLOCK, &child, &before);
    if (m->bytes && (pipe2(ends, O_CLOEXEC) || fcntl(ends[0], F_SETFL, O_NONBLOCK)))
        return -errno;
    m->start_ns = meter_now();
    m->pid = fork();
    if (m->pid == 0)
        meter_become(m, &before, ends[1]);
    if (ends[1] >= 0)
        close(ends[1]);
    m->reader = ends[0];
    return m->pid < 0 ? -errno : 0;
}

static void meter_look_at_memory(struct meter *m)
{
    char path[64], line[256];
    unsigned long long kib;
    snprintf(path, sizeof path, "/proc/%d/status", (int)m->pid);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file))
        if (sscanf(line, "VmHWM: %llu", &kib) == 1)
            m->peak_rss_bytes = (double)kib * 1024;
    if (file)
        fclose(file);
}

/* Reads once, as the slow reader does; closes the pipe at its end. */
static void meter_read(struct meter *m)
{
    static char block[1 << 16];
    uint64_t left = m->bytes;
    ssize_t got = 1;
    while (left > 0 && got > 0) {
        got = read(m->reader, block, left < sizeof block ? (size_t)left : sizeof block);
        if (got > 0) {
            left -= (uint64_t)got;
            m->read_bytes += (uint64_t)got;
        }
    }
    m->reads = text_resize(m->reads, (m->read_count + 1) * sizeof *m->reads);
    m->reads[m->read_count++] = (struct stamps_read){meter_now(), m->read_bytes};
    if (got == 0) {
        close(m->reader);
        m->reader = -1;
    }
}

/* Until the program has ended, and its reader has read all. */
static void meter_watch(struct meter *m)
{
    sigset_t child;
    bool runs = true;
    uint64_t pause_ns = m->bytes ? m->pause_ns : LOOK_NS;
    struct timespec pause = {.tv_sec = (time_t)(pause_ns / SECOND_NS),
                             .tv_nsec = (long)(pause_ns % SECOND_NS)};
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    while (runs || m->reader >= 0) {
        if (runs)
            meter_look_at_memory(m);
        if (!m->bytes)
            sigtimedwait(&child, NULL, &pause);
        else
            nanosleep(&pause, NULL);
        if (m->reader >= 0)
            meter_read(m);
        if (runs && wait4(m->pid, &m->status, WNOHANG, &m->usage) == m->pid)
            runs = false;
    }
    m->wall_ns = meter_now() - m->start_ns;
}

static unsigned long long meter_ns(struct timeval time)
{
    return (unsigned long long)time.tv_sec * SECOND_NS + (unsigned long long)time.tv_usec * 1000;
}

static void meter_add(struct text *names, struct text *values, const char *name, double value)
{
    text_printf(names, "%s%s", names->length ? "\t" : "", name);
    text_printf(values, "%s", values->length ? "\t" : "");
    if (isnan(value))
        text_add(values, "null");
    else
        text_printf(values, "%.0f", value);
}

static void meter_add_stamped(const struct meter *m, const struct stamps *stamps,
                              struct text *names, struct text *values)
{
    uint64_t limit = m->limit ? m->limit : stamps->count;
    double last = stamps->count ? (double)(stamps_last_start(stamps) - m->start_ns) : NAN;
    double unread =
        m->bytes ? (double)stamps_max_unread(stamps, m->reads, m->read_count, m->bytes) : NAN;
    meter_add(names, values, "stamped", (double)stamps->count);
    meter_add(names, values, "max_in_flight", (double)stamps_max_in_flight(stamps));
    meter_add(names, values, "ideal_ns", limit ? (double)stamps_ideal(stamps, limit) : NAN);
    meter_add(names, values, "late_p50_ns", stamps_lateness(stamps, limit, 0.5));
    meter_add(names, values, "late_p99_ns", stamps_lateness(stamps, limit, 0.99));
    meter_add(names, values, "late_max_ns", stamps_lateness(stamps, limit, 1));
    meter_add(names, values, "last_start_ns", last);
    meter_add(names, values, "max_unread", unread);
}

/* The exit status, or 128 and a signal's number, as a shell has it. */
static int meter_status(const struct meter *m)
{
    return WIFSIGNALED(m->status) ? 128 + WTERMSIG(m->status) : WEXITSTATUS(m->status);
}

static int meter_print(const struct meter *m)
{
    struct text names = {0}, values = {0};
    struct stamps stamps = {NULL, 0};
    int error = m->stamps ? stamps_load(&stamps, m->stamps) : 0;
    if (error)
        return complain("cannot read %s: %s", m->stamps, strerror(-error));
    meter_add(&names, &values, "wall_ns", (double)m->wall_ns);
    meter_add(&names, &values, "cpu_user_ns", (double)meter_ns(m->usage.ru_utime));
    meter_add(&names, &values, "cpu_sys_ns", (double)meter_ns(m->usage.ru_stime));
    meter_add(&names, &values, "peak_rss_bytes", m->peak_rss_bytes);
    if (m->errors)
        meter_add(&names, &values, "status", meter_status(m));
    if (m->stamps)
        meter_add_stamped(m, &stamps, &names, &values);
    printf("%s\n%s\n", text_chars(&names), text_chars(&values));
    text_free(&names);
    text_free(&values);
    stamps_free(&stamps);
    return text_finish_stdout();
}

static bool meter_read_option(struct meter *m, int option, const char *value)
{
    const char *comma = strchr(value, ',');
    if (option == 'i')
        m->input = value;
    else if (option == 's')
        m->stamps = value;
    else if (option == 'o')
        m->output = value;
    else if (option == 'e')
        m->errors = value;
    else if (option == 'l')
        return ac_parse_number(value, 0, INT64_MAX, &m->limit);
    else if (option != 'r' || !comma ||
             !ac_parse_digits(value, (size_t)(comma - value), 1, 1 << 30, &m->bytes) ||
             !ac_parse_number(comma + 1, 1, 1000000, &m->pause_ns))
        return false;
    m->pause_ns *= 1000;
    return true;
}

int main(int count, char **words)
{
    struct meter m = {.input = "/dev/null",
                      .output = "/dev/null",
                      .reader = -1,
                      .peak_rss_bytes = NAN};
    complain_program = "work-meter";
    for (int option; (option = getopt(count, words, "+i:s:l:r:o:e:")) != -1;)
        if (!meter_read_option(&m, option, optarg ? optarg : ""))
            optind = count;
    if (optind >= count) {
        complain(
            "usage: work-meter [-i INPUT] [-s STAMPS] [-l LIMIT] [-r BYTES,PAUSE_US] [-o OUTPUT] "
            "[-e ERRORS] COMMAND [ARG...]");
        return 2;
    }
    m.command = words + optind;
    int error = meter_start(&m);
    if (error)
        return complain("cannot start %s: %s", m.command[0], strerror(-error));
    meter_watch(&m);
    int unwritten = meter_print(&m);
    free(m.reads);
    return !m.errors && meter_status(&m) ? meter_status(&m) : unwritten;
}
