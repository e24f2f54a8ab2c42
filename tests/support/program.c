/* program.c -- see program.h. stdout and stderr go to unlinked files, so nothing can block. */
#include "program.h"

#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "files.h"

enum { PATIENCE_S = 120, MOST_FILES = 64, NOBODY = 65534 };

/* Where the word ends that `end` ends. The test's own folders are part of it, whatever they are called. */
static char *end_of(char *word, char end)
{
    while (*word && *word != end)
        word += scratch_prefix(word) ? scratch_prefix(word) : 1;
    return word;
}

void program_split(char *command, char **words)
{
    size_t count = 0;
    for (char *at = command + strspn(command, " "); *at; at += strspn(at, " ")) {
        char end = *at == '\'' ? '\'' : ' ';
        at += end == '\'';
        assert_true(count + 1 < PROGRAM_WORDS);
        words[count++] = at;
        at = end_of(at, end);
        if (*at)
            *at++ = '\0';
    }
    words[count] = NULL;
}

void program_limit_cpu(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_CPU, &limit) == 0) {
        limit.rlim_cur = PATIENCE_S;
        setrlimit(RLIMIT_CPU, &limit);
    }
}

/* Signals that whoever runs the tests ignores are not ignored here. */
static void reset_signals(const struct circumstances *in)
{
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGXFSZ};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        signal(numbers[i], SIG_DFL);
    if (in->ignored)
        signal(in->ignored, SIG_IGN);
}

static void enter(const struct circumstances *in)
{
    struct rlimit limit = {in->most, in->most};
    bool nobody = in->unprivileged && geteuid() == 0;
    reset_signals(in);
    if ((in->folder && chdir(in->folder)) ||
        (nobody && (setgroups(0, NULL) || setgid(NOBODY) || setuid(NOBODY))) ||
        (in->limited && setrlimit((unsigned)in->resource, &limit)))
        _exit(126);
    for (int file = STDERR_FILENO + 1; file < MOST_FILES && (in->limited || in->closed); file++)
        fcntl(file, F_SETFD, FD_CLOEXEC); /* the test's own */
    for (int file = 0; file <= STDERR_FILENO; file++)
        if (in->closed & 1u << file)
            close(file);
}

static void become(const struct program *program, char **words)
{
    if (program->stdin_file)
        dup2(program->stdin_file, STDIN_FILENO);
    if (program->stdout_file == STDOUT_CLOSED)
        close(STDOUT_FILENO);
    else
        dup2(program->stdout_file > 0 ? program->stdout_file : fileno(program->output_file),
             STDOUT_FILENO);
    dup2(program->stderr_file ? program->stderr_file : fileno(program->errors_file), STDERR_FILENO);
    if (program->address_space) {
        struct rlimit limit = {program->address_space, program->address_space};
        setrlimit(RLIMIT_AS, &limit);
    }
    program_limit_cpu();
    enter(&program->in);
    execve(words[0], words, program->in.environment ? program->in.environment : environ);
    _exit(127);
}

void program_start(struct program *program, const char *command)
{
    char *words[PROGRAM_WORDS + 1], *copy = strdup(command);
    const char *path = program->in.path ? program->in.path : getenv("AS_COMPLETED");
    assert_non_null(copy);
    words[0] = strdup(path ? path : "build/as-completed");
    program_split(copy, words + 1);
    program->output_file = tmpfile();
    program->errors_file = tmpfile();
    assert_true(program->output_file && program->errors_file);
    int began[2]; /* the child's end is closed by exec, or by its end */
    assert_int_equal(pipe2(began, O_CLOEXEC), 0);
    program->pid = fork();
    if (program->pid == 0)
        become(program, words);
    assert_true(program->pid > 0);
    close(began[1]);
    assert_int_equal(read(began[0], copy, 1), 0);
    close(began[0]);
    free(words[0]);
    free(copy);
}

static char *contents(FILE *stream)
{
    assert_int_equal(fseek(stream, 0, SEEK_END), 0);
    size_t size = (size_t)ftell(stream);
    char *text = malloc(size + 1);
    assert_non_null(text);
    rewind(stream);
    text[fread(text, 1, size, stream)] = '\0';
    fclose(stream);
    return text;
}

/* What a build without timerfd says of itself on every run on the real clock is of no interest. */
static void drop_notice(char *errors)
{
    char *notice = strstr(errors, "as-completed: a uv_timer_t wakes the loop");
    if (notice) {
        char *rest = notice + strcspn(notice, "\n");
        rest += *rest == '\n';
        memmove(notice, rest, strlen(rest) + 1);
    }
}

void program_wait(struct program *program)
{
    int status;
    struct rusage usage;
    assert_int_equal(wait4(program->pid, &status, 0, &usage), program->pid);
    program->memory = (size_t)usage.ru_maxrss * 1024;
    program->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    program->output = contents(program->output_file);
    program->errors = contents(program->errors_file);
    drop_notice(program->errors);
    program->errors_lines = 0;
    for (const char *c = program->errors; *c; c++)
        program->errors_lines += *c == '\n';
    if (program->status == 127 && !*program->errors && !program->in.unprivileged)
        fail_msg("the program is not there: AS_COMPLETED, or build/as-completed");
}

void program_free(struct program *program)
{
    free(program->output);
    free(program->errors);
}

static struct program run(struct program program, const char *format, va_list arguments)
{
    char command[16384];
    int length = vsnprintf(command, sizeof command, format, arguments);
    assert_true(length >= 0 && (size_t)length < sizeof command);
    program_start(&program, command);
    program_wait(&program);
    return program;
}

struct program program_run_in(struct program program, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    program = run(program, format, arguments);
    va_end(arguments);
    return program;
}

struct program program_run(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct program program =
        run((struct program){.stdout_file = STDOUT_CAPTURED}, format, arguments);
    va_end(arguments);
    return program;
}
