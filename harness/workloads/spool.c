/* spool.c -- see spool.h. */
#include "spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../engine/memory.h"

enum { SPOOL_FIRST = 256, SPOOL_PATH = 4096 };

/* --- the file --- */

int ac_spool_file(void)
{
    const char *folder = getenv("TMPDIR");
    char path[SPOOL_PATH];
    if (!folder || !*folder)
        folder = "/tmp";
    int file = -1;
#ifdef O_TMPFILE
    file = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC | O_EXCL, 0600);
#endif
    if (file >= 0)
        return file;
    int length = snprintf(path, sizeof path, "%s/as-completed-XXXXXX", folder);
    if (length < 0 || (size_t)length >= sizeof path)
        return -ENAMETOOLONG;
    file = mkostemp(path, O_CLOEXEC);
    if (file < 0)
        return -errno;
    unlink(path);
    return file;
}

static int spool_write(int file, uint32_t block, const char *bytes)
{
    for (size_t done = 0; done < AC_SPOOL_BLOCK;) {
        off_t offset = (off_t)block * AC_SPOOL_BLOCK + (off_t)done;
        ssize_t wrote = pwrite(file, bytes + done, AC_SPOOL_BLOCK - done, offset);
        if (wrote < 0 && errno != EINTR)
            return -errno;
        done += wrote > 0 ? (size_t)wrote : 0;
    }
    return 0;
}

static int spool_grow(uint32_t **list, uint32_t *capacity)
{
    uint32_t wanted = *capacity ? 2 * *capacity : 16;
    uint32_t *grown = ac_realloc(*list, (size_t)wanted * sizeof *grown);
    if (!grown)
        return -ENOMEM;
    *list = grown;
    *capacity = wanted;
    return 0;
}

/* A block of the file that nobody uses. 0 or a negative errno. */
static int spool_take(struct ac_spool *spool, uint32_t *block)
{
    if (spool->file < 0)
        spool->file = ac_spool_file();
    if (spool->file < 0) {
        int error = spool->file;
        spool->file = -1;
        return error;
    }
    if (spool->unused_count) {
        *block = spool->unused[--spool->unused_count];
        return 0;
    }
    if (spool->blocks == spool->unused_capacity &&
        spool_grow(&spool->unused, &spool->unused_capacity))
        return -ENOMEM;
    *block = spool->blocks++;
    return 0;
}

/* --- streams --- */

/* Moves what is in memory, a block, to the file. Where that fails it stays in memory. */
static int stream_spill(struct ac_spool *spool, struct ac_stream *stream)
{
    uint32_t block;
    if (stream->block_count == stream->block_capacity &&
        spool_grow(&stream->blocks, &stream->block_capacity))
        return -ENOMEM;
    int error = spool_take(spool, &block);
    if (error)
        return error;
    error = spool_write(spool->file, block, stream->last);
    if (error) {
        spool->unused[spool->unused_count++] = block;
        return error;
    }
    stream->blocks[stream->block_count++] = block;
    stream->last_count = 0;
    return 0;
}

static int stream_reserve(struct ac_stream *stream, size_t count)
{
    uint32_t wanted = stream->last_capacity ? stream->last_capacity : SPOOL_FIRST;
    while (wanted < stream->last_count + count && wanted < AC_SPOOL_BLOCK)
        wanted *= 2;
    if (wanted == stream->last_capacity)
        return 0;
    char *grown = ac_realloc(stream->last, wanted);
    if (!grown)
        return -ENOMEM;
    stream->last = grown;
    stream->last_capacity = wanted;
    return 0;
}

int ac_spool_add(struct ac_spool *spool, struct ac_stream *stream, const char *bytes, size_t count)
{
    while (count) {
        int error = stream_reserve(stream, count);
        if (error)
            return error;
        size_t room = stream->last_capacity - stream->last_count;
        size_t part = count < room ? count : room;
        memcpy(stream->last + stream->last_count, bytes, part);
        stream->last_count += (uint32_t)part;
        bytes += part;
        count -= part;
        error = stream->last_count == AC_SPOOL_BLOCK ? stream_spill(spool, stream) : 0;
        if (error)
            return error;
    }
    return 0;
}

uint64_t ac_stream_length(const struct ac_stream *stream)
{
    return (uint64_t)stream->block_count * AC_SPOOL_BLOCK + stream->last_count;
}

int64_t ac_spool_read(const struct ac_spool *spool, const struct ac_stream *stream, uint64_t offset,
                      char *into, size_t count)
{
    uint64_t at = offset / AC_SPOOL_BLOCK;
    size_t from = (size_t)(offset % AC_SPOOL_BLOCK);
    if (at < stream->block_count) {
        size_t most = AC_SPOOL_BLOCK - from;
        off_t place = (off_t)stream->blocks[at] * AC_SPOOL_BLOCK + (off_t)from;
        ssize_t got;
        do
            got = pread(spool->file, into, count < most ? count : most, place);
        while (got < 0 && errno == EINTR);
        return got > 0 ? got : got == 0 ? -EIO : -errno;
    }
    size_t most = stream->last_count - from;
    memcpy(into, stream->last + from, count < most ? count : most);
    return (int64_t)(count < most ? count : most);
}

void ac_spool_free(struct ac_spool *spool, struct ac_stream *stream)
{
    for (uint32_t i = 0; i < stream->block_count; i++)
        spool->unused[spool->unused_count++] = stream->blocks[i];
    ac_free(stream->blocks);
    ac_free(stream->last);
    *stream = (struct ac_stream){.last = NULL};
}

void ac_spool_close(struct ac_spool *spool)
{
    if (spool->file >= 0)
        close(spool->file);
    ac_free(spool->unused);
    *spool = (struct ac_spool){.file = -1};
}
