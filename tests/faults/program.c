/* program.c -- linked to the objects of a program: takes its plan from the environment.
 *
 * AC_FAULTS: `COUNT`, `COUNT+` (from then on) or `COUNT,COUNT`; 0 only counts. AC_FAULTS_IN: a word,
 * and the plan is for the process that has it on its command line. AC_FAULTS_SPARED: names of calls
 * that are not counted, and never fail. AC_FAULTS_LOG: a file, to which each fault is added as
 * `failed COUNT NAME ERRNO`, and at the end `met COUNT`. AC_FAULTS_TTY: stderr of that process seems a terminal.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "faults.h"

enum { LOG_FILE = 400 }; /* out of the way of what the program opens */

int __real_open(const char *path, int flags, mode_t mode);
int __real_close(int file);
ssize_t __real_write(int file, const void *bytes, size_t size);

static void say(const char *what, unsigned at, const char *name, int error)
{
    char line[128];
    int length = name ? snprintf(line, sizeof line, "%s %u %s %d\n", what, at, name, error)
                      : snprintf(line, sizeof line, "%s %u\n", what, at);
    if (__real_write(LOG_FILE, line, (size_t)length) != length)
        abort();
}

static void on_fault(const struct fault *fault)
{
    say("failed", fault->at, fault->name, fault->error);
}

static bool is_for(char **words)
{
    const char *word = getenv("AC_FAULTS_IN");
    for (; word && *words; words++)
        if (strcmp(*words, word) == 0)
            return true;
    return !word;
}

__attribute__((constructor)) static void begin(int count, char **words)
{
    const char *text = getenv("AC_FAULTS"), *log = getenv("AC_FAULTS_LOG");
    (void)count;
    if (!is_for(words))
        unsetenv("AC_FAULTS_TTY"); /* its stderr is what it seems */
    if (!text || !log || !is_for(words))
        return;
    int file = __real_open(log, O_WRONLY | O_APPEND | O_CREAT, 0600);
    if (file < 0 || dup3(file, LOG_FILE, O_CLOEXEC) < 0)
        abort();
    __real_close(file);
    char *rest;
    struct faults_plan plan = {.first = (unsigned)strtoul(text, &rest, 10)};
    plan.on = *rest == '+';
    if (*rest == ',')
        plan.second = (unsigned)strtoul(rest + 1, NULL, 10);
    faults.on_fault = on_fault;
    faults.spared = getenv("AC_FAULTS_SPARED");
    faults_begin(plan);
}

__attribute__((destructor)) static void end(void)
{
    if (!faults.armed)
        return;
    faults_end();
    say("met", faults.met, NULL, 0);
}
