/* grid.h -- a table of words with a title, written as aligned text or as Markdown.
 *
 * A heading that begins with '<' makes its column aligned to the left, and loses the '<'. All other
 * columns are figures, aligned to the right.
 */
#ifndef AC_BASE_GRID_H
#define AC_BASE_GRID_H

#include "text.h"
#include "words.h"

struct grid {
    char *title;
    struct words headings, words; /* the words line after line */
    struct text notes;            /* lines below the table */
};

/* Starts a table. The grid frees the title. Its columns follow, at least one, before any word. */
void grid_open(struct grid *grid, char *title);
void grid_column(struct grid *grid, const char *heading, ...) TEXT_PRINTF(2, 3);

/* Adds columns of rows, each written as HEADING=NAME (the list ends with NULL). grid_name() returns
 * the NAME of such a text. */
void grid_columns(struct grid *grid, const char *const columns[]);
const char *grid_name(const char *column);

/* grid_add() adds the next word, in reading order; the grid frees it. grid_end_line() leaves the
 * rest of the line empty. */
void grid_add(struct grid *grid, char *word);
void grid_end_line(struct grid *grid);

/* Append the table to `out`, and an empty line. */
void grid_write_text(const struct grid *grid, struct text *out);
void grid_write_markdown(const struct grid *grid, struct text *out);

void grid_free(struct grid *grid);

/* Figures as words, in the forms of units.h; "-" for NAN. The caller frees them. grid_figure()
 * finds the unit at the end of the column's name. */
char *grid_figure(const char *column, double value);
char *grid_time(double ns);                              /* "1.0006 s", "612 us" */
char *grid_bytes(double bytes);                          /* "1.62 MiB" */
char *grid_ratio(double ratio, double low, double high); /* "1.02 [0.98,1.07]" */
char *grid_interval(double low, double high);            /* "[0.98,1.07]" */

#endif
