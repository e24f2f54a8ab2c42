/* roff.c -- the tables in the language of man(7). See describe.h. */
#include <stdlib.h>
#include <string.h>

#include "../../strategies/strategies.h"
#include "../bench/suite.h"
#include "../cli/command_line.h"
#include "../cli/command_rows.h"
#include "describe.h"

static void roff_add_char(struct text *text, char c)
{
    if (c == '\\')
        text_add(text, "\\e");
    else if (c == '-')
        text_add(text, "\\-");
    else
        text_add_bytes(text, &c, 1);
}

/* Adds words, of which roff takes none for a request or a hyphen. Words in capitals stand for
 * others: with `names` they are set apart. */
static void roff_add(struct text *text, const char *words, bool names)
{
    if (*words == '.' || *words == '\'')
        text_add(text, "\\&");
    while (*words) {
        size_t length = names ? strspn(words, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_") : 0;
        if (length > 1) {
            text_printf(text, "\\fI%.*s\\fP", (int)length, words);
        } else {
            length = 1;
            roff_add_char(text, *words);
        }
        words += length;
    }
}

/* --- as-completed --- */

static void roff_synopsis_line(struct text *text, const char *name, const char *words)
{
    text_printf(text, "\\fBas\\-completed %s\\fP%s", name, *words ? " " : "");
    roff_add(text, words, true);
    text_add(text, "\n");
}

#define SYNOPSIS(name, words, idea) roff_synopsis_line(text, name, words);

void describe_synopsis(struct text *text)
{
    AC_COMMAND_ROWS(SYNOPSIS)
}

static void roff_item(struct text *text, const char *name, const char *words)
{
    text_add(text, ".TP\n.B ");
    roff_add(text, name, false);
    text_add(text, "\n");
    roff_add(text, words, false);
    text_add(text, "\n");
}

#define ITEM(name, words, idea) roff_item(text, name, idea);

void describe_commands(struct text *text)
{
    AC_COMMAND_ROWS(ITEM)
}

void describe_strategies(struct text *text)
{
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++)
        roff_item(text, (*s)->name, (*s)->idea);
}

#define COMMAND_NAME(name, ...) name,

/* The commands that take an option, unless all that run tasks do; `list` takes none of those that it is
 * counted with. */
static void roff_takers(struct text *text, const struct ac_option *option)
{
    static const char *const commands[] = {AC_COMMAND_ROWS(COMMAND_NAME) NULL};
    const char *join = "Taken by ";
    if (option->of == AC_OF_TASKS || option->at == offsetof(struct ac_options, command))
        return;
    for (unsigned command = AC_RUN; commands[command]; command++)
        if (ac_command_takes((enum ac_command)command, option)) {
            text_printf(text, "%s%s", join, commands[command]);
            join = ", ";
        }
    text_add(text, ".\n");
}

/* Ends the line of an option, after its \fB. */
static void roff_name(struct text *text, const char *name, const char *value)
{
    text_add(text, "\\-\\-");
    roff_add(text, name, false);
    text_add(text, value ? "\\fP " : "\\fP");
    roff_add(text, value ? value : "", true);
    text_add(text, "\n");
}

static void roff_option(struct text *text, const struct ac_option *option)
{
    struct text words = {.chars = NULL};
    text_add(text, ".TP\n\\fB");
    if (option->letter)
        text_printf(text, "\\-%c\\fP, \\fB", option->letter);
    roff_name(text, option->name, option->value);
    ac_help_say(&words, option);
    text_add(&words, ".");
    roff_add(text, text_chars(&words), false);
    text_add(text, "\n");
    roff_takers(text, option);
    text_free(&words);
}

void describe_options(struct text *text)
{
    for (const struct ac_option *option = ac_option_table; option->name; option++) {
        if (!option->help)
            continue;
        if (option->group) {
            text_add(text, ".SS ");
            roff_add(text, option->group, false);
            text_add(text, "\n");
        }
        roff_option(text, option);
    }
}

/* --- as-completed-bench --- */

/* A line of a usage: a command line and what it does, with spaces between them; or text. A line that sends to
 * another usage is left out, for that one stands here, too. */
static void roff_usage_line(struct text *text, const char *line)
{
    static const char program[] = "as-completed-bench", usage[] = "usage: ";
    if (strncmp(line, usage, strlen(usage)) == 0)
        line += strlen(usage);
    line += strspn(line, " ");
    const char *gap = strstr(line, "  ");
    if (gap && strstr(gap, "--help"))
        return;
    if (strncmp(line, program, strlen(program)) != 0 || !gap) {
        roff_add(text, line, false);
        text_add(text, *line ? "\n" : ".PP\n");
        return;
    }
    char *command = text_format("%.*s", (int)(gap - line), line);
    text_add(text, ".TP\n");
    roff_add(text, command, true);
    text_add(text, "\n");
    roff_add(text, gap + strspn(gap, " "), false);
    text_add(text, "\n");
    free(command);
}

static void roff_usage(struct text *text, const struct suite *suite)
{
    const char *end = suite->usage + strlen(suite->usage);
    while (end > suite->usage && end[-1] == '\n')
        end--;
    for (const char *line = suite->usage; line < end;) {
        char *one = text_format("%.*s", (int)strcspn(line, "\n"), line);
        roff_usage_line(text, one);
        line += strlen(one) + 1;
        free(one);
    }
}

void describe_bench_commands(struct text *text)
{
    for (size_t i = 0; suites[i]; i++)
        roff_usage(text, suites[i]);
}

static void roff_bench_option(struct text *text, const struct bench_option *option)
{
    char *words = text_copy(option->help);
    for (char *c = words; *c; c++)
        *c = (char)(*c == '\n' ? ' ' : *c);
    text_add(text, ".TP\n\\fB");
    roff_name(text, option->name, option->value);
    roff_add(text, words, false);
    text_add(text, ".\n");
    free(words);
}

void describe_bench_options(struct text *text)
{
    for (size_t i = 0; suites[i]; i++) {
        text_add(text, ".SS Options of ");
        roff_add(text, i ? suites[i]->name : "quick and full", false);
        text_add(text, "\n");
        for (const struct bench_option *option = suites[i]->options; option->name; option++)
            roff_bench_option(text, option);
    }
}
