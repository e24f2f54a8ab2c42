/* durations.c -- durations from a list, a pipe, or a file that is streamed; see durations.h. */
#include "durations.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../base/parse.h"
#include "../base/utf8.h"
#include "../engine/memory.h"

enum { LINE_MAX_BYTES = 128, BUFFER_BYTES = 1 << 16 };

static const char byte_order_mark[] = "\xef\xbb\xbf";
enum { MARK_BYTES = sizeof byte_order_mark - 1 };

/* A line without what does not count at its beginning and end. */
struct line {
    char bytes[LINE_MAX_BYTES];
    size_t length;
    bool too_long;  /* there was more */
    uint64_t begin; /* where it is in the file */
};

struct ac_durations {
    uint64_t count;
    uint64_t *durations; /* of a list or a pipe; NULL: stream */
    uint64_t *offsets;   /* of a file's lines, for random access; NULL: in order only */
    uint64_t capacity;   /* of either array */
    uint64_t read;       /* durations streamed so far */
    uint64_t lines;      /* read so far, all of them */
    uint64_t start;      /* in the file, of the first line */
    uint64_t position;   /* in the file, of the next line */
    size_t begin, end;   /* what of the buffer is unread */
    int file;            /* -1: none */
    const volatile int *interrupted;
    char *buffer; /* of a file: BUFFER_BYTES */
};

static bool durations_interrupted(const struct ac_durations *d)
{
    return d->interrupted && *d->interrupted;
}

/* Counts one more, and keeps `value` for it in `array`, if that is not NULL. 0 or -ENOMEM. */
static int durations_add(struct ac_durations *d, uint64_t **array, uint64_t value)
{
    if (array && d->count == d->capacity) {
        uint64_t capacity = 2 * d->capacity + 1024;
        uint64_t *grown = ac_realloc(*array, capacity * sizeof *grown);
        if (!grown)
            return -ENOMEM;
        *array = grown;
        d->capacity = capacity;
    }
    if (array)
        (*array)[d->count] = value;
    d->count++;
    return 0;
}

/* Fills the buffer. 1; 0: the end; or a negative errno. */
static int durations_fill_buffer(struct ac_durations *d)
{
    ssize_t got = -1;
    errno = EINTR;
    while (got < 0 && errno == EINTR && !durations_interrupted(d))
        got = read(d->file, d->buffer, BUFFER_BYTES);
    if (got < 0)
        return -errno;
    d->begin = 0;
    d->end = (size_t)got;
    return got > 0;
}

/* 1: a byte; 0: the end; or a negative errno. */
static int durations_next_byte(struct ac_durations *d, char *byte)
{
    int more = d->begin < d->end ? 1 : durations_fill_buffer(d);
    if (more <= 0)
        return more;
    *byte = d->buffer[d->begin++];
    d->position++;
    return 1;
}

static bool line_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static bool line_is_mark(const struct line *line)
{
    return line->length == MARK_BYTES && memcmp(line->bytes, byte_order_mark, MARK_BYTES) == 0;
}

static void line_trim_end(struct line *line)
{
    while (line->length && line_blank(line->bytes[line->length - 1]))
        line->length--;
}

/* Reads a line, to its end, but one that is too long, and no comment, only so far. 1: a line; 0:
 * the end; or a negative errno. */
static int durations_read_line(struct ac_durations *d, struct line *line)
{
    char c = '\0';
    bool first = d->lines++ == 0;
    line->length = 0;
    line->too_long = false;
    line->begin = d->position;
    int more = durations_next_byte(d, &c);
    if (more <= 0)
        return more;
    for (; more > 0 && c != '\n'; more = durations_next_byte(d, &c)) {
        if (line->length < LINE_MAX_BYTES && (line->length || !line_blank(c)))
            line->bytes[line->length++] = c;
        else if (line->length && !line_blank(c))
            line->too_long = true;
        if (first && line_is_mark(line))
            line->length = 0;
        if (!line->length)
            line->begin = d->position;
        if (line->too_long && *line->bytes != '#')
            break;
    }
    line_trim_end(line);
    return more < 0 ? more : 1;
}

/* Fetches the next line that is neither blank nor a comment. 1: a line; 0: the end; or a negative
 * errno. */
static int durations_next_line(struct ac_durations *d, struct line *line)
{
    int more;
    do
        more = durations_read_line(d, line);
    while (more > 0 && (!line->length || *line->bytes == '#'));
    return more;
}

static bool line_parse(const struct line *line, uint64_t *duration_ns)
{
    return !line->too_long && ac_parse_duration(line->bytes, line->length, duration_ns);
}

/* Says that `text` is no duration, and why: `fault`. -EINVAL. */
static int durations_refuse(struct ac_durations_problem *problem, uint64_t number, const char *text,
                            size_t length, const char *fault)
{
    problem->line = number;
    problem->want =
        "a number with a unit (ns, us, ms, s, m, h), as in 250us or 1.5s, from 0 to 100 years";
    problem->fault = fault;
    ac_utf8_show(problem->text, sizeof problem->text, text, length);
    return -EINVAL;
}

