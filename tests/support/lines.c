/* lines.c -- see lines.h. */
#include "lines.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "check.h"

int lines_file(const char *bytes, size_t count)
{
    int file = memfd_create("lines", MFD_CLOEXEC);
    assert_true(file >= 0);
    for (size_t done = 0; done < count;) {
        ssize_t wrote = write(file, bytes + done, count - done);
        assert_true(wrote > 0);
        done += (size_t)wrote;
    }
    assert_int_equal(lseek(file, 0, SEEK_SET), 0);
    return file;
}

struct program lines_start_command(struct program program, const char *command, const char *lines,
                                   const char *format, va_list arguments)
{
    char words[16384];
    size_t begun = (size_t)snprintf(words, sizeof words, "%s ", command);
    int length = vsnprintf(words + begun, sizeof words - begun, format, arguments);
    assert_true(length >= 0 && (size_t)length < sizeof words - begun);
    program.stdin_file = lines_file(lines, strlen(lines));
    program_start(&program, words);
    close(program.stdin_file);
    return program;
}

struct program lines_start_in(struct program program, const char *lines, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    program = lines_start_command(program, "exec", lines, format, arguments);
    va_end(arguments);
    return program;
}

struct program lines_run_in(struct program program, const char *lines, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    program = lines_start_command(program, "exec", lines, format, arguments);
    va_end(arguments);
    program_wait(&program);
    return program;
}

enum { LINES_PIPE = 9, LINES_APART = 20, LINES_REST = 64 };

/* A pipe whose write end is LINES_PIPE. The test reads from what is returned. */
static int lines_open_pipe(void)
{
    int ends[2];
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    int from = fcntl(ends[0], F_DUPFD_CLOEXEC, LINES_APART);
    int to = fcntl(ends[1], F_DUPFD_CLOEXEC, LINES_APART);
    assert_true(from >= 0 && to >= 0);
    close(ends[0]);
    close(ends[1]);
    assert_int_equal(dup2(to, LINES_PIPE), LINES_PIPE);
    close(to);
    return from;
}

/* Reads to the end, which comes when no process has the pipe any more. */
static void lines_read_rest(int from, char *rest)
{
    size_t length = 0;
    char byte;
    while (read(from, &byte, 1) > 0)
        if (rest && length < LINES_REST - 1)
            rest[length++] = byte;
    if (rest)
        rest[length] = '\0';
    close(from);
}

struct program lines_signalled(int number, unsigned jobs, char *rest, const char *lines,
                               const char *format, ...)
{
    char byte;
    int from = lines_open_pipe();
    va_list arguments;
    va_start(arguments, format);
    struct program program =
        lines_start_command((struct program){.pid = 0}, "exec", lines, format, arguments);
    va_end(arguments);
    close(LINES_PIPE);
    for (unsigned begun = 0; begun < jobs; begun++)
        assert_int_equal(read(from, &byte, 1), 1);
    kill(program.pid, number);
    program_wait(&program);
    lines_read_rest(from, rest);
    return program;
}

void lines_check(const char *lines, const char *words, int status, const char *output,
                 const char *errors)
{
    struct program program = lines_run_in((struct program){.pid = 0}, lines, "%s", words);
    PROGRAM_CHECK(program, program.status == status);
    PROGRAM_CHECK(program, !strcmp(program.output, output));
    PROGRAM_CHECK(program, !strcmp(program.errors, errors));
    program_free(&program);
}
