/* lines.h -- the lines of a descriptor, read as they are wanted, without blocking the loop.
 *
 * At most 64 KiB and one line lie ready in memory. Where nothing has come yet the loop waits for the
 * descriptor, and `more` is called when there is something to read.
 */
#ifndef AC_WORKLOADS_LINES_H
#define AC_WORKLOADS_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "../loops/ready.h"

enum ac_lines_answer {
    AC_LINES_END,  /* there are no more */
    AC_LINES_LINE, /* a line */
    AC_LINES_NONE, /* none now: `more` will be called */
};

struct ac_lines {
    int descriptor;
    char separator; /* '\n', or '\0'; it ends a line and is no part of it */
    char *bytes;    /* read, and not handed out: bytes[begin .. end - 1] */
    size_t begin, end, capacity;
    size_t searched; /* from begin on: without a separator */
    bool ended;      /* nothing more can be read */
    bool waits;      /* the loop has `ready` */
    struct ac_ready ready;
    void (*more)(struct ac_lines *lines);
    void *data; /* the caller's */
};

/* Reads `descriptor`, which stays the caller's, on `uv`; or without a loop, where it is a file. 0 or a
 * negative UV_E*. */
int ac_lines_open(struct ac_lines *lines, uv_loop_t *uv, int descriptor, char separator,
                  void (*more)(struct ac_lines *lines));

/* The next line: enum ac_lines_answer, or the negative errno of reading or of memory. *text lasts until
 * the next call, and has a NUL behind its end. The last line need not end with a separator. */
int ac_lines_next(struct ac_lines *lines, char **text, size_t *length);

/* Frees it; the loop must then turn once to close its handle. */
void ac_lines_close(struct ac_lines *lines);

#endif
