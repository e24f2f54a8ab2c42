/* lines.c -- see lines.h. */
#include "lines.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "../engine/memory.h"

enum { LINES_READ = 65536 };

int ac_lines_open(struct ac_lines *lines, uv_loop_t *uv, int descriptor, char separator,
                  void (*more)(struct ac_lines *lines))
{
    *lines = (struct ac_lines){.descriptor = descriptor, .separator = separator, .more = more};
    int error = uv ? ac_ready_init(&lines->ready, uv, descriptor) : UV_EPERM;
    lines->ready.data = lines;
    lines->waits = !error;
    return error == UV_EPERM ? 0 : error; /* what is always ready is never waited for */
}

/* Whether a line lies ready; its length. At the end of what can be read the rest is one. */
static bool lines_find(struct ac_lines *lines, size_t *length)
{
    size_t ready = lines->end - lines->begin;
    const char *from = lines->bytes + lines->begin;
    const char *found = ready > lines->searched ? memchr(from + lines->searched, lines->separator,
                                                         ready - lines->searched)
                                                : NULL;
    *length = found ? (size_t)(found - from) : ready;
    lines->searched = ready;
    return found || (lines->ended && ready);
}

/* Room for a read and a NUL, at the end of what lies ready. */
static int lines_reserve(struct ac_lines *lines)
{
    size_t ready = lines->end - lines->begin;
    if (lines->begin) {
        memmove(lines->bytes, lines->bytes + lines->begin, ready);
        lines->begin = 0;
        lines->end = ready;
    }
    if (ready + LINES_READ + 1 <= lines->capacity)
        return 0;
    size_t capacity = 2 * ready + LINES_READ + 1;
    char *grown = ac_realloc(lines->bytes, capacity);
    if (!grown)
        return -ENOMEM;
    lines->bytes = grown;
    lines->capacity = capacity;
    return 0;
}

/* Reads once. 1: something was read, or the end; 0: nothing is there yet; or a negative errno. */
static int lines_read(struct ac_lines *lines)
{
    struct pollfd now = {.fd = lines->descriptor, .events = POLLIN};
    if (lines->waits && poll(&now, 1, 0) == 0)
        return 0;
    int error = lines_reserve(lines);
    if (error)
        return error;
    ssize_t got = read(lines->descriptor, lines->bytes + lines->end, LINES_READ);
    if (got < 0)
        return errno == EAGAIN || errno == EINTR ? 0 : -errno;
    lines->end += (size_t)got;
    lines->ended = got == 0;
    return 1;
}

static void lines_on_ready(struct ac_ready *ready)
{
    struct ac_lines *lines = ready->data;
    lines->more(lines);
}

int ac_lines_next(struct ac_lines *lines, char **text, size_t *length)
{
    int did = 1;
    while (!lines_find(lines, length)) {
        if (lines->ended)
            return AC_LINES_END;
        did = lines_read(lines);
        if (did < 0)
            return did;
        if (!did && lines->waits) {
            ac_ready_wait(&lines->ready, UV_READABLE, lines_on_ready);
            return AC_LINES_NONE;
        }
    }
    *text = lines->bytes + lines->begin;
    (*text)[*length] = '\0';
    lines->begin += *length + 1;
    if (lines->begin > lines->end)
        lines->begin = lines->end; /* the last, without its separator */
    lines->searched = 0;
    return AC_LINES_LINE;
}

void ac_lines_close(struct ac_lines *lines)
{
    if (lines->waits)
        ac_ready_close(&lines->ready);
    ac_free(lines->bytes);
    lines->bytes = NULL;
}
