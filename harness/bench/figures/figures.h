/* figures.h -- the data and the pictures of one kept result set.
 *
 * How:   each figure's writer picks from DIR/rows.tsv, DIR/traces and DIR/histograms what its
 *        picture shows, and writes it to DIR/plots/NAME.tsv; gnuplot draws NAME.svg and NAME.png
 *        from that file alone. Files appear whole or not at all.
 * Where: the scripts are plots/NAME.gp, looked for in the folder that AC_PLOTS names, else in `plots`
 *        in the current folder, else in that of the project that the program was built in; `draw` beside them runs gnuplot without the user's own settings.
 * Next:  part.h, what a writer has to do; plots/style.gp, what the pictures share.
 */
#ifndef AC_BENCH_FIGURES_FIGURES_H
#define AC_BENCH_FIGURES_FIGURES_H

#include <stdbool.h>

#include "../suite.h"

struct figures_source;
struct figures_data;

/* A figure: what its script, its data and its pictures are called, and who writes the data (part.h). */
struct figure {
    const char *name;
    const char *(*write)(const struct figures_source *source, struct figures_data *data);
};
extern const struct figure figures_of_strategies[], figures_of_peers[], figures_of_exec[],
    figures_of_work[], figures_of_adoption[];

/* Whether the pictures of a suite can be drawn: gnuplot runs, and the scripts are there. False after one
 * line on stderr, or when interrupted. To be asked before what takes long. */
bool bench_figures_ready(const struct suite *suite);

/* Makes the data and the pictures of every figure for which the result set in the folder `dir` has
 * rows; a figure it has none for is skipped, if `talk` with one line on stderr that says why. 0, or
 * a negative errno with one line on stderr: -ENOENT too where gnuplot or a script is missing; none
 * for -EINTR, see signals_asked. */
int bench_figures(const char *dir, bool talk);

#endif