static int durations_refuse_line(struct ac_durations_problem *problem, uint64_t number,
                                 const struct line *line)
{
    const char *text = line->bytes;
    if (!line->too_long)
        return durations_refuse(problem, number, text, line->length,
                                ac_duration_fault(text, line->length));
    size_t whole = ac_utf8_fit(text, line->length, line->length - 1);
    const char *unseen = ac_utf8_fault(text, whole);
    return durations_refuse(problem, number, text, whole,
                            unseen ? unseen : "is longer than 128 bytes");
}

static int durations_read_list(struct ac_durations *d, const char *text, uint64_t most,
                               struct ac_durations_problem *problem)
{
    while (d->count < most) {
        size_t length = strcspn(text, ",");
        uint64_t duration_ns;
        if (!ac_parse_duration(text, length, &duration_ns))
            return durations_refuse(problem, d->count + 1, text, length,
                                    ac_duration_fault(text, length));
        if (durations_add(d, &d->durations, duration_ns))
            return -ENOMEM;
        text += length;
        if (!*text++)
            break;
    }
    return 0;
}

/* Reads up to `most` lines. Keeps the durations if the file can be read only once; else counts
 * them, and keeps their offsets where they will be needed. */
static int durations_read_file(struct ac_durations *d, uint64_t most, bool once, bool random_access,
                               struct ac_durations_problem *problem)
{
    struct line line;
    uint64_t duration_ns, **array = once ? &d->durations : random_access ? &d->offsets : NULL;
    int error = 0;
    while (!error && d->count < most) {
        int more = durations_next_line(d, &line);
        if (durations_interrupted(d))
            return -EINTR;
        if (more <= 0)
            return more;
        if (!line_parse(&line, &duration_ns))
            return durations_refuse_line(problem, d->lines, &line);
        error = durations_add(d, array, once ? duration_ns : line.begin);
    }
    return error;
}

static int durations_open_file(struct ac_durations *d, const char *path, uint64_t most,
                               bool random_access, struct ac_durations_problem *problem)
{
    struct stat status;
    d->buffer = ac_malloc(BUFFER_BYTES);
    if (!d->buffer)
        return -ENOMEM;
    bool is_stdin = strcmp(path, "-") == 0;
    d->file = is_stdin ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3) : open(path, O_RDONLY | O_CLOEXEC);
    if (d->file < 0 || fstat(d->file, &status))
        return -errno;
    off_t start = is_stdin && S_ISREG(status.st_mode) ? lseek(d->file, 0, SEEK_CUR) : 0;
    if (start < 0)
        return -errno;
    d->start = d->position = (uint64_t)start;
    int error = durations_read_file(d, most, !S_ISREG(status.st_mode), random_access, problem);
    d->interrupted = NULL; /* the run ends by itself */
    return error;
}

int ac_durations_open(struct ac_durations **durations, const struct ac_durations_wish *wish,
                      struct ac_durations_problem *problem)
{
    uint64_t most = wish->most ? wish->most : UINT64_MAX;
    *problem = (struct ac_durations_problem){.line = 0};
    struct ac_durations *d = ac_calloc(1, sizeof *d);
    if (!d)
        return -ENOMEM;
    d->file = -1;
    d->interrupted = wish->interrupted;
    int error = *wish->text == '@'
                    ? durations_open_file(d, wish->text + 1, most, wish->random_access, problem)
                    : durations_read_list(d, wish->text, most, problem);
    if (error == -ENOMEM)
        problem->line = d->count;
    if (error)
        ac_durations_close(d);
    else
        *durations = d;
    return error;
}

void ac_durations_close(struct ac_durations *d)
{
    if (!d)
        return;
    if (d->file >= 0)
        close(d->file);
    ac_free(d->durations);
    ac_free(d->offsets);
    ac_free(d->buffer);
    ac_free(d);
}

uint64_t ac_durations_count(const struct ac_durations *d)
{
    return d->count;
}

bool ac_durations_indexed(const struct ac_durations *d)
{
    return d->offsets != NULL;
}

bool ac_durations_read_once(const struct ac_durations *d)
{
    return d->durations && d->file >= 0;
}

static int durations_read_at(const struct ac_durations *d, uint64_t offset, uint64_t *duration_ns)
{
    struct line line = {.too_long = false};
    ssize_t got = pread(d->file, line.bytes, sizeof line.bytes, (off_t)offset);
    if (got < 0)
        return -errno;
    const char *newline = memchr(line.bytes, '\n', (size_t)got);
    line.length = newline ? (size_t)(newline - line.bytes) : (size_t)got;
    line_trim_end(&line);
    return line_parse(&line, duration_ns) ? 0 : -ESTALE;
}

static int durations_read_next(struct ac_durations *d, uint32_t number, uint64_t *duration_ns)
{
    struct line line;
    if (number == 1) {
        if (lseek(d->file, (off_t)d->start, SEEK_SET) < 0)
            return -errno;
        d->position = d->start;
        d->read = d->lines = d->begin = d->end = 0;
    }
    if (++d->read != number)
        return -ESTALE;
    int more = durations_next_line(d, &line);
    if (more < 0)
        return more;
    return more && line_parse(&line, duration_ns) ? 0 : -ESTALE;
}

int ac_durations_get(struct ac_durations *d, uint32_t number, uint64_t *duration_ns)
{
    if (d->durations) {
        *duration_ns = d->durations[number - 1];
        return 0;
    }
    return d->offsets ? durations_read_at(d, d->offsets[number - 1], duration_ns)
                      : durations_read_next(d, number, duration_ns);
}
