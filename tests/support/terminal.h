/* terminal.h -- a program on a terminal of its own: what it shows, which keys are pressed, and what its
 * screen looks like.
 */
#ifndef TEST_TERMINAL_H
#define TEST_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <termios.h>

struct terminal {
    unsigned rows, columns;
    pid_t pid;
    int file;             /* our end */
    char *output;         /* all that it has written so far */
    size_t length, seen;  /* of it; and how far terminal_await() has come */
    int status;           /* what it exited with; 128 + N: ended by signal N */
    struct termios modes; /* those it had at the start */
    bool modes_kept;      /* and at the end */
};

/* Starts a program with its words, of which the last is NULL, on a VT100. It is ended by SIGXCPU after two minutes of CPU.
 * Skips the test where there is no terminal to be had. */
void terminal_start(struct terminal *terminal, unsigned rows, unsigned columns,
                    const char *const *words);

/* Returns once it has written this text after the one that was awaited before; fails where it ends
 * without. */
void terminal_await(struct terminal *terminal, const char *text);

/* Presses these keys. */
void terminal_press(struct terminal *terminal, const char *keys);

/* From here on it has another size. */
void terminal_resize(struct terminal *terminal, unsigned rows, unsigned columns);

/* Reads on to the program's end, and fills in its status. */
void terminal_finish(struct terminal *terminal);

void terminal_free(struct terminal *terminal);

/* What a terminal of that size makes of the output. Only what as-completed writes is understood: text,
 * \r, \n, and the sequences for up, the first row, clear to the end of the line, and to the end of the
 * screen. */
struct screen {
    char lines[64][256]; /* as they stand at the end */
    bool wrapped;        /* a line was longer than the terminal is wide */
    bool over_the_top;   /* it went up beyond the first row */
    unsigned cleared;    /* how often the screen was cleared: a frame each */
    char unknown;        /* a sequence that is not understood, or 0 */
};

void screen_show(struct screen *screen, const struct terminal *terminal);

/* The first line on the screen that holds this text, or NULL. */
const char *screen_find(const struct screen *screen, const char *text);

#endif
