/* bash.c -- the tables as arrays of bash, for docs/reference/as-completed.bash. See describe.h.
 *
 * Each array is declared as global: completions are often read inside a function.
 */
#include <string.h>

#include "../../strategies/strategies.h"
#include "../bench/suite.h"
#include "../cli/command_line.h"
#include "../cli/command_rows.h"
#include "describe.h"

static void bash_words(struct text *text, const char *const *words)
{
    for (; *words; words++)
        text_printf(text, " %s", *words);
}

static void bash_strategies(struct text *text)
{
    text_add(text, "declare -g _as_completed_strategies=\"");
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++)
        text_printf(text, "%s%s", s == ac_strategies ? "" : " ", (*s)->name);
    text_add(text, "\"\n");
}

/* --- the options of each command --- */

static void bash_options_of(struct text *text, const char *name, enum ac_command command)
{
    text_printf(text, "    [%s]=\"", name);
    const char *join = "";
    for (const struct ac_option *option = ac_option_table; command != AC_LIST && option->name;
         option++)
        if (option->at != offsetof(struct ac_options, command) &&
            ac_command_takes(command, option)) {
            if (option->letter)
                text_printf(text, "%s-%c", join, option->letter);
            text_printf(text, "%s--%s", option->letter ? " " : join, option->name);
            join = " ";
        }
    text_add(text, "\"\n");
}

#define OPTIONS_OF(name, ...) bash_options_of(text, name, command++);

static void bash_options(struct text *text)
{
    enum ac_command command = AC_LIST;
    text_add(text, "declare -gA _as_completed_options=(\n");
    AC_COMMAND_ROWS(OPTIONS_OF)
    text_add(text, ")\n");
}

static void bash_bench_options_of(struct text *text, const char *name, const struct suite *suite)
{
    text_printf(text, "    [%s]=\"", name);
    for (const struct bench_option *option = suite->options; option->name; option++)
        text_printf(text, "%s--%s", option == suite->options ? "" : " ", option->name);
    text_add(text, "\"\n");
}

static void bash_bench_options(struct text *text)
{
    text_add(text, "declare -gA _as_completed_bench_options=(\n");
    bash_bench_options_of(text, "quick", suites[0]);
    bash_bench_options_of(text, "full", suites[0]);
    for (size_t i = 1; suites[i]; i++)
        bash_bench_options_of(text, suites[i]->name, suites[i]);
    text_add(text, "    [table]=\"\"\n    [plots]=\"\"\n)\n");
}

/* --- what an option takes: strategies, file, folder, sleeps; words, and which; or other --- */

static void bash_value(struct text *text, const struct ac_option *option)
{
    if (option->kind == AC_OPTION_STRATEGY) {
        text_add(text, "strategies");
    } else if (option->choices) {
        text_add(text, "words");
        bash_words(text, option->choices);
    } else {
        bool file = option->kind == AC_OPTION_PATH, sleeps = option->kind == AC_OPTION_SLEEPS;
        text_add(text, file ? "file" : sleeps ? "sleeps" : "other");
    }
}

static void bash_values(struct text *text)
{
    text_add(text, "declare -gA _as_completed_values=(\n");
    for (const struct ac_option *option = ac_option_table; option->name; option++) {
        if (!option->value)
            continue;
        struct text value = {.chars = NULL};
        bash_value(&value, option);
        text_printf(text, "    [--%s]=\"%s\"\n", option->name, text_chars(&value));
        if (option->letter)
            text_printf(text, "    [-%c]=\"%s\"\n", option->letter, text_chars(&value));
        text_free(&value);
    }
    text_add(text, ")\n");
}

/* An option of several suites takes the same in each. */
static void bash_bench_values(struct text *text)
{
    text_add(text, "declare -gA _as_completed_bench_values=(\n");
    for (size_t i = 0; suites[i]; i++)
        for (const struct bench_option *option = suites[i]->options; option->name; option++) {
            if (!option->value)
                continue;
            bool folder = strcmp(option->value, "DIR") == 0, path = option->read == options_path;
            text_printf(text, "    [--%s]=\"%s\"\n", option->name,
                        folder ? "folder"
                        : path ? "file"
                               : "other");
        }
    text_add(text, ")\n");
}

void describe_tables(struct text *text)
{
    bash_strategies(text);
    bash_options(text);
    bash_values(text);
    bash_bench_options(text);
    bash_bench_values(text);
}
