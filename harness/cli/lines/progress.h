/* progress.h -- the progress of a session on a terminal: one line, which gives way to what is written there. */
#ifndef AC_CLI_LINES_PROGRESS_H
#define AC_CLI_LINES_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ac_line_progress {
    const char *name;
    uint64_t start_ns, shown_ns;
    int64_t input_begin, input_end; /* offsets of stdin, where it is a file; else both are 0 */
    bool on, visible;
    bool gives_way;  /* something is written to the terminal */
    bool unfinished; /* the last line on the terminal has no end yet, so nothing is drawn */
};

/* What is known at one moment. */
struct ac_line_progress_state {
    uint64_t done, failed; /* tasks that have ended */
    uint64_t all;          /* tasks there are; 0: that is not known */
    bool estimated;        /* `all` is, from the share of the input that was read */
};

/* From now on there is a line, if it is wanted and stderr is a terminal. */
void ac_line_progress_begin(struct ac_line_progress *progress, const char *name, bool wanted);

/* How many tasks there are, where `pulled` lines were the input up to `offset`; 0: nobody knows. */
uint64_t ac_line_progress_estimate(const struct ac_line_progress *progress, uint64_t pulled,
                                   int64_t offset);

/* The text of the line for a terminal of so many columns, which it does not fill. */
void ac_line_progress_text(char *text, size_t size, const char *name,
                           const struct ac_line_progress_state *state, uint64_t elapsed_ns,
                           unsigned columns);

/* Draws it, at most every 0.2 s. */
void ac_line_progress_show(struct ac_line_progress *progress,
                           const struct ac_line_progress_state *state);

/* Removes the line, and keeps it away until ac_line_progress_wrote(). */
void ac_line_progress_give_way(struct ac_line_progress *progress);

/* The terminal has got something whose last byte is this one. */
void ac_line_progress_wrote(struct ac_line_progress *progress, char last);

/* Removes the line. */
void ac_line_progress_end(struct ac_line_progress *progress);

#endif
