/* capture.h -- what a child writes into a pipe: it is read on a loop, and kept in the spool. */
#ifndef AC_WORKLOADS_CAPTURE_H
#define AC_WORKLOADS_CAPTURE_H

#include <stdbool.h>
#include <uv.h>

#include "spool.h"

struct ac_capture;

/* What all pipes of a program share. */
struct ac_captures {
    uv_loop_t *uv;
    struct ac_spool *spool;
    void (*ended)(struct ac_capture *capture); /* a pipe is at its end, and is being closed */
    void (*gone)(struct ac_capture *capture);  /* the loop holds nothing of it */
    char buffer[65536];
};

/* One pipe. */
struct ac_capture {
    struct ac_captures *all;
    void *data;               /* the caller's */
    struct ac_stream *stream; /* what it brings */
    int *error; /* the first of reading and keeping it: 0 or a negative errno; more is read all the
                   same, since the child would wait for ever, and is not kept */
    bool open;
    int file; /* our end */
    uv_pipe_t pipe;
};

/* Makes the pipe. Its other end is a plain one, whose descriptor is closed on exec: the caller's to close,
 * where it is not -1. 0 or a negative errno; in any case it is to be closed if it is `open`. */
int ac_capture_open(struct ac_capture *capture, int *other_end);

/* Begins to read. */
void ac_capture_begin(struct ac_capture *capture);

/* Reads now what lies in the pipe. It closes the pipe if that is at its end, and does not call `ended`. A
 * process that writes on and on is not followed. */
void ac_capture_rest(struct ac_capture *capture);

/* Closes the pipe, if it is open. In a later turn of the loop `gone` is called. */
void ac_capture_close(struct ac_capture *capture);

#endif
