/* tables.h -- the tables a person reads, made from the kept rows of a result folder.
 *
 * Reads DIR/rows.tsv (and from DIR/environment.json what was skipped, and whether the bench ended),
 * writes DIR/table.txt, DIR/table.md and DIR/table.tsv. All three say the same; the TSV has one
 * line a cell with unrounded figures and their units in the names.
 */
#ifndef AC_BENCH_TABLES_TABLES_H
#define AC_BENCH_TABLES_TABLES_H

#include "../../base/text.h"

/* Makes the three files and adds table.txt's content to `shown`. 0, or a negative errno after one
 * line on stderr. */
int table_make(const char *dir, struct text *shown);

#endif
