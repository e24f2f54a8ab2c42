/* latencies.c -- durations from a list, a pipe, or a file that is streamed; see latencies.h. */
#include "latencies.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "memory.h"
#include "parse.h"

enum { LINE_MAX_BYTES = 48, BUFFER_BYTES = 1 << 16 };

struct ac_latencies {
    uint64_t count;
    uint64_t *durations; /* of a list or a pipe; NULL: stream */
    uint64_t *offsets;   /* of a file's lines, for random access; NULL: in order only */
    uint64_t capacity;   /* of either array */
    uint64_t read;       /* durations streamed so far */
    uint64_t start;      /* in the file, of the first line */
    uint64_t position;   /* in the file, of the next line */
    size_t begin, end;   /* what of the buffer is unread */
    int file;            /* -1: none */
    const volatile int *interrupted;
    char *buffer; /* of a file: BUFFER_BYTES */
};

static int append(struct ac_latencies *l, uint64_t **array, uint64_t value)
{
    if (l->count == l->capacity) {
        uint64_t capacity = 2 * l->capacity + 1024;
        uint64_t *grown = ac_realloc(*array, capacity * sizeof *grown);
        if (!grown)
            return -ENOMEM;
        *array = grown;
        l->capacity = capacity;
    }
    (*array)[l->count] = value;
    return 0;
}

/* Fills the buffer. 1; 0: the end; or a negative errno. */
static int fill_buffer(struct ac_latencies *l)
{
    ssize_t got;
    do
        got = read(l->file, l->buffer, BUFFER_BYTES);
    while (got < 0 && errno == EINTR && !(l->interrupted && *l->interrupted));
    if (got < 0)
        return -errno;
    l->begin = 0;
    l->end = (size_t)got;
    return got > 0;
}

/* Fetches the next line, without its end, into line[LINE_MAX_BYTES], or as much of it as fits: then
 * *length is more than that. 1: a line; 0: the end; or a negative errno. */
static int next_line(struct ac_latencies *l, char *line, size_t *length)
{
    for (*length = 0; *length <= LINE_MAX_BYTES;) {
        int more = l->begin < l->end ? 1 : fill_buffer(l);
        if (more < 0)
            return more;
        if (more == 0)
            return *length > 0;
        char c = l->buffer[l->begin++];
        l->position++;
        if (c == '\n')
            break;
        if (*length < LINE_MAX_BYTES)
            line[*length] = c;
        ++*length;
    }
    return 1;
}

static int bad(struct ac_latencies_problem *problem, uint64_t line, const char *text, size_t length)
{
    size_t shown = length < sizeof problem->text ? length : sizeof problem->text - 1;
    problem->line = line;
    problem->want = "a number with a unit, as in 250us or 1.5s, from 0 to 100 years";
    for (size_t i = 0; i < shown; i++)
        problem->text[i] = text[i] >= ' ' && text[i] <= '~' ? text[i] : '?';
    problem->text[shown] = '\0';
    return -EINVAL;
}

static int read_list(struct ac_latencies *l, const char *text, uint64_t most,
                     struct ac_latencies_problem *problem)
{
    while (l->count < most) {
        size_t length = strcspn(text, ",");
        uint64_t duration_ns;
        if (!ac_parse_duration(text, length, &duration_ns))
            return bad(problem, l->count + 1, text, length);
        if (append(l, &l->durations, duration_ns))
            return -ENOMEM;
        l->count++;
        text += length;
        if (!*text++)
            break;
    }
    return 0;
}

/* Reads up to `most` lines: into durations if the file can be read only once, else for their count,
 * and for the offsets where they will be needed. */
static int read_file(struct ac_latencies *l, uint64_t most, bool once, bool random_access,
                     struct ac_latencies_problem *problem)
{
    while (l->count < most) {
        char line[LINE_MAX_BYTES];
        uint64_t offset = l->position, duration_ns;
        size_t length;
        int error = 0, more = next_line(l, line, &length);
        if (l->interrupted && *l->interrupted)
            return -EINTR;
        if (more <= 0)
            return more;
        if (length > LINE_MAX_BYTES || !ac_parse_duration(line, length, &duration_ns))
            return bad(problem, l->count + 1, line,
                       length < LINE_MAX_BYTES ? length : LINE_MAX_BYTES);
        if (once)
            error = append(l, &l->durations, duration_ns);
        else if (random_access)
            error = append(l, &l->offsets, offset);
        if (error)
            return error;
        l->count++;
    }
    return 0;
}

