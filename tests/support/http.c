/* http.c -- see http.h. */
#include "http.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "../../harness/base/text.h"
#include "check.h"
#include "files.h"
#include "lines.h"
#include "machine.h"

static const char header[] = "number\turl\tstatus\tbytes\terror\tqueued_ns\tconnect_ns\t"
                             "first_byte_ns\tdone_ns\treused";

struct server http_server;

char *http_lines(const struct server *server, const char *words)
{
    struct text text = {.chars = NULL};
    char *copy = text_copy(words), *rest = copy;
    for (char *word; (word = strsep(&rest, " "));) {
        if (*word == '/')
            text_printf(&text, "http://127.0.0.1:%u", server->port);
        text_printf(&text, "%s\n", word);
    }
    free(copy);
    copy = text_copy(text_chars(&text));
    text_free(&text);
    return copy;
}

struct program http_start_in(struct program program, const char *lines, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    program = lines_start_command(program, "http", lines, format, arguments);
    va_end(arguments);
    return program;
}

struct program http_run_in(struct program program, const char *lines, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    program = lines_start_command(program, "http", lines, format, arguments);
    va_end(arguments);
    program_wait(&program);
    return program;
}

/* --- rows --- */

static char *field(char **line)
{
    char *text = strsep(line, "\t");
    if (!text)
        fail_msg("a row has a column too few");
    return text;
}

static uint64_t whole(char **line, bool may_be_empty)
{
    char *text = field(line), *end;
    if (!*text && may_be_empty)
        return HTTP_NEVER;
    uint64_t value = strtoull(text, &end, 10);
    if (end == text || *end)
        fail_msg("'%s' is no whole number", text);
    return value;
}

static struct http_row row_of(char *line)
{
    struct http_row row = {.number = (unsigned)whole(&line, false)};
    row.url = field(&line);
    row.status = (unsigned)whole(&line, false);
    row.bytes = whole(&line, false);
    row.error = field(&line);
    row.queued_ns = whole(&line, true);
    row.connect_ns = whole(&line, true);
    row.first_byte_ns = whole(&line, true);
    row.done_ns = whole(&line, true);
    row.reused = whole(&line, false) != 0;
    assert_null(line);
    return row;
}

struct http_rows http_rows(const struct program *program)
{
    struct http_rows rows = {.text = text_copy(program->output)};
    char *rest = rows.text, *line = strsep(&rest, "\n");
    PROGRAM_CHECK(*program, !strcmp(line, header));
    while (rest && *(line = strsep(&rest, "\n"))) {
        PROGRAM_CHECK(*program, rest != NULL); /* it has its end */
        struct http_row row = row_of(line);
        PROGRAM_CHECK(*program, row.number > 0 && !http_row(&rows, row.number));
        rows.rows = text_resize(rows.rows, (rows.count + 1) * sizeof row);
        rows.rows[rows.count++] = row;
    }
    return rows;
}

const struct http_row *http_row(const struct http_rows *rows, unsigned number)
{
    for (unsigned i = 0; i < rows->count; i++)
        if (rows->rows[i].number == number)
            return &rows->rows[i];
    return NULL;
}

void http_rows_free(struct http_rows *rows)
{
    free(rows->rows);
    free(rows->text);
}

/* --- a group of tests --- */

void http_preload(bool on)
{
    unsetenv("LD_PRELOAD");
    if (!on)
        return;
    if (under_instruments())
        skip_because("instruments take the place of these calls themselves");
    char *path = text_copy(machine_program()), *end = strrchr(path, '/');
    *end = '\0';
    char *preloaded = text_format("%s/tests/http_faults.so", path);
    setenv("LD_PRELOAD", preloaded, 1);
    setenv("HTTP_FAULT_LOG", scratch_path("met"), 1);
    free(path);
    free(preloaded);
}

int http_begin(void **state)
{
    if (machine_open(state))
        return -1;
    http_server = server_start();
    return 0;
}

int http_end(void **state)
{
    server_end(&http_server);
    return machine_close(state);
}
