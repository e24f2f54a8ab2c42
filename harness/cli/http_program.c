/* http_program.c -- `http` in the program without libcurl: as-completed-http takes over, which stands beside it.
 *
 * libcurl comes with some 25 shared objects. Every run of sleeps would pay for them in time and memory, so
 * they are another program's.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "command.h"

static const char http_name[] = "as-completed-http";

/* Where it stands. False: nobody knows where this program does. */
static bool http_find(char *path, size_t size)
{
    ssize_t length = readlink("/proc/self/exe", path, size - sizeof http_name);
    if (length < 0)
        return false;
    path[length] = '\0';
    char *slash = strrchr(path, '/');
    memcpy(slash ? slash + 1 : path, http_name, sizeof http_name);
    return true;
}

int ac_command_http(const struct ac_options *options)
{
    char path[PATH_MAX + sizeof http_name];
    if (http_find(path, sizeof path)) {
        execv(path, options->words - 1); /* the whole command line */
        if (errno != ENOENT)
            return complain_about("http: cannot run", path, -errno);
    }
    complain("http: there is no %s beside this program: make deps-work, then make", http_name);
    return AC_EXIT_USAGE;
}
