/* spool.h -- what jobs have printed, until somebody reads it: a little in memory, the rest in a file.
 *
 * Each stream keeps its last bytes, fewer than 64 KiB, in memory. What is older is in blocks of 64 KiB
 * of one file without a name, which all streams share. The blocks of a stream that is freed are used
 * again, so the file is as long as the streams that lived at once. It is made in TMPDIR, or /tmp, when
 * the first block is full.
 */
#ifndef AC_WORKLOADS_SPOOL_H
#define AC_WORKLOADS_SPOOL_H

#include <stddef.h>
#include <stdint.h>

#define AC_SPOOL_BLOCK 65536

/* Makes a file without a name in TMPDIR, or /tmp. It, the caller's to close; or a negative errno. */
int ac_spool_file(void);

/* Zeroed is empty, but for `file`, which is -1. */
struct ac_spool {
    int file;
    uint32_t blocks;  /* of the file */
    uint32_t *unused; /* of them: unused[0 .. unused_count - 1] */
    uint32_t unused_count;
    uint32_t unused_capacity; /* as many as there are blocks, so that freeing needs no memory */
};

/* One stream. Zeroed is empty. */
struct ac_stream {
    char *last; /* the bytes in memory */
    uint32_t last_count, last_capacity;
    uint32_t *blocks; /* those in the file, in order */
    uint32_t block_count, block_capacity;
};

/* Adds bytes. 0; -ENOMEM; or the negative errno of the file, as -ENOSPC. After an error the
 * stream has what came before; add nothing more to it. */
int ac_spool_add(struct ac_spool *spool, struct ac_stream *stream, const char *bytes, size_t count);

uint64_t ac_stream_length(const struct ac_stream *stream);

/* Copies up to `count` bytes from `offset` on, which is before the end. How many, at least 1; or a
 * negative errno. */
int64_t ac_spool_read(const struct ac_spool *spool, const struct ac_stream *stream, uint64_t offset,
                      char *into, size_t count);

/* Frees a stream, which is empty then. */
void ac_spool_free(struct ac_spool *spool, struct ac_stream *stream);

/* Closes the file. Every stream was freed. */
void ac_spool_close(struct ac_spool *spool);

#endif
