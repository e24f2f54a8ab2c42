/* kept.c -- see kept.h. */
#include "kept.h"

#include <errno.h>
#include <unistd.h>

#include "../../base/output.h"
#include "../../workloads/spool.h"
#include "../command.h"

/* Copies until the end of stdin. 1: it could not be read; -1: the copy could not be written. */
static int kept_copy(int file, int *error)
{
    static char part[65536];
    while (!signals_asked) {
        ssize_t got = read(STDIN_FILENO, part, sizeof part);
        *error = got < 0 && errno != EINTR && errno != EAGAIN ? -errno : 0;
        if (*error)
            return 1;
        if (got == 0)
            return 0;
        *error = got > 0 ? ac_output_write(file, part, (size_t)got) : 0;
        if (*error)
            return -1;
    }
    return 0;
}

int ac_session_keep_stdin(void)
{
    int error = 0, file = ac_spool_file();
    if (file < 0) {
        complain_about("cannot make", "a temporary file", file);
        return -1;
    }
    int failed = kept_copy(file, &error);
    if (!failed && !signals_asked)
        return file;
    if (failed)
        complain_about(failed > 0 ? "cannot read" : "cannot write",
                       failed > 0 ? "stdin" : "a temporary file", error);
    close(file);
    return -1;
}
