/* options.c -- see options.h. */
#include "options.h"
#include "../base/arguments.h"
#include "../base/complain.h"
#include "../base/parse.h"
#include "../base/text.h"
#include "suite.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool options_number(const struct options_value *v)
{
    return argument_number(v->typed, v->text, v->option->min, v->option->max, v->field);
}

bool options_path(const struct options_value *v)
{
    return argument_path(v->typed, v->text, v->field);
}

bool options_duration(const struct options_value *v)
{
    uint64_t *ms = v->field;
    if (!argument_duration(v->typed, v->text, 1, ms))
        return false;
    *ms = (*ms + 999999) / 1000000;
    return true;
}

bool options_flag(const struct options_value *v)
{
    return *(bool *)v->field = true;
}

bool options_read_point(const char *what, const char *word, struct plan_point *point)
{
    char *tasks = text_copy(word), *comma = strchr(tasks, ',');
    bool good = comma != NULL;
    if (good) {
        *comma = '\0';
        good = ac_parse_number(tasks, 1, OPTIONS_MOST_TASKS, &point->tasks) &&
               ac_parse_number(comma + 1, 1, INT64_MAX, &point->limit);
    }
    free(tasks);
    if (!good)
        complain("%s '%.200s': must be N,LIMIT with N from 1 to %u and a limit from 1, as in "
                 "1000,10",
                 what, word, OPTIONS_MOST_TASKS);
    return good;
}

/* Two runs of one point could not be told apart. */
bool options_point(const struct options_value *v)
{
    struct plan_point *points = v->field, *point = &points[v->all->point_count];
    if (v->all->point_count == OPTIONS_MOST_POINTS)
        return !complain("%s '%.200s': must be one of at most %d points", v->typed, v->text,
                         OPTIONS_MOST_POINTS);
    if (!options_read_point(v->typed, v->text, point))
        return false;
    for (size_t i = 0; i < v->all->point_count; i++)
        if (points[i].tasks == point->tasks && points[i].limit == point->limit)
            return !complain("%s '%.200s': must be given once; for more runs raise --rounds",
                             v->typed, v->text);
    v->all->point_count++;
    return true;
}

bool options_comparison(const struct options_value *v)
{
    const char **comparisons = v->field;
    for (size_t i = 0; i < v->all->comparison_count; i++)
        if (strcmp(comparisons[i], v->text) == 0)
            return !complain("%s '%.200s': must be given once", v->typed, v->text);
    if (v->all->comparison_count == OPTIONS_MOST_COMPARISONS)
        return !complain("%s '%.200s': must be one of at most %d", v->typed, v->text,
                         OPTIONS_MOST_COMPARISONS);
    comparisons[v->all->comparison_count++] = v->text;
    return true;
}

/* As getopt_long takes them, with --help at the end; the caller frees the list. */
static struct option *options_of_getopt(const struct bench_option *rows)
{
    struct option *list = NULL;
    size_t count = 0;
    do {
        const char *name = rows[count].name;
        list = text_resize(list, (count + 2) * sizeof *list);
        list[count] = (struct option){.name = name ? name : "help",
                                      .has_arg = name && rows[count].value != NULL,
                                      .val = name ? 256 + (int)count : 'h'};
    } while (rows[count++].name);
    list[count] = (struct option){.name = NULL};
    return list;
}

static bool options_read_one(const struct bench_option *option, struct bench_options *options)
{
    char *typed = text_format("--%s", option->name);
    bool good = option->read(
        &(struct options_value){option, typed, optarg, (char *)options + option->offset, options});
    free(typed);
    return good;
}

int options_read(const struct suite *suite, int count, char **words, struct bench_options *options,
                 const char **given)
{
    struct option *list = options_of_getopt(suite->options);
    int status = -1, option, place;
    opterr = 0;
    while (status < 0 && (option = getopt_long(count, words, ":h", list, &place)) != -1) {
        if (option == 'h') {
            status = options_help(suite);
        } else if (option == '?' || option == ':') {
            argument_refused(option, words, list);
            status = 2;
        } else {
            *given = suite->options[place].name;
            status = options_read_one(&suite->options[place], options) ? -1 : 2;
        }
    }
    free(list);
    return status;
}

/* A line of help, or several: what does not fit beside the option stands below it. */
static void options_help_line(const char *name, const char *value, const char *help, int width)
{
    char *label = text_format("--%s%s%s", name, value ? " " : "", value ? value : "");
    printf("  %-*s", width, label);
    if (strlen(label) > (size_t)width)
        printf("\n  %*s", width, "");
    for (size_t length; *help; help += length) {
        length = strcspn(help, "\n");
        printf("  %.*s\n", (int)length, help);
        length += help[length] == '\n';
        if (help[length])
            printf("  %*s", width, "");
    }
    free(label);
}

int options_help(const struct suite *suite)
{
    fputs(suite->usage, stdout);
    for (const struct bench_option *option = suite->options; option->name; option++)
        options_help_line(option->name, option->value, option->help, suite->help_width);
    options_help_line("help", NULL, "this text", suite->help_width);
    return text_finish_stdout();
}
