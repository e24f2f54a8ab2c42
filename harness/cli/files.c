/* files.c -- see files.h. */
#include "files.h"

#include <unistd.h>

#include "../common/same.h"
#include "command.h"

enum { OUTPUTS = 3 };

/* One that is written: an option and its value, or stdout. */
struct output {
    const char *option; /* NULL: stdout, with the report */
    const char *path;   /* NULL: not written */
    struct same_file file;
};

static int is_input(const struct output *output, const char *sleeps)
{
    if (output->option)
        ac_complain("%s '%.2000s' is the file that --sleeps '%.2000s' reads: give another",
                    output->option, output->path, sleeps);
    else
        ac_complain("stdout is the file that --sleeps '%.2000s' reads: send it to another", sleeps);
    return AC_EXIT_USAGE;
}

static int are_one(const struct output *a, const struct output *b)
{
    if (b->option)
        ac_complain("%s '%.2000s' and %s '%.2000s' are one file: give two", a->option, a->path,
                    b->option, b->path);
    else
        ac_complain("%s '%.2000s' is the file that stdout goes to: give another, or --format none",
                    a->option, a->path);
    return AC_EXIT_USAGE;
}

int ac_files_check(const struct ac_options *o)
{
    struct output outputs[OUTPUTS] = {
        {.option = "--trace", .path = o->trace},
        {.option = "--histogram", .path = o->histogram},
        {.path = o->format == AC_NONE ? NULL : "stdout"},
    };
    bool reads = o->sleeps && *o->sleeps == '@';
    struct same_file input = {.known = false};
    if (reads)
        input = same_of_path(o->sleeps + 1);
    for (int i = 0; i < OUTPUTS; i++) {
        struct output *output = &outputs[i];
        if (!output->path)
            continue;
        output->file =
            output->option ? same_of_path(output->path) : same_of_descriptor(STDOUT_FILENO);
        if (same_file(&input, &output->file))
            return is_input(output, o->sleeps);
        for (int j = 0; j < i; j++)
            if (same_file(&outputs[j].file, &output->file))
                return are_one(&outputs[j], output);
    }
    return 0;
}
