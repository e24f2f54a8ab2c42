/* main.c -- fills in a template: copies stdin to stdout, and in the place of a line @PART@ puts what the
 * tables of the programs' options say. @VERSION@ may stand anywhere.
 *
 *     describe <docs/reference/as-completed.1
 *
 * So an option is in the manual page and in the completion as soon as its row is in its table.
 */
#include <stdio.h>
#include <string.h>

#include "../base/complain.h"
#include "../library/version.h"
#include "describe.h"

static const struct {
    const char *name;
    describe_part *add;
} parts[] = {
    {"@SYNOPSIS@\n", describe_synopsis},
    {"@COMMANDS@\n", describe_commands},
    {"@STRATEGIES@\n", describe_strategies},
    {"@OPTIONS@\n", describe_options},
    {"@BENCH_COMMANDS@\n", describe_bench_commands},
    {"@BENCH_OPTIONS@\n", describe_bench_options},
    {"@TABLES@\n", describe_tables},
};

static describe_part *part_of(const char *line)
{
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (strcmp(parts[i].name, line) == 0)
            return parts[i].add;
    return NULL;
}

static void add_line(struct text *text, const char *line)
{
    static const char version[] = "@VERSION@";
    const char *at = strstr(line, version);
    if (at)
        text_printf(text, "%.*s%s%s", (int)(at - line), line, AC_VERSION, at + strlen(version));
    else
        text_add(text, line);
}

int main(void)
{
    struct text text = {.chars = NULL};
    char line[1024];
    complain_program = "describe";
    while (fgets(line, sizeof line, stdin)) {
        describe_part *add = part_of(line);
        if (add)
            add(&text);
        else
            add_line(&text, line);
    }
    fputs(text_chars(&text), stdout);
    text_free(&text);
    return ferror(stdin) || text_finish_stdout();
}
