/* tables.h -- the tables a person reads, made from the kept rows of a result folder.
 *
 * Reads DIR/rows.tsv (and from DIR/environment.json what was skipped, and whether the bench ended),
 * writes DIR/table.txt, DIR/table.md and DIR/table.tsv. All three say the same; the TSV has one
 * line a cell with unrounded figures and their units in the names.
 */
#ifndef AC_BENCH_TABLES_TABLES_H
#define AC_BENCH_TABLES_TABLES_H

#include "../../base/text.h"
#include "../suite.h"

/* What is made from a folder: grids as text and as Markdown at once, and the rest. */
struct page {
    const char *dir;
    const struct rows *rows;
    const json_t *environment;
    struct rows summaries;      /* table.tsv, from which the others are made */
    struct text text, markdown; /* table.txt, table.md */
    struct text brief;          /* brief.md, if there is any */
};

/* Makes the files and adds table.txt's content to `shown`. 0, or a negative errno after one
 * line on stderr. */
int table_make(const char *dir, struct text *shown);

/* Makes the files, where no table is one file with what it is made from, and prints table.txt's
 * content. `suite`: as kept_read() takes it. The exit status. */
int table_print(const struct suite *suite, const char *dir);

/* The tables of the suites. */
int table_strategies(struct page *page);
int table_peers(struct page *page);
int table_exec(struct page *page);
int table_work(struct page *page);
int table_adoption(struct page *page);

#endif
