/* http_output.c -- see http_output.h. */
#include "http_output.h"
#include "../../base/rows.h"
#include "../../base/statistics.h"
#include "../../base/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Numbers, of which the median is wanted. */
struct output_list {
    double *values;
    size_t count;
};

static void output_add(struct output_list *list, double value)
{
    if (list->count % 1024 == 0)
        list->values = text_resize(list->values, (list->count + 1024) * sizeof *list->values);
    list->values[list->count++] = value;
}

/* A number a line, times `unit`; other lines are left out. */
static void output_read_lines(const char *text, double unit, struct output_list *list)
{
    while (*text) {
        char *end;
        double value = strtod(text, &end);
        size_t length = strcspn(text, "\n");
        if (end == text + length && length)
            output_add(list, value * unit);
        text += length + (text[length] == '\n');
    }
}

static void output_read_rows(const char *text, struct output_list *list)
{
    struct rows rows;
    if (rows_parse(&rows, text) == 0)
        for (size_t row = 0; row < rows.count; row++)
            if (!isnan(rows_number(&rows, row, "done_ns")))
                output_add(list, rows_number(&rows, row, "done_ns"));
    rows_free(&rows);
}

/* Of "    50%   61.00us". */
static void output_read_wrk(const char *text, struct output_list *list)
{
    static const struct {
        const char *name;
        double ns;
    } units[] = {{"us", 1e3}, {"ms", 1e6}, {"s", 1e9}};
    const char *half = strstr(text, " 50% ");
    char *unit = NULL;
    double value = half ? strtod(half + strlen(" 50% "), &unit) : NAN;
    for (size_t i = 0; half && i < sizeof units / sizeof *units; i++)
        if (strncmp(unit, units[i].name, strlen(units[i].name)) == 0) {
            output_add(list, value * units[i].ns);
            return;
        }
}

double http_output_median(const char *path, enum http_form form)
{
    struct text text = {0};
    struct output_list list = {NULL, 0};
    double median = NAN;
    if (text_read_file(&text, path) == 0) {
        const char *chars = text_chars(&text);
        if (form == HTTP_TSV)
            output_read_rows(chars, &list);
        else if (form == HTTP_OF_WRK)
            output_read_wrk(chars, &list);
        else
            output_read_lines(chars, form == HTTP_SECONDS ? 1e9 : 1, &list);
        median = statistics_median(list.values, list.count);
    }
    free(list.values);
    text_free(&text);
    return median;
}

/* The number that `take` finds in the line of the file in which `word` stands. */
static double output_find(const char *path, const char *word, const char *form)
{
    struct text text = {0};
    double number = NAN, found;
    if (text_read_file(&text, path) == 0)
        for (const char *line = text_chars(&text); *line; line += strcspn(line, "\n")) {
            line += *line == '\n';
            const char *at = strstr(line, word);
            if (at && (size_t)(at - line) < strcspn(line, "\n") && sscanf(line, form, &found) == 1)
                number = found;
        }
    text_free(&text);
    return number;
}

double http_output_requests(const char *path)
{
    return output_find(path, " requests in ", "%lf");
}

double http_output_calls(const char *path)
{
    return output_find(path, " total", "%*f %*f %*u %lf");
}

/* The most frequent of the reasons, which are sorted: equal ones stand together. */
static const char *output_most_frequent(const char *const reasons[], size_t count)
{
    const char *most = NULL;
    size_t times = 0;
    for (size_t i = 0, same = 0; i < count; i++) {
        same = i && strcmp(reasons[i], reasons[i - 1]) == 0 ? same + 1 : 1;
        if (same > times) {
            times = same;
            most = reasons[i];
        }
    }
    return most;
}

static int output_by_text(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

uint64_t http_output_failures(const char *path, const char *errors, char **reason)
{
    struct rows rows;
    struct text said = {0};
    size_t count = 0;
    bool read = rows_read(&rows, path) == 0;
    const char **reasons = text_resize(NULL, (rows.count + 1) * sizeof *reasons);
    for (size_t row = 0; read && row < rows.count; row++) {
        const char *error = rows_get(&rows, row, "error");
        if (*error && strcmp(error, "null") != 0)
            reasons[count++] = error;
    }
    qsort(reasons, count, sizeof *reasons, output_by_text);
    const char *most = output_most_frequent(reasons, count);
    *reason = most ? text_copy(most) : NULL;
    if (!most && text_read_file(&said, errors) == 0 && *text_chars(&said))
        *reason = text_format("%.*s", (int)strcspn(text_chars(&said), "\n"), text_chars(&said));
    free(reasons);
    text_free(&said);
    rows_free(&rows);
    return count;
}
