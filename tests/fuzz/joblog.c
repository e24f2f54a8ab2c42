/* joblog.c -- any bytes are read as a job log, up to the last whole line, or the first line that is none is named; and each
 * command is in it as often as a plain reading of the bytes finds it.
 *
 * The first byte says whether the header stands before the others. What is not a command of the log is asked for as
 * well.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../harness/cli/exec/resume.h"
#include "fuzz.h"

enum { MOST = 4096, TABS = 8 };

/* What is expected. */
struct expected {
    struct {
        const char *text;
        size_t length;
    } jobs[MOST];
    uint64_t count, end, bad_line;
};

/* The command of a line, whose end is at `end`; NULL: it is no line of a log. */
static const char *expect_command(const char *line, const char *end)
{
    const char *at = line;
    while (at < end && *at >= '0' && *at <= '9')
        at++;
    if (at == line || at == end || *at != '\t')
        return NULL;
    unsigned tabs = 0;
    for (at = line; at < end && tabs < TABS; at++)
        tabs += *at == '\t';
    return tabs == TABS ? at : NULL;
}

/* Whether the first line is that of a log, or a part of it that has no end. */
static bool expect_header(const char *text, size_t size, bool whole)
{
    size_t length = strlen(ac_joblog_header);
    if (!whole && size < length)
        return memcmp(text, ac_joblog_header, size) == 0;
    return size == length && memcmp(text, ac_joblog_header, size) == 0;
}

static void expect(struct expected *e, const char *text, size_t size)
{
    e->count = e->end = e->bad_line = 0;
    for (const char *at = text, *stop; at < text + size; at = stop + 1) {
        size_t left = (size_t)(text + size - at);
        stop = memchr(at, '\n', left);
        bool first = at == text;
        if (first && !expect_header(at, stop ? (size_t)(stop + 1 - at) : left, stop != NULL))
            e->bad_line = 1;
        if (!stop || e->bad_line)
            return;
        const char *command = first ? NULL : expect_command(at, stop);
        if (!first && !command)
            e->bad_line = e->count + 2;
        if (e->bad_line)
            return;
        if (command) {
            e->jobs[e->count].text = command;
            e->jobs[e->count++].length = (size_t)(stop - command);
        }
        e->end = (uint64_t)(stop + 1 - text);
    }
}

/* How often the log has it. */
static unsigned expect_count(const struct expected *e, const char *command, size_t length)
{
    unsigned count = 0;
    for (uint64_t i = 0; i < e->count; i++)
        count += e->jobs[i].length == length && memcmp(e->jobs[i].text, command, length) == 0;
    return count;
}

/* Takes every job once, and what begins as a job does, or goes on behind it. */
static void check_jobs(struct ac_resume *resume, const struct expected *e)
{
    for (uint64_t i = 0; i < e->count; i++) {
        const char *text = e->jobs[i].text;
        size_t length = e->jobs[i].length;
        for (size_t other = length ? length - 1 : 1; other <= length + 1; other += 2)
            fuzz_check(expect_count(e, text, other) || !ac_resume_take(resume, text, other));
    }
    for (uint64_t i = 0; i < e->count; i++)
        fuzz_check(ac_resume_take(resume, e->jobs[i].text, e->jobs[i].length));
    fuzz_check(resume->matched == e->count);
    for (uint64_t i = 0; i < e->count; i++)
        fuzz_check(!ac_resume_take(resume, e->jobs[i].text, e->jobs[i].length));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct expected expected;
    struct ac_resume resume;
    char path[32];
    if (size < 1 || size > MOST)
        return 0;
    size_t header = *data & 1 ? strlen(ac_joblog_header) : 0, length = header + size - 1;
    char *text = malloc(length + 1);
    fuzz_check(text);
    memcpy(text, ac_joblog_header, header);
    memcpy(text + header, data + 1, size - 1);
    int file = fuzz_file(text, length, path), error = ac_resume_read(&resume, file);
    expect(&expected, text, length);
    fuzz_check(error == (expected.bad_line ? -EINVAL : 0));
    fuzz_check(resume.bad_line == expected.bad_line);
    if (!error) {
        fuzz_check(resume.end == expected.end && resume.jobs == expected.count);
        check_jobs(&resume, &expected);
    }
    ac_resume_free(&resume);
    close(file);
    free(text);
    return 0;
}
