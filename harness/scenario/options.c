/* options.c -- the table, of the rows in option_rows.h; see options.h. */
#include "options.h"

static const char *const clocks[] = {"real", "virtual", NULL};
static const char *const orders[] = {"forward", "reverse", "shuffle", NULL};
static const char *const formats[] = {"text", "json", "tsv", "none", NULL};
static const char *const trace_formats[] = {"tsv", "chrome", NULL};
static const char *const on_errors[] = {"continue", "stop", "now", NULL};

static const char a_file[] = "be the name of a file or folder";
static const char a_size[] = "be a size from 1: a number of bytes, or with KiB, MiB or GiB";
static const char a_limit[] =
    "be a limit, or a schedule like 10,2s:50,5s:5: a limit from 1, then at most 16 times a later "
    "instant and a limit from 1";

#define AT(member) \
    .at = offsetof(struct ac_options, member), .size = sizeof(((struct ac_options *)0)->member)

#define OPTION(which, type, member, title, ...)                           \
    {                                                                     \
        .kind = AC_OPTION_##which, .name = title, AT(member), __VA_ARGS__ \
    }
#define ROW(...) OPTION(__VA_ARGS__),

const struct ac_option ac_option_table[] = {
    AC_OPTION_ROWS(ROW) /* and what ends the command line: */
    OPTION(FLAG, , command, "help", .max = AC_HELP, .letter = 'h', .of = AC_OF_ALL, .kept = true,
           .help = "this text"),
    OPTION(FLAG, , command, "version", .max = AC_SHOW_VERSION, .kept = true,
           .help = "the version, and that of libuv"),
    {.name = NULL},
};
_Static_assert(sizeof ac_option_table / sizeof *ac_option_table <= AC_OPTIONS + 1, "a bit each");

void ac_options_init(struct ac_options *options)
{
    *options = (struct ac_options){.sleep_ns = AC_NOT_GIVEN};
    struct ac_fault fault;
    for (const struct ac_option *row = ac_option_table; row->name; row++)
        if (row->start)
            ac_option_set(options, row, row->start, &fault);
}

bool ac_option_heeded(const struct ac_option *option, const struct ac_strategy *strategy)
{
    return !(strategy->flags & option->never) && (!option->only || strategy->flags & option->only);
}
