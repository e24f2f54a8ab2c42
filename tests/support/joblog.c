/* joblog.c -- see joblog.h. */
#include "joblog.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "files.h"
#include "lines.h"

void joblog_run(const char *lines, const char *words, int status, const char *output,
                const char *errors)
{
    struct program program = lines_run_in((struct program){.pid = 0}, lines, "%s", words);
    PROGRAM_CHECK(program, program.status == status);
    PROGRAM_CHECK(program, !output || !strcmp(program.output, output));
    PROGRAM_CHECK(program, !errors || !strcmp(program.errors, errors));
    program_free(&program);
}

const char *joblog_with(const char *options)
{
    static char words[1024];
    snprintf(words, sizeof words, "-s callback -l 2 --joblog %s %s", scratch_path("log"), options);
    return words;
}

char *joblog_read(void)
{
    static char all[4096];
    char *text = file_read(scratch_path("log"), NULL), found[10][256] = {""};
    assert_non_null(text);
    assert_memory_equal(text, JOBLOG_HEADER, strlen(JOBLOG_HEADER));
    for (char *line = text + strlen(JOBLOG_HEADER); *line; line = strchr(line, '\n') + 1) {
        unsigned seq, send, receive, ms;
        int status, number, at = 0;
        char runtime[16], *end = strchr(line, '\n');
        assert_non_null(end);
        assert_int_equal(sscanf(line, "%u\t:\t%*u.%3u\t%10[ 0-9.]\t%u\t%u\t%d\t%d\t%n", &seq, &ms,
                                runtime, &send, &receive, &status, &number, &at),
                         7);
        assert_true(at && seq >= 1 && seq <= 9);
        const char *third = strchr(strchr(strchr(line, '\t') + 1, '\t') + 1, '\t') + 1;
        assert_int_equal(strcspn(third, "\t"), 10);
        snprintf(found[seq] + strlen(found[seq]), 256 - strlen(found[seq]), "%u %u %u %d %d %.*s;",
                 seq, send, receive, status, number, (int)(end - line - at), line + at);
    }
    *all = '\0';
    for (int i = 1; i <= 9; i++)
        strcat(all, found[i]);
    free(text);
    return all;
}
