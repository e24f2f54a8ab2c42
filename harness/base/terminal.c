/* terminal.c -- see terminal.h.
 *
 * Whether writes to a descriptor block is a property that all its holders share, a shell too. So
 * the terminal is opened once more.
 */
#include "terminal.h"

#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

enum { PATIENCE_MS = 100 };

/* A descriptor of the terminal that never blocks, or stderr if there is none. */
static int descriptor(void)
{
    static int opened = -1;
    if (opened < 0)
        opened = open("/dev/fd/2", O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    return opened < 0 ? STDERR_FILENO : opened;
}

static bool takes_some(int file, int patience_ms)
{
    struct pollfd wanted = {.fd = file, .events = POLLOUT};
    return poll(&wanted, 1, patience_ms) == 1 && wanted.revents == POLLOUT;
}

bool terminal_show(const char *text)
{
    static bool stuck;
    int file = descriptor();
    size_t left = strlen(text);
    while (left && takes_some(file, stuck ? 0 : PATIENCE_MS)) {
        ssize_t shown = write(file, text, left);
        if (shown <= 0)
            break;
        text += shown;
        left -= (size_t)shown;
    }
    stuck = left != 0;
    return !stuck;
}

struct winsize terminal_size(void)
{
    struct winsize size;
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) || !size.ws_col || !size.ws_row)
        size = (struct winsize){.ws_col = 80, .ws_row = 24};
    return size;
}
