/* files.c -- see files.h. */
#include "files.h"

#include <string.h>
#include <unistd.h>

#include "../base/output.h"
#include "../base/same.h"
#include "command.h"

enum { OUTPUTS = 3 };

/* An output file: its option and path, or stdout. */
struct output {
    const char *option; /* NULL: stdout, with the report */
    const char *path;   /* NULL: not written */
    int descriptor;     /* the descriptor that the path stands for; -1: none */
    struct same_file file;
};

static bool is_stdout(const char *path)
{
    return path && ac_output_descriptor(path) == STDOUT_FILENO;
}

FILE *ac_files_report(const struct ac_options *o)
{
    return o->format == AC_TEXT && (is_stdout(o->trace) || is_stdout(o->histogram)) ? stderr
                                                                                    : stdout;
}

static void look(struct output *output)
{
    output->descriptor = output->option ? ac_output_descriptor(output->path) : STDOUT_FILENO;
    output->file = output->descriptor >= 0 ? same_of_descriptor(output->descriptor)
                                           : same_of_path(output->path);
}

static struct same_file input_of(const struct ac_options *o)
{
    if (!o->sleeps || *o->sleeps != '@')
        return (struct same_file){.known = false};
    return strcmp(o->sleeps, "@-") == 0 ? same_of_descriptor(STDIN_FILENO)
                                        : same_of_path(o->sleeps + 1);
}

static int is_input(const struct output *output, const char *sleeps)
{
    if (output->option)
        complain("%s '%.2000s' is the file that --sleeps '%.2000s' reads: give another",
                 output->option, output->path, sleeps);
    else
        complain("stdout is the file that --sleeps '%.2000s' reads: send it to another", sleeps);
    return AC_EXIT_USAGE;
}

static bool are_one(const struct output *a, const struct output *b)
{
    return same_file(&a->file, &b->file) || (a->descriptor >= 0 && a->descriptor == b->descriptor);
}

static int refuse_one(const struct output *a, const struct output *b)
{
    if (b->option)
        complain("%s '%.2000s' and %s '%.2000s' are one file: give two", a->option, a->path,
                 b->option, b->path);
    else
        complain("%s '%.2000s' is the file that stdout and the report go to: give another, or "
                 "--format none",
                 a->option, a->path);
    return AC_EXIT_USAGE;
}

int ac_files_check(const struct ac_options *o)
{
    bool reports = o->format != AC_NONE && ac_files_report(o) == stdout;
    struct output outputs[OUTPUTS] = {
        {.option = "--trace", .path = o->trace},
        {.option = "--histogram", .path = o->histogram},
        {.path = reports ? "stdout" : NULL},
    };
    struct same_file input = input_of(o);
    for (int i = 0; i < OUTPUTS; i++) {
        if (!outputs[i].path)
            continue;
        look(&outputs[i]);
        if (same_file(&input, &outputs[i].file))
            return is_input(&outputs[i], o->sleeps);
        for (int j = 0; j < i; j++)
            if (outputs[j].path && are_one(&outputs[j], &outputs[i]))
                return refuse_one(&outputs[j], &outputs[i]);
    }
    return 0;
}
