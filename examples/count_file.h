/* count_file.h -- the bytes and lines of one file, which libuv reads to its end: an operation such as
 * many programs have, with a callback at its end. It knows nothing of tasks.
 */
#ifndef EXAMPLES_COUNT_FILE_H
#define EXAMPLES_COUNT_FILE_H

#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

struct count_file;
typedef void count_file_cb(struct count_file *count, int error);

struct count_file {
    uv_fs_t request; /* first: it leads back to its operation */
    void *data;      /* the caller's */
    uint64_t bytes, lines;
    char *buffer;
    uv_file file;
    int error;
    bool cancelled;
    count_file_cb *done;
};

/* Begins, with a `count` that is zeroed but for its data. Returns 0; then `done` is called once, from
 * the loop, when the file is closed again: with 0, or why it was not read to its end. Or returns why it
 * could not begin, and `done` is not called. Errors are a negative UV_E*. */
int count_file_start(struct count_file *count, uv_loop_t *loop, const char *path,
                     count_file_cb *done);

/* Asks it to end soon: `done` still follows, with UV_ECANCELED; or with 0, if it had come to the end. */
void count_file_cancel(struct count_file *count);

/* Frees its memory, whether or not it was ever started; but not between the start and `done`. */
void count_file_free(struct count_file *count);

#endif
