/* figures.c -- see figures.h and part.h. */

#include "figures.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../../../strategies/strategies.h"
#include "../../base/complain.h"
#include "../../base/signals.h"
#include "../../base/spawn.h"
#include "../environment.h"
#include "../kept.h"
#include "../strategies/cells.h"
#include "part.h"

#define FIGURE(name) {#name, figures_##name},
const struct figure figures_of_strategies[] = {FIGURES_OF_STRATEGIES(FIGURE){NULL, NULL}};
const struct figure figures_of_peers[] = {FIGURES_OF_PEERS(FIGURE){NULL, NULL}};
const struct figure figures_of_exec[] = {FIGURES_OF_EXEC(FIGURE){NULL, NULL}};
const struct figure figures_of_work[] = {FIGURES_OF_WORK(FIGURE){NULL, NULL}};
const struct figure figures_of_adoption[] = {FIGURES_OF_ADOPTION(FIGURE){NULL, NULL}};

int figures_strategy(const char *name)
{
    for (int i = 0; ac_strategies[i]; i++)
        if (strcmp(name, ac_strategies[i]->name) == 0)
            return i;
    return -1;
}

bool figures_point(const struct rows *rows, size_t row, double *tasks, double *limit)
{
    if (sscanf(rows_get(rows, row, "point"), "%lf,%lf", tasks, limit) != 2) {
        *tasks = rows_number(rows, row, "tasks");
        *limit = rows_number(rows, row, "limit");
    }
    return isfinite(*tasks) && isfinite(*limit);
}

bool figures_of_stage(const struct rows *rows, size_t row, const char *stage)
{
    return rows_is(rows, row, "stage", stage) && rows_is(rows, row, "exit", "0") &&
           rows_is(rows, row, "cell", rows_get(rows, row, "strategy"));
}

void figures_note(struct figures_data *data, const char *path, int error)
{
    if (data->error || !error || error == -ENOENT)
        return;
    data->error = error;
    complain("cannot read %s: %s", path, strerror(-error));
}

bool figures_read(struct figures_data *data, struct rows *rows, const char *path,
                  const char *const columns[])
{
    int error = rows_read(rows, path);
    if (error == -ENOENT || data->error)
        return !error && !data->error;
    if (error)
        complain("cannot read %s: %s", path, rows_error(rows, error));
    else
        error = kept_check(rows, path, columns);
    data->error = error;
    return !error;
}

enum { GREY = 0x777777 }; /* of a strategy without a colour */

/* The title, the strategies with their colours, as style.gp reads them, and the data. */
static int figures_write_data(const struct figures_data *data, const char *path)
{
    struct text colours = {0};
    for (size_t i = 0; ac_strategies[i]; i++)
        text_printf(&colours, " %s #%06X", ac_strategies[i]->name,
                    ac_strategies[i]->colour ? ac_strategies[i]->colour : GREY);
    char *all = text_format("# %s\n# colours:%s\n%s", text_chars(&data->title),
                            text_chars(&colours), text_chars(&data->tsv));
    int error = text_write_file(all, path);
    text_free(&colours);
    if (error)
        complain("cannot write %s: %s", path, strerror(-error));
    free(all);
    return error;
}

static int figures_make_figure(const struct figures_source *source, const struct figure *figure,
                               bool talk)
{
    struct figures_data data = {.title = {0}};
    const char *why = figure->write(source, &data);
    char *path = text_format("%s/plots/%s.tsv", source->dir, figure->name);
    int error = data.error;
    if (why && talk && !error)
        complain("figure %s skipped: %s", figure->name, why);
    if (!why && !error)
        error = figures_write_data(&data, path);
    if (!why && !error)
        error = figures_draw(source->dir, figure->name, path);
    free(path);
    text_free(&data.title);
    text_free(&data.tsv);
    return error;
}

/* Makes the folder of the pictures. */
static int figures_make_folder(const char *dir)
{
    char *plots = text_format("%s/plots", dir);
    int error = mkdir(plots, 0777) != 0 && errno != EEXIST ? -errno : 0;
    if (error)
        complain("cannot make %s: %s", plots, strerror(-error));
    free(plots);
    return error;
}

bool bench_figures_ready(const struct suite *suite)
{
    const struct figure *figure = suite->figures;
    bool ready = environment_has_tool("gnuplot");
    for (; ready && figure->name; figure++)
        ready = figures_has_script(figure->name);
    return ready;
}

int bench_figures(const char *dir, bool talk)
{
    struct kept kept;
    int error = kept_read(&kept, dir, NULL);
    if (!error)
        error = figures_make_folder(dir);
    if (!error && !bench_figures_ready(kept.suite))
        error = signals_asked ? -EINTR : -ENOENT;
    struct figures_source source = {.dir = dir, .rows = kept.rows};
    for (size_t i = 0; !error && kept.suite->figures[i].name; i++)
        error = figures_make_figure(&source, &kept.suite->figures[i], talk);
    kept_free(&kept);
    return error;
}
