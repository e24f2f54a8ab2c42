/* resume.c -- see resume.h. */
#include "resume.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { RESUME_TABS = 8, RESUME_FIRST = 64, RESUME_PART = 4096 };

const char ac_joblog_header[] =
    "Seq\tHost\tStarttime\tJobRuntime\tSend\tReceive\tExitval\tSignal\tCommand\n";

/* --- the table: open addressing, at most half full --- */

static uint64_t resume_hash(const char *text, size_t length)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325); /* FNV-1a */
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)text[i]) * UINT64_C(0x100000001b3);
    return hash ^ hash >> 29;
}

/* Whether the command stands at that place of the file. */
static bool resume_is_at(const struct ac_resume *r, uint64_t at, const char *command, size_t length)
{
    char part[RESUME_PART];
    for (size_t done = 0; done < length;) {
        size_t want = length - done < sizeof part ? length - done : sizeof part;
        ssize_t got = pread(r->descriptor, part, want, (off_t)(at + done));
        if (got <= 0 || memcmp(part, command + done, (size_t)got) != 0)
            return false;
        done += (size_t)got;
    }
    return true;
}

/* The entry of the command, or the free one where it belongs. The table has room. */
static struct ac_resume_entry *resume_find(const struct ac_resume *r, const char *command,
                                           size_t length)
{
    uint64_t hash = resume_hash(command, length), i = hash & (r->room - 1);
    for (; r->entries[i].at; i = (i + 1) & (r->room - 1))
        if (r->entries[i].hash == hash && r->entries[i].length == length &&
            resume_is_at(r, r->entries[i].at, command, length))
            break;
    return &r->entries[i];
}

static int resume_grow(struct ac_resume *r)
{
    uint64_t room = r->room ? 2 * r->room : RESUME_FIRST;
    struct ac_resume_entry *grown = calloc((size_t)room, sizeof *grown);
    if (!grown)
        return -ENOMEM;
    for (uint64_t i = 0; i < r->room; i++) {
        uint64_t to = r->entries[i].hash & (room - 1);
        while (grown[to].at)
            to = (to + 1) & (room - 1);
        if (r->entries[i].at)
            grown[to] = r->entries[i];
    }
    free(r->entries);
    r->entries = grown;
    r->room = room;
    return 0;
}

static int resume_add(struct ac_resume *r, const char *command, size_t length, uint64_t at)
{
    if (length > UINT32_MAX)
        return -EFBIG;
    int error = 2 * r->used >= r->room ? resume_grow(r) : 0;
    if (error)
        return error;
    struct ac_resume_entry *entry = resume_find(r, command, length);
    if (!entry->at) {
        *entry = (struct ac_resume_entry){resume_hash(command, length), at, (uint32_t)length, 0};
        r->used++;
    }
    entry->count++;
    return 0;
}

/* --- the log --- */

/* Where the command begins in a line; NULL: it is no line of a log. */
static const char *resume_command(const char *line, size_t length)
{
    const char *at = line, *end = line + length;
    if (line[strspn(line, "0123456789")] != '\t' || *line == '\t')
        return NULL;
    for (int tabs = 0; at && tabs < RESUME_TABS; tabs++) {
        at = memchr(at, '\t', (size_t)(end - at));
        at = at ? at + 1 : NULL;
    }
    return at;
}

/* A whole line, with its end. */
static int resume_line(struct ac_resume *r, const char *line, size_t length)
{
    const char *command = resume_command(line, length);
    r->jobs++;
    if (command)
        return resume_add(r, command, (size_t)(line + length - 1 - command),
                          r->end + (uint64_t)(command - line));
    r->bad_line = r->jobs + 1;
    return -EINVAL;
}

/* The first line; a cut one is none. */
static int resume_header(struct ac_resume *r, const char *line, size_t length)
{
    size_t whole = strlen(ac_joblog_header);
    bool cut = length < whole && memcmp(line, ac_joblog_header, length) == 0;
    if (cut || (length == whole && memcmp(line, ac_joblog_header, whole) == 0))
        return 0;
    r->bad_line = 1;
    return -EINVAL;
}

int ac_resume_read(struct ac_resume *r, int descriptor)
{
    *r = (struct ac_resume){.descriptor = descriptor};
    int own = dup(descriptor), error = 0;
    FILE *stream = own < 0 || lseek(own, 0, SEEK_SET) < 0 ? NULL : fdopen(own, "r");
    if (!stream) {
        error = -errno;
        if (own >= 0)
            close(own);
        return error;
    }
    char *line = NULL;
    size_t room = 0;
    ssize_t got = 0;
    while (!error && (got = getline(&line, &room, stream)) > 0) {
        if (r->end == 0)
            error = resume_header(r, line, (size_t)got);
        if (line[got - 1] != '\n')
            break; /* it was cut short */
        if (!error && r->end)
            error = resume_line(r, line, (size_t)got);
        r->end += (uint64_t)got;
    }
    if (!error && got <= 0 && !feof(stream))
        error = -errno; /* of memory, too: then the rest was not read */
    free(line);
    fclose(stream);
    return error;
}

bool ac_resume_take(struct ac_resume *r, const char *command, size_t length)
{
    struct ac_resume_entry *entry = r->used ? resume_find(r, command, length) : NULL;
    if (!entry || !entry->count)
        return false;
    entry->count--;
    r->matched++;
    return true;
}

void ac_resume_free(struct ac_resume *r)
{
    free(r->entries);
    *r = (struct ac_resume){.descriptor = -1};
}
