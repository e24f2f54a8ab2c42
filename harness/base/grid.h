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
<<<<<<< Updated upstream
    struct words headings, words; /* the words line after line */
    struct text notes;            /* lines that stand below */
};

/* Starts a table; the title is owned from now on. Its columns follow, at least one, before any word. */
void grid_open(struct grid *grid, char *title);
void grid_column(struct grid *grid, const char *heading, ...) TEXT_PRINTF(2, 3);

/* Columns written as HEADING=NAME (the list ends with NULL), of rows with columns of such names; and that name. */
void grid_columns(struct grid *grid, const char *const columns[]);
const char *grid_name(const char *column);

/* Adds the next word, in reading order, which is owned from now on; and leaves the rest of a line empty. */
=======
    const char *const *headings; /* ends with NULL; not owned */
    size_t columns, rows;
    char **cells;      /* rows x columns */
    struct text notes; /* lines below the table */
};

/* Starts a table. The grid frees the title. The headings must outlive the grid. */
void grid_open(struct grid *grid, char *title, const char *const headings[]);

/* Adds the next cell, in reading order. The grid frees the word. */
>>>>>>> Stashed changes
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
char *grid_count(double count);                          /* "999999", then "1.00M" */
char *grid_ratio(double ratio, double low, double high); /* "1.02 [0.98,1.07]" */
char *grid_interval(double low, double high);            /* "[0.98,1.07]" */

#endif
