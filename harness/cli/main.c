/* main.c -- picks the command; see command_line.h and command.h. */
#include <stdio.h>
#include <stdlib.h>
#include <uv.h>

#include "../../strategies/strategies.h"
#include "../base/process.h"
#include "../base/text.h"
#include "../engine/memory.h"
#include "../library/version.h"
#include "command.h"

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
    case AC_EXEC:
        return ac_command_exec(options);
    case AC_HTTP:
        return ac_command_http(options);
    case AC_QUIZ:
        return ac_command_quiz(options);
    case AC_HELP:
        ac_help();
        return text_finish_stdout();
    default:
        printf("as-completed " AC_VERSION ", libuv %s\n", uv_version_string());
        return text_finish_stdout();
    }
}

/* libuv resizes only its table of descriptors, and aborts where that cannot grow. */
static void *resize_for_uv(void *old, size_t size)
{
    void *resized = ac_realloc(old, size);
    if (!resized) {
        complain("out of memory for %zu bytes of the event loop", size);
        exit(AC_EXIT_FAILED);
    }
    return resized;
}

int main(int argc, char **argv)
{
    ac_process_guard_descriptors();
    ac_process_guard_writes();
    ac_process_end_with_parent();
    uv_replace_allocator(ac_malloc, resize_for_uv, ac_calloc, ac_free);
    struct ac_options options;
    int status = ac_command_line_parse(&options, argc, argv);
    return status ? status : dispatch(&options);
}
