/* lines.c -- see lines.h. */
#include "lines.h"

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

static struct program start(struct program program, const char *lines, const char *format,
                            va_list arguments)
{
    char command[16384] = "exec ";
    int length = vsnprintf(command + 5, sizeof command - 5, format, arguments);
    assert_true(length >= 0 && (size_t)length < sizeof command - 5);
    program.stdin_file = lines_file(lines, strlen(lines));
    program_start(&program, command);
    close(program.stdin_file);
    return program;
}

struct program lines_start_in(struct program program, const char *lines, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    program = start(program, lines, format, arguments);
    va_end(arguments);
    return program;
}

struct program lines_run_in(struct program program, const char *lines, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    program = start(program, lines, format, arguments);
    va_end(arguments);
    program_wait(&program);
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