static int open_file(struct ac_latencies *l, const char *path, uint64_t most, bool random_access,
                     struct ac_latencies_problem *problem)
{
    struct stat status;
    l->buffer = ac_malloc(BUFFER_BYTES);
    if (!l->buffer)
        return -ENOMEM;
    bool is_stdin = strcmp(path, "-") == 0;
    l->file = is_stdin ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3) : open(path, O_RDONLY | O_CLOEXEC);
    if (l->file < 0 || fstat(l->file, &status))
        return -errno;
    off_t start = is_stdin && S_ISREG(status.st_mode) ? lseek(l->file, 0, SEEK_CUR) : 0;
    if (start < 0)
        return -errno;
    l->start = l->position = (uint64_t)start;
    return read_file(l, most, !S_ISREG(status.st_mode), random_access, problem);
}

int ac_latencies_open(struct ac_latencies **latencies, const struct ac_latencies_wish *wish,
                      struct ac_latencies_problem *problem)
{
    uint64_t most = wish->most ? wish->most : UINT64_MAX;
    *problem = (struct ac_latencies_problem){.line = 0};
    struct ac_latencies *l = ac_calloc(1, sizeof *l);
    if (!l)
        return -ENOMEM;
    l->file = -1;
    l->interrupted = wish->interrupted;
    int error = *wish->text == '@'
                    ? open_file(l, wish->text + 1, most, wish->random_access, problem)
                    : read_list(l, wish->text, most, problem);
    if (error == -ENOMEM)
        problem->line = l->count;
    if (error)
        ac_latencies_close(l);
    else
        *latencies = l;
    return error;
}

void ac_latencies_close(struct ac_latencies *l)
{
    if (!l)
        return;
    if (l->file >= 0)
        close(l->file);
    ac_free(l->durations);
    ac_free(l->offsets);
    ac_free(l->buffer);
    ac_free(l);
}

uint64_t ac_latencies_count(const struct ac_latencies *l)
{
    return l->count;
}

bool ac_latencies_indexed(const struct ac_latencies *l)
{
    return l->offsets != NULL;
}

bool ac_latencies_read_once(const struct ac_latencies *l)
{
    return l->durations && l->file >= 0;
}

static int read_at(const struct ac_latencies *l, uint64_t offset, uint64_t *duration_ns)
{
    char line[LINE_MAX_BYTES + 1];
    ssize_t got = pread(l->file, line, sizeof line, (off_t)offset);
    if (got < 0)
        return -errno;
    const char *newline = memchr(line, '\n', (size_t)got);
    size_t length = newline ? (size_t)(newline - line) : (size_t)got;
    return ac_parse_duration(line, length, duration_ns) ? 0 : -ESTALE;
}

static int read_next(struct ac_latencies *l, uint32_t number, uint64_t *duration_ns)
{
    char line[LINE_MAX_BYTES];
    size_t length;
    if (number == 1) {
        if (lseek(l->file, (off_t)l->start, SEEK_SET) < 0)
            return -errno;
        l->position = l->start;
        l->read = l->begin = l->end = 0;
    }
    if (++l->read != number)
        return -ESTALE;
    int more = next_line(l, line, &length);
    if (more < 0)
        return more;
    bool good = more && length <= LINE_MAX_BYTES && ac_parse_duration(line, length, duration_ns);
    return good ? 0 : -ESTALE;
}

int ac_latencies_get(struct ac_latencies *l, uint32_t number, uint64_t *duration_ns)
{
    if (l->durations) {
        *duration_ns = l->durations[number - 1];
        return 0;
    }
    return l->offsets ? read_at(l, l->offsets[number - 1], duration_ns)
                      : read_next(l, number, duration_ns);
}
