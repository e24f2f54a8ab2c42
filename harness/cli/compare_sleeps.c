/* compare_sleeps.c -- see compare_sleeps.h. */
#include "compare_sleeps.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../base/text.h"
#include "../workloads/durations.h"
#include "command.h"
#include "setup.h"

/* Makes a temporary file without a name, so that nothing is left after any end of the program. -1
 * after one line on stderr. */
static int make_file(void)
{
    const char *folder = getenv("TMPDIR");
    char *path = text_format("%s/as-completed-XXXXXX", folder && *folder ? folder : "/tmp");
    int file = mkstemp(path);
    if (file < 0)
        complain_about("cannot make a temporary file", path, -errno);
    else
        unlink(path);
    free(path);
    return file;
}

static int write_all(FILE *stream, const struct ac_sleeps *workload)
{
    uint64_t duration_ns, count = workload->cycle;
    for (uint64_t i = 1; i <= count; i++) {
        int error = ac_durations_get(workload->durations, (uint32_t)i, &duration_ns);
        if (error)
            return error;
        if (fprintf(stream, "%" PRIu64 "ns\n", duration_ns) < 0)
            return errno ? -errno : -EIO;
    }
    return fflush(stream) ? -errno : 0;
}

static int keep(struct ac_compare_sleeps *sleeps, const struct ac_options *o,
                const struct ac_sleeps *workload)
{
    sleeps->file = make_file();
    if (sleeps->file < 0)
        return AC_EXIT_FAILED;
    int copy = dup(sleeps->file);
    FILE *stream = copy < 0 ? NULL : fdopen(copy, "w");
    int error = stream ? write_all(stream, workload) : -errno;
    if (stream)
        fclose(stream);
    else if (copy >= 0)
        close(copy);
    sleeps->word = text_copy("@-");
    return error ? ac_setup_complain(o, "cannot write a temporary file of", o->sleeps, error) : 0;
}

int ac_compare_sleeps_open(struct ac_compare_sleeps *sleeps, const struct ac_options *o,
                           const struct ac_sleeps *workload)
{
    *sleeps = (struct ac_compare_sleeps){.file = -1};
    if (!o->sleeps)
        return 0;
    if (strcmp(o->sleeps, "@-") == 0 || ac_durations_read_once(workload->durations))
        return keep(sleeps, o, workload);
    if (*o->sleeps != '@') {
        sleeps->word = text_copy(o->sleeps);
        return 0;
    }
    char *path = realpath(o->sleeps + 1, NULL);
    if (!path)
        return complain_about("--sleeps: cannot read", o->sleeps, -errno);
    sleeps->word = text_format("@%s", path);
    free(path);
    return 0;
}

void ac_compare_sleeps_close(struct ac_compare_sleeps *sleeps)
{
    if (sleeps->file >= 0)
        close(sleeps->file);
    free(sleeps->word);
}
