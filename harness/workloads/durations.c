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

static int append(struct ac_durations *l, uint64_t **array, uint64_t value)
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
static int fill_buffer(struct ac_durations *l)
{
    ssize_t got;
    if (l->interrupted && *l->interrupted)
        return -EINTR;
    do
        got = read(l->file, l->buffer, BUFFER_BYTES);
    while (got < 0 && errno == EINTR && !(l->interrupted && *l->interrupted));
    if (got < 0)
        return -errno;
    l->begin = 0;
    l->end = (size_t)got;
    return got > 0;
}

/* 1: a byte; 0: the end; or a negative errno. */
static int next_byte(struct ac_durations *l, char *byte)
{
    int more = l->begin < l->end ? 1 : fill_buffer(l);
    if (more <= 0)
        return more;
    *byte = l->buffer[l->begin++];
    l->position++;
    return 1;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static bool is_mark(const struct line *line)
{
    return line->length == MARK_BYTES && memcmp(line->bytes, byte_order_mark, MARK_BYTES) == 0;
}

static void trim_end(struct line *line)
{
    while (line->length && is_blank(line->bytes[line->length - 1]))
        line->length--;
}

/* Reads a line, to its end, but one that is too long, and no comment, only so far. 1: a line; 0: the end;
 * or a negative errno. */
static int read_line(struct ac_durations *l, struct line *line)
{
    char c = '\0';
    bool first = l->lines++ == 0;
    line->length = 0;
    line->too_long = false;
    line->begin = l->position;
    int more = next_byte(l, &c);
    if (more <= 0)
        return more;
    for (; more > 0 && c != '\n'; more = next_byte(l, &c)) {
        if (line->length < LINE_MAX_BYTES && (line->length || !is_blank(c)))
            line->bytes[line->length++] = c;
        else if (line->length && !is_blank(c))
            line->too_long = true;
        if (first && is_mark(line))
            line->length = 0;
        if (!line->length)
            line->begin = l->position;
        if (line->too_long && *line->bytes != '#')
            break;
    }
    trim_end(line);
    return more < 0 ? more : 1;
}

/* Fetches the next line that is neither blank nor a comment. 1: a line; 0: the end; or a negative errno. */
static int next_line(struct ac_durations *l, struct line *line)
{
    int more;
    do
        more = read_line(l, line);
    while (more > 0 && (!line->length || *line->bytes == '#'));
    return more;
}

static bool parse_line(const struct line *line, uint64_t *duration_ns)
{
    return !line->too_long && ac_parse_duration(line->bytes, line->length, duration_ns);
}

static int bad(struct ac_durations_problem *problem, uint64_t line, const char *text, size_t length)
{
    problem->line = line;
    problem->want =
        "a number with a unit (ns, us, ms, s, m, h), as in 250us or 1.5s, from 0 to 100 years";
    problem->fault = ac_duration_fault(text, length);
    ac_utf8_show(problem->text, sizeof problem->text, text, length);
    return -EINVAL;
}

static int bad_line(struct ac_durations_problem *problem, uint64_t number, const struct line *line)
{
    size_t whole =
        line->too_long ? ac_utf8_fit(line->bytes, line->length, line->length - 1) : line->length;
    bad(problem, number, line->bytes, whole);
    const char *unseen = ac_utf8_fault(line->bytes, whole);
    if (line->too_long)
        problem->fault = unseen ? unseen : "is longer than 128 bytes";
    return -EINVAL;
}

static int read_list(struct ac_durations *l, const char *text, uint64_t most,
                     struct ac_durations_problem *problem)
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
static int read_file(struct ac_durations *l, uint64_t most, bool once, bool random_access,
                     struct ac_durations_problem *problem)
{
    while (l->count < most) {
        struct line line;
        uint64_t duration_ns;
        int error = 0, more = next_line(l, &line);
        if (l->interrupted && *l->interrupted)
            return -EINTR;
        if (more <= 0)
            return more;
        if (!parse_line(&line, &duration_ns))
            return bad_line(problem, l->lines, &line);
        if (once)
            error = append(l, &l->durations, duration_ns);
        else if (random_access)
            error = append(l, &l->offsets, line.begin);
        if (error)
            return error;
        l->count++;
    }
    return 0;
}

static int open_file(struct ac_durations *l, const char *path, uint64_t most, bool random_access,
                     struct ac_durations_problem *problem)
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
    int error = read_file(l, most, !S_ISREG(status.st_mode), random_access, problem);
    l->interrupted = NULL; /* the run ends by itself */
    return error;
}

int ac_durations_open(struct ac_durations **durations, const struct ac_durations_wish *wish,
                      struct ac_durations_problem *problem)
{
    uint64_t most = wish->most ? wish->most : UINT64_MAX;
    *problem = (struct ac_durations_problem){.line = 0};
    struct ac_durations *l = ac_calloc(1, sizeof *l);
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
        ac_durations_close(l);
    else
        *durations = l;
    return error;
}

void ac_durations_close(struct ac_durations *l)
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

uint64_t ac_durations_count(const struct ac_durations *l)
{
    return l->count;
}

bool ac_durations_indexed(const struct ac_durations *l)
{
    return l->offsets != NULL;
}

bool ac_durations_read_once(const struct ac_durations *l)
{
    return l->durations && l->file >= 0;
}

static int read_at(const struct ac_durations *l, uint64_t offset, uint64_t *duration_ns)
{
    struct line line = {.too_long = false};
    ssize_t got = pread(l->file, line.bytes, sizeof line.bytes, (off_t)offset);
    if (got < 0)
        return -errno;
    const char *newline = memchr(line.bytes, '\n', (size_t)got);
    line.length = newline ? (size_t)(newline - line.bytes) : (size_t)got;
    trim_end(&line);
    return parse_line(&line, duration_ns) ? 0 : -ESTALE;
}

static int read_next(struct ac_durations *l, uint32_t number, uint64_t *duration_ns)
{
    struct line line;
    if (number == 1) {
        if (lseek(l->file, (off_t)l->start, SEEK_SET) < 0)
            return -errno;
        l->position = l->start;
        l->read = l->lines = l->begin = l->end = 0;
    }
    if (++l->read != number)
        return -ESTALE;
    int more = next_line(l, &line);
    if (more < 0)
        return more;
    return more && parse_line(&line, duration_ns) ? 0 : -ESTALE;
}

int ac_durations_get(struct ac_durations *l, uint32_t number, uint64_t *duration_ns)
{
    if (l->durations) {
        *duration_ns = l->durations[number - 1];
        return 0;
    }
    return l->offsets ? read_at(l, l->offsets[number - 1], duration_ns)
                      : read_next(l, number, duration_ns);
}
