/* main.c -- picks the command; see options.h and command.h. */
#include <stdio.h>
#include <uv.h>

#include "../common/process.h"
#include "../common/text.h"
#include "../memory.h"
#include "command.h"

#define VERSION "0.1.0"

int ac_command_list(void)
{
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++)
        printf("%-14s %s\n", (*s)->name, (*s)->idea);
    return text_finish_stdout();
}

static int dispatch(const struct ac_options *options)
{
    switch (options->command) {
    case AC_LIST:
        return ac_command_list();
    case AC_RUN:
        return ac_command_run(options);
    case AC_COMPARE:
        return ac_command_compare(options);
    case AC_HELP:
        fputs(ac_help, stdout);
        return text_finish_stdout();
    default:
        printf("as-completed " VERSION ", libuv %s\n", uv_version_string());
        return text_finish_stdout();
    }
}

int main(int argc, char **argv)
{
    ac_process_guard_descriptors();
    ac_process_guard_writes();
    ac_process_end_with_parent();
    uv_replace_allocator(ac_malloc, ac_realloc, ac_calloc, ac_free);
    struct ac_options options;
    int status = ac_options_parse(&options, argc, argv);
    return status ? status : dispatch(&options);
}
