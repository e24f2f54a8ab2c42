/* child.c -- a command of a random run; child.h says what it does. */
#include "child.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct line {
    unsigned number, bytes[2], sleep_ms, value;
    char kind;
};

/* How many begins this job has noted before: the size of a file of its own. */
static unsigned attempt(unsigned number)
{
    char path[1024];
    struct stat status;
    snprintf(path, sizeof path, "%s.%u", getenv("CHILD_STAMPS"), number);
    int file = open(path, O_WRONLY | O_APPEND | O_CREAT, 0600);
    if (file < 0 || write(file, "+", 1) != 1 || fstat(file, &status))
        abort();
    close(file);
    return (unsigned)status.st_size;
}

static void stamp(char what, unsigned number)
{
    char text[256];
    struct timespec now;
    int file = open(getenv("CHILD_STAMPS"), O_WRONLY | O_APPEND | O_CREAT, 0600);
    clock_gettime(CLOCK_MONOTONIC, &now);
    int length = snprintf(text, sizeof text, "%c %u %s %s %lld\n", what, number, getenv("AC_SEQ"),
                          getenv("AC_SLOT"), (long long)now.tv_sec * 1000000000 + now.tv_nsec);
    if (file < 0 || write(file, text, (size_t)length) != length)
        abort();
    close(file);
}

static void print_all(int file, const char *bytes, size_t count)
{
    while (count) {
        ssize_t wrote = write(file, bytes, count);
        if (wrote < 0)
            exit(99);
        bytes += wrote;
        count -= (size_t)wrote;
    }
}

/* In turn a piece on stdout and a piece on stderr. */
static void print_both(const struct line *line)
{
    static char piece[7000];
    size_t done[2] = {0, 0};
    for (unsigned stream = 0; done[0] < line->bytes[0] || done[1] < line->bytes[1]; stream ^= 1) {
        size_t count = 0;
        for (; count < sizeof piece && done[stream] < line->bytes[stream]; count++)
            piece[count] = (char)child_byte(line->number, stream, done[stream]++);
        print_all((int)stream + 1, piece, count);
    }
}

static void print_headers(const struct line *line)
{
    for (unsigned stream = 0; stream < 2; stream++) {
        char header[64];
        int length =
            snprintf(header, sizeof header, CHILD_HEADER, line->number, line->bytes[stream]);
        print_all((int)stream + 1, header, (size_t)length);
    }
}

int main(int count, char **words)
{
    struct line line;
    if (count != 2 || !getenv("CHILD_STAMPS") ||
        sscanf(words[1], "%u %u %u %u %c %u", &line.number, &line.bytes[0], &line.bytes[1],
               &line.sleep_ms, &line.kind, &line.value) != 6)
        return 98;
    if (line.kind == CHILD_STAYS)
        signal(SIGTERM, SIG_IGN);
    stamp('B', line.number);
    unsigned tries = line.kind == CHILD_RETRIED ? attempt(line.number) : 0;
    print_headers(&line);
    print_both(&line);
    while (line.kind == CHILD_PAUSES || line.kind == CHILD_STAYS)
        pause();
    usleep(line.sleep_ms * 1000);
    stamp('E', line.number);
    if (line.kind == CHILD_KILLED)
        raise((int)line.value);
    return line.kind == CHILD_RETRIED ? tries < line.value : (int)line.value;
}
