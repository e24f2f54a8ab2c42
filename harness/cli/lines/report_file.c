/* report_file.c -- see report_file.h. */
#include "report_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../base/output.h"
#include "../../base/same.h"
#include "../command.h"
#include "session.h"

static struct {
    const char *path; /* NULL: there is no file */
    FILE *pass;       /* where the report goes in place of a file, or NULL */
    struct ac_output output;
    bool begun; /* there is a list of reports */
    struct ac_measures measures;
    bool read;
} file; /* static, so that no heap figure contains it */

/* Runs at every end of the process: leaves no unfinished file behind. */
static void file_abandon(void)
{
    if (!file.pass) /* else it is the parent's */
        ac_output_abandon(&file.output);
}

/* Whether the file is none that the tasks use. False after one line on stderr. */
static bool file_is_free(const struct ac_options *o)
{
    const char *path = o->report;
    static const char *const names[] = {"stdin", "stdout", "stderr"};
    int descriptor = ac_output_descriptor(path);
    struct same_file itself = same_of_path(path);
    for (int i = STDIN_FILENO; i <= STDERR_FILENO; i++) {
        struct same_file other = same_of_descriptor(i);
        if (descriptor != i && !same_file(&itself, &other))
            continue;
        complain("--report '%.2000s' is %s, which is for the %ss: must be another file", path,
                 names[i], ac_command_task(o));
        return false;
    }
    return true;
}

int ac_report_file_open(const struct ac_options *options)
{
    file.path = options->report;
    if (!file.path)
        return 0;
    if (!file_is_free(options))
        return AC_EXIT_USAGE;
    atexit(file_abandon);
    int error = ac_output_open(&file.output, file.path);
    return error ? complain_about("--report: cannot write", file.path, error) : 0;
}

void ac_report_file_pass(FILE *stream)
{
    file.pass = stream;
    file.path = NULL;
}

bool ac_report_file_wanted(void)
{
    return file.path || file.pass;
}

void ac_report_file_begin(struct ac_run *run)
{
    if (!ac_report_file_wanted())
        return;
    ac_measure(run, &file.measures);
    ac_session.command->report_begin();
}

void ac_report_file_read(const struct ac_run *run)
{
    if (!ac_report_file_wanted())
        return;
    ac_session.command->report_read(run, &file.measures);
    file.read = true;
}

void ac_report_file_add(const char *json)
{
    if (!file.path)
        return;
    fprintf(file.output.stream, "%s%.*s", file.begun ? ",\n " : "[", (int)strcspn(json, "\n"),
            json);
    file.begun = true;
    fflush(file.output.stream); /* or the next child would write it, too; the commit knows errors */
}

int ac_report_file_write(void)
{
    if (file.pass && file.read) {
        ac_session.command->report_tsv(file.pass);
        ac_session.command->report_json(file.pass);
        bool passed = !fflush(file.pass) && !ferror(file.pass);
        return passed ? 0
                      : complain_about("cannot pass on the report of",
                                       ac_session.options->strategy->name, errno ? -errno : -EIO);
    }
    if (!file.path || !(file.read || file.begun))
        return 0;
    if (file.begun)
        fputs("]\n", file.output.stream);
    else
        ac_session.command->report_json(file.output.stream);
    int error = ac_output_commit(&file.output);
    return error ? complain_about("--report: cannot write", file.path, error) : 0;
}
