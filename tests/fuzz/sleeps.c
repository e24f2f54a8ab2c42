/* sleeps.c -- durations from a list, a file or a pipe are those that a plain reading of the bytes gives,
 * in order, again from the start, and in any order; or the first bad one is named.
 *
 * The first byte says how they are read, the second how many at most; the others are what is read.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../harness/base/parse.h"
#include "../../harness/engine/memory.h"
#include "../../harness/workloads/durations.h"
#include "fuzz.h"

enum { LINE_MOST = 128, MOST = 4096 };

/* How the first byte has them read. */
enum { LIST = 1, PIPE = 2, RANDOM = 4, BOUNDED = 8, TRUNCATED = 16 };

/* What is expected. */
struct expected {
    uint64_t durations_ns[MOST], count;
    bool bad;      /* the one after them */
    uint64_t line; /* of that; in a list, which item */
};

static void expect_one(struct expected *e, const char *text, size_t length)
{
    e->bad = !ac_parse_duration(text, length, &e->durations_ns[e->count]);
    e->count += !e->bad;
}

static void expect_list(struct expected *e, const char *text, uint64_t most)
{
    for (bool more = true; more && e->count < most && !e->bad;) {
        size_t length = strcspn(text, ",");
        e->line = e->count + 1;
        expect_one(e, text, length);
        more = text[length] == ',';
        text += length + 1;
    }
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* What counts of a line. */
static void strip(const char **text, size_t *length, bool first)
{
    while (*length && is_blank(**text))
        ++*text, --*length;
    while (first && *length >= 3 && memcmp(*text, "\xef\xbb\xbf", 3) == 0) {
        *text += 3;
        *length -= 3;
        while (*length && is_blank(**text))
            ++*text, --*length;
    }
    while (*length && is_blank((*text)[*length - 1]))
        --*length;
}

static void expect_file(struct expected *e, const char *text, size_t size, uint64_t most)
{
    const char *end = text + size;
    for (e->line = 1; text < end && e->count < most; e->line++) {
        const char *stop = memchr(text, '\n', (size_t)(end - text)), *line = text;
        size_t length = (size_t)((stop ? stop : end) - text);
        strip(&line, &length, e->line == 1);
        if (length && *line != '#')
            expect_one(e, line, length > LINE_MOST ? 0 : length);
        if (e->bad || !stop)
            return;
        text = stop + 1;
    }
}

static int write_pipe(const void *data, size_t size, char path[32])
{
    int ends[2];
    fuzz_check(pipe(ends) == 0);
    fuzz_check(write(ends[1], data, size) == (ssize_t)size);
    close(ends[1]);
    snprintf(path, 32, "/proc/self/fd/%d", ends[0]);
    return ends[0];
}

static void check_durations(struct ac_durations *l, const struct expected *e, unsigned way)
{
    uint64_t ns, count = e->count;
    const uint64_t read[] = {count / 2, count, count}; /* from the start each time */
    for (size_t pass = 0; pass < sizeof read / sizeof *read; pass++)
        for (uint64_t i = 0; i < read[pass]; i++)
            fuzz_check(ac_durations_get(l, (uint32_t)i + 1, &ns) == 0 && ns == e->durations_ns[i]);
    bool in_order = !(way & (LIST | PIPE | RANDOM));
    for (uint64_t i = count; i-- > 0;) {
        int error = ac_durations_get(l, (uint32_t)i + 1, &ns);
        fuzz_check(error || ns == e->durations_ns[i]);
        fuzz_check(in_order && i > 0 ? error == -ESTALE : error == 0);
    }
}

/* A file that gets shorter while it is read is noticed, or was in the buffer. */
static void check_truncated(struct ac_durations *l, const struct expected *e, int file)
{
    uint64_t ns;
    fuzz_check(ftruncate(file, 1) == 0);
    for (uint64_t i = 0; i < e->count; i++) {
        int error = ac_durations_get(l, (uint32_t)i + 1, &ns);
        fuzz_check(!error || error == -ESTALE);
        fuzz_check(error || ns <= AC_DURATION_MAX_NS);
    }
}

static void check_read(const char *text, uint64_t most, const struct expected *e, unsigned way,
                       int file)
{
    struct ac_durations *l = NULL;
    struct ac_durations_problem problem;
    struct ac_durations_wish wish = {.text = text,
                                     .random_access = way & RANDOM,
                                     .most = way & BOUNDED ? most : 0};
    int error = ac_durations_open(&l, &wish, &problem);
    fuzz_check(e->bad ? error == -EINVAL : error == 0);
    if (error) {
        fuzz_check(problem.line == e->line && problem.fault && problem.want);
        fuzz_check(memchr(problem.text, '\0', sizeof problem.text));
        return;
    }
    fuzz_check(ac_durations_count(l) == e->count);
    if (file >= 0 && way & TRUNCATED && !(way & PIPE))
        check_truncated(l, e, file);
    else
        check_durations(l, e, way);
    ac_durations_close(l);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct expected expected;
    struct fuzz_bytes bytes = {data, data + size};
    unsigned way = fuzz_byte(&bytes);
    uint64_t most = fuzz_byte(&bytes) + UINT64_C(1), heap_bytes = ac_heap_bytes();
    size_t left = (size_t)(bytes.end - bytes.at);
    if (left > MOST)
        return 0;
    char *list = fuzz_string(bytes.at, left), path[1 + 32] = "@";
    if (way & LIST)
        left = strlen(list);
    int file = way & LIST   ? -1
               : way & PIPE ? write_pipe(list, left, path + 1)
                            : fuzz_file(list, left, path + 1);
    expected.count = expected.bad = 0;
    if (way & LIST)
        expect_list(&expected, list, way & BOUNDED ? most : MOST);
    else
        expect_file(&expected, list, left, way & BOUNDED ? most : MOST);
    if (!(way & LIST && *list == '@'))
        check_read(way & LIST ? list : path, most, &expected, way, file);
    if (file >= 0)
        close(file);
    free(list);
    fuzz_check(ac_heap_bytes() == heap_bytes);
    return 0;
}
