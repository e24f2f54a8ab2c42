/* command.c -- what the commands share; see command.h. */
#include "command.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "../base/signals.h"
#include "../base/text.h"

volatile sig_atomic_t ac_signal;
static void (*on_signal_also)(void);

int ac_complain(const char *format, ...)
{
    va_list values;
    va_start(values, format);
    text_complain_values(format, values);
    va_end(values);
    return AC_EXIT_FAILED;
}

int ac_complain_about(const char *what, const char *value, int error)
{
    if (error == -EINTR && ac_signal)
        return AC_EXIT_FAILED;
    return ac_complain("%s '%.4096s': %s", what, value, strerror(-error));
}

static void on_signal(int number)
{
    ac_signal = number;
    if (on_signal_also)
        on_signal_also();
}

void ac_catch_signals(void (*also)(void))
{
    on_signal_also = also;
    signals_catch(on_signal);
}
