/* complain.c -- see complain.h. */
#include "complain.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "signals.h"
#include "utf8.h"

const char *complain_program = "as-completed";

int complain(const char *format, ...)
{
    char line[8192], shown[2 * sizeof line]; /* room for a path, and for a reason behind it */
    va_list values;
    va_start(values, format);
    vsnprintf(line, sizeof line, format, values);
    va_end(values);
    ac_utf8_show(shown, sizeof shown, line, strlen(line));
    fprintf(stderr, "%s: %s\n", complain_program, shown);
    return AC_EXIT_FAILED;
}

int complain_about(const char *what, const char *value, int error)
{
    if (error == -EINTR && signals_asked)
        return AC_EXIT_FAILED;
    return complain("%s '%.4096s': %s", what, value, strerror(-error));
}
