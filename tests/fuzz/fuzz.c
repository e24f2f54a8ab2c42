/* fuzz.c -- see fuzz.h. */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static FILE *real_stderr; /* NULL: not kept */
static char *kept;
static size_t kept_size;

void fuzz_fail(const char *what, const char *file, int line)
{
    fprintf(real_stderr ? real_stderr : stderr, "%s:%d: does not hold: %s\n", file, line, what);
    abort();
}

char *fuzz_string(const uint8_t *data, size_t size)
{
    char *string = calloc(1, size + 1);
    fuzz_check(string);
    if (size)
        memcpy(string, data, size);
    return string;
}

int fuzz_file(const void *data, size_t size, char path[32])
{
    int file = memfd_create("fuzz", MFD_CLOEXEC);
    fuzz_check(file >= 0);
    fuzz_check(write(file, data, size) == (ssize_t)size);
    snprintf(path, 32, "/proc/self/fd/%d", file);
    return file;
}

void fuzz_keep_stderr(void)
{
    real_stderr = stderr;
    free(kept);
    stderr = open_memstream(&kept, &kept_size);
    fuzz_check(stderr);
}

unsigned fuzz_release_stderr(const char **said)
{
    unsigned lines = 0;
    fclose(stderr);
    stderr = real_stderr;
    real_stderr = NULL;
    for (const char *c = kept; *c; c++)
        lines += *c == '\n';
    fuzz_check(!kept_size || kept[kept_size - 1] == '\n');
    if (said)
        *said = kept;
    return lines;
}
