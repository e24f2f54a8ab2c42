/* terminal.c -- see terminal.h. */
#include "terminal.h"

#include <errno.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "program.h"

/* Those that a terminal has at first, but that Ctrl-C throws nothing away that is not read yet. */
static bool set_modes(struct termios *modes)
{
    int ours, theirs;
    if (openpty(&ours, &theirs, NULL, NULL, NULL) != 0)
        return false;
    assert_int_equal(tcgetattr(theirs, modes), 0);
    modes->c_lflag |= NOFLSH;
    close(ours);
    close(theirs);
    return true;
}

void terminal_start(struct terminal *t, unsigned rows, unsigned columns, const char *const *words)
{
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
    *t = (struct terminal){.rows = rows, .columns = columns};
    t->pid = set_modes(&t->modes) ? forkpty(&t->file, NULL, &t->modes, &size) : -1;
    if (t->pid < 0)
        skip_because("this machine gives no pseudo-terminal");
    if (t->pid == 0) {
        static const int numbers[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE};
        for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
            signal(numbers[i], SIG_DFL);
        program_limit_cpu();
        setenv("TERM", "vt100", 1);
        execv(words[0], (char *const *)words);
        _exit(127);
    }
}

/* False: the program has ended. */
static bool read_more(struct terminal *t)
{
    char *grown = realloc(t->output, t->length + 4097);
    assert_non_null(grown);
    t->output = grown;
    ssize_t got = read(t->file, t->output + t->length, 4096);
    t->length += got > 0 ? (size_t)got : 0;
    t->output[t->length] = '\0';
    return got > 0 || (got < 0 && errno == EINTR);
}

void terminal_await(struct terminal *t, const char *text)
{
    for (;;) {
        const char *at = t->output ? strstr(t->output + t->seen, text) : NULL;
        if (at) {
            t->seen = (size_t)(at - t->output) + strlen(text);
            return;
        }
        if (!read_more(t))
            fail_msg("it ended without '%s': '%s'", text, t->output + t->seen);
    }
}

void terminal_press(struct terminal *t, const char *keys)
{
    assert_int_equal(write(t->file, keys, strlen(keys)), strlen(keys));
}

void terminal_resize(struct terminal *t, unsigned rows, unsigned columns)
{
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
    assert_int_equal(ioctl(t->file, TIOCSWINSZ, &size), 0);
    t->rows = rows;
    t->columns = columns;
}

void terminal_finish(struct terminal *t)
{
    int status;
    struct termios modes;
    while (read_more(t))
        continue;
    assert_int_equal(waitpid(t->pid, &status, 0), t->pid);
    assert_int_equal(tcgetattr(t->file, &modes), 0);
    t->modes_kept = modes.c_lflag == t->modes.c_lflag && modes.c_oflag == t->modes.c_oflag &&
                    modes.c_iflag == t->modes.c_iflag;
    t->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    close(t->file);
}

void terminal_free(struct terminal *t)
{
    free(t->output);
}

/* Where the cursor is. */
struct cursor {
    unsigned row, column;
};

static void line_feed(struct screen *screen, struct cursor *at, unsigned rows)
{
    if (++at->row < rows)
        return;
    at->row = rows - 1;
    memmove(screen->lines[0], screen->lines[1], (rows - 1) * sizeof screen->lines[0]);
    memset(screen->lines[rows - 1], 0, sizeof screen->lines[0]);
}

static void put(struct screen *screen, struct cursor *at, char c, const struct terminal *t)
{
    if (at->column == t->columns) {
        screen->wrapped = true;
        at->column = 0;
        line_feed(screen, at, t->rows);
    }
    for (unsigned i = 0; i < at->column; i++)
        if (!screen->lines[at->row][i])
            screen->lines[at->row][i] = ' ';
    screen->lines[at->row][at->column++] = c;
}

/* Returns where the sequence ends that begins after ESC [. */
static const char *control(struct screen *screen, struct cursor *at, const char *text,
                           unsigned rows)
{
    char *end;
    unsigned count = (unsigned)strtoul(text, &end, 10);
    char *rest = &screen->lines[at->row][at->column];
    switch (*end) {
    case 'A':
        screen->over_the_top |= count > at->row;
        at->row -= count < at->row ? count : at->row;
        break;
    case 'H':
        *at = (struct cursor){0, 0};
        break;
    case 'J':
        screen->cleared++;
        for (unsigned row = at->row + 1; row < rows; row++)
            memset(screen->lines[row], 0, sizeof screen->lines[0]);
        memset(rest, 0, sizeof screen->lines[0] - at->column);
        break;
    case 'K':
        memset(rest, 0, sizeof screen->lines[0] - at->column);
        break;
    case 'm':
        break;
    default:
        screen->unknown = *end;
    }
    return end + (*end != '\0');
}

void screen_show(struct screen *screen, const struct terminal *t)
{
    struct cursor at = {0, 0};
    *screen = (struct screen){.wrapped = false};
    assert_true(t->rows <= 64 && t->columns < 256);
    for (const char *c = t->output; *c;) {
        if (c[0] == '\033' && c[1] == '[') {
            c = control(screen, &at, c + 2, t->rows);
            continue;
        }
        if (*c == '\r')
            at.column = 0;
        else if (*c == '\n')
            line_feed(screen, &at, t->rows);
        else
            put(screen, &at, *c, t);
        c++;
    }
}

const char *screen_find(const struct screen *screen, const char *text)
{
    for (size_t row = 0; row < sizeof screen->lines / sizeof screen->lines[0]; row++)
        if (strstr(screen->lines[row], text))
            return screen->lines[row];
    return NULL;
}
