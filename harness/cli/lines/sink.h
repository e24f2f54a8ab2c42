/* sink.h -- stdout or stderr, written while the loop goes on: a slow reader stops nobody else. */
#ifndef AC_CLI_LINES_SINK_H
#define AC_CLI_LINES_SINK_H

#include "../../engine/run.h"
#include "../../loops/ready.h"

struct ac_sink {
    int descriptor;
    bool waits, ready;
    struct ac_ready poll;
    int error; /* the first of a write, or 0: nothing is written after it */
};

/* 0 or a negative UV_E*, and there is nothing to close. */
int ac_sink_open(struct ac_sink *sink, uv_loop_t *uv, int descriptor);

/* Writes all bytes, and turns the loop of `run` while the reader takes none. Returns sink->error, or
 * -EINTR once *stop is not 0: then some bytes are not written. */
int ac_sink_write(struct ac_sink *sink, struct ac_run *run, const char *bytes, size_t count,
                  const volatile int *stop);

void ac_sink_close(struct ac_sink *sink);

#endif
