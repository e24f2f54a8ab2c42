/* help.c -- what --help prints: one sentence an option, from its row in options.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../strategies/strategies.h"
#include "../base/text.h"
#include "command_line.h"
#include "command_rows.h"

enum { MARGIN = 28, COLUMNS = 100, COMMAND_MARGIN = 45 };

static const char head[] =
    "as-completed -- many tasks, a few at a time, each result as soon as it is ready\n"
    "\n";

static const char tail[] =
    "\n"
    "TIME is a number with a unit (ns, us, ms, s, m, h), as 1.5ms or 1m30s. Data goes to stdout, "
    "messages go to stderr.\n"
    "Exit status: 0 ended as asked, 1 a task or the run failed, 2 wrong usage, 130 interrupted.\n";

/* The names of those of the table whose flags under `mask` are `flags`. */
static void help_names(struct text *text, unsigned mask, unsigned flags)
{
    const char *join = "";
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++)
        if (((*s)->flags & mask) == flags) {
            text_printf(text, "%s%s", join, (*s)->name);
            join = ", ";
        }
}

/* Adds words from the margin on, in as many lines as they need; the first line is there up to it. */
static void help_wrap(struct text *text, const char *words)
{
    size_t column = MARGIN;
    while (*words) {
        size_t length = strcspn(words, " ");
        if (column > MARGIN && column + 1 + length > COLUMNS) {
            text_printf(text, "\n%*s", MARGIN, "");
            column = MARGIN;
        }
        text_printf(text, "%s%.*s", column > MARGIN ? " " : "", (int)length, words);
        column += length + (column > MARGIN);
        words += length + strspn(words + length, " ");
    }
    text_add(text, "\n");
}

/* The workloads and what they do. */
static void help_workloads(struct text *text)
{
    const char *join = "";
    for (const struct ac_workload_row *const *row = ac_workloads; *row; row++) {
        text_printf(text, "%s%s: %s", join, (*row)->name, (*row)->idea);
        join = "; ";
    }
}

void ac_help_say(struct text *words, const struct ac_option *option)
{
    if (option->kind == AC_OPTION_STRATEGY) {
        help_names(words, AC_CONTROL, 0);
        text_add(words, ", or a control: ");
        help_names(words, AC_CONTROL, AC_CONTROL);
        text_add(words, "; ");
    } else if (option->choices == ac_workload_names) {
        help_workloads(words);
    } else if (option->only) {
        help_names(words, option->only, option->only);
        text_add(words, ": ");
    }
    text_add(words, option->help);
    if (option->start)
        text_printf(words, " (%s)", option->start);
}

static void help_option(struct text *text, const struct ac_option *option)
{
    struct text words = {.chars = NULL};
    if (option->group)
        text_printf(text, "\n%s:\n", option->group);
    if (option->letter)
        text_printf(&words, "  -%c, ", option->letter);
    text_printf(&words, "%*s--%s %s", option->letter ? 0 : 6, "", option->name,
                option->value ? option->value : "");
    text_printf(text, "%-*s", MARGIN, text_chars(&words));
    text_free(&words);
    ac_help_say(&words, option);
    help_wrap(text, text_chars(&words));
    text_free(&words);
}

static void help_command(struct text *text, const char *name, const char *words, const char *idea)
{
    char *command = text_format("%s%s%s", name, *words ? " " : "", words);
    text_printf(text, "  as-completed %-*s  %s\n", COMMAND_MARGIN, command, idea);
    free(command);
}

#define COMMAND(name, words, idea) help_command(&text, name, words, idea);

void ac_help(void)
{
    struct text text = {.chars = NULL};
    text_add(&text, head);
    AC_COMMAND_ROWS(COMMAND)
    for (const struct ac_option *row = ac_option_table; row->name; row++)
        if (row->help)
            help_option(&text, row);
    text_add(&text, tail);
    fputs(text_chars(&text), stdout);
    text_free(&text);
}
