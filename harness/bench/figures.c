/* figures.c -- see figures.h and figures_part.h. */

#include "figures.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../common/spawn.h"
#include "figures_part.h"
#include "peers_measure.h"

#define GNUPLOT_MAX_MS 60000

struct figure {
    const char *name; /* of its script, its data and its pictures */
    figures_writer *write;
};

static const struct figure figures[] = {
    {"cost", figures_cost},           {"excess", figures_excess},
    {"cpu_tasks", figures_cpu_tasks}, {"cpu_limit", figures_cpu_limit},
    {"memory", figures_memory},       {"wall_limit", figures_wall_limit},
    {"gantt", figures_gantt},         {"order", figures_order},
    {"lateness", figures_lateness},   {NULL, NULL},
};

/* Those of a comparison with peers. */
static const struct figure peers_figures[] = {
    {"peers_wall", figures_peers_wall},
    {"peers_cpu", figures_peers_cpu},
    {"peers_memory", figures_peers_memory},
    {NULL, NULL},
};

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

const char *figures_short(double number, char room[32])
{
    static const char *const units[] = {"", "k", "M", "G"};
    unsigned unit = 0;
    while (number >= 1000 && unit < 3) {
        number /= 1000;
        unit++;
    }
    snprintf(room, 32, "%g%s", number, units[unit]);
    return room;
}

void figures_note(struct figures_data *data, const char *path, int error)
{
    if (data->error || !error || error == -ENOENT)
        return;
    data->error = error;
    text_complain("cannot read %s: %s", path, strerror(-error));
}

bool figures_read(struct figures_data *data, struct rows *rows, const char *path)
{
    int error = rows_read(rows, path);
    if (error != -EINVAL) /* it is empty */
        figures_note(data, path, error);
    return !error;
}

/* Runs `gnuplot -c script data out` and waits for it. */
static int run_gnuplot(const char *script, const char *data, const char *out)
{
    const char *const arguments[] = {"gnuplot", "-c", script, data, out, NULL};
    struct spawn_result result;
    int error = 0;
    if (!spawn_run(arguments, GNUPLOT_MAX_MS, &result)) {
        char *end = spawn_end(&result);
        error = result.error ? result.error : -EIO;
        if (error == -ENOENT)
            text_complain("gnuplot is missing: run `make deps`");
        else if (error != -EINTR)
            text_complain("gnuplot -c %s %s: %s: %s", script, data, end,
                          text_chars(&result.errors));
        free(end);
    }
    spawn_free(&result);
    return error;
}

/* Draws one picture under a hidden name, then gives it its own. */
static int draw(const char *dir, const char *name, const char *ending, const char *script,
                const char *data)
{
    char *part = text_format("%s/plots/.%s%s", dir, name, ending);
    char *out = text_format("%s/plots/%s%s", dir, name, ending);
    spawn_unfinished(part);
    int error = run_gnuplot(script, data, part);
    if (!error && rename(part, out) != 0) {
        error = -errno;
        text_complain("cannot write %s: %s", out, strerror(errno));
    }
    if (error)
        unlink(part);
    spawn_unfinished(NULL);
    free(part);
    free(out);
    return error;
}

static int write_data(const struct figures_data *data, const char *path)
{
    char *all = text_format("# %s\n%s", text_chars(&data->title), text_chars(&data->tsv));
    int error = text_write_file(all, path);
    if (error)
        text_complain("cannot write %s: %s", path, strerror(-error));
    free(all);
    return error;
}

/* Draws both pictures. */
static int draw_all(const char *dir, const char *name, const char *script, const char *data)
{
    if (access(script, R_OK) != 0) {
        int error = -errno;
        text_complain("cannot read %s: %s: run in the project's folder, or set AC_PLOTS", script,
                      strerror(-error));
        return error;
    }
    int error = draw(dir, name, ".svg", script, data);
    return error ? error : draw(dir, name, ".png", script, data);
}

static int make_figure(const struct figures_source *source, const struct figure *figure,
                       const char *scripts, bool talk)
{
    struct figures_data data = {.title = {0}};
    const char *why = figure->write(source, &data);
    char *path = text_format("%s/plots/%s.tsv", source->dir, figure->name);
    char *script = text_format("%s/%s.gp", scripts, figure->name);
    int error = data.error;
    if (why && talk && !error)
        text_complain("figure %s skipped: %s", figure->name, why);
    if (!why && !error)
        error = write_data(&data, path);
    if (!why && !error)
        error = draw_all(source->dir, figure->name, script, path);
    free(path);
    free(script);
    text_free(&data.title);
    text_free(&data.tsv);
    return error;
}

/* Reads the rows and makes the folder of the pictures. */
static int open_source(struct figures_source *source)
{
    char *path = text_format("%s/rows.tsv", source->dir);
    char *plots = text_format("%s/plots", source->dir);
    int error = rows_read(&source->rows, path);
    if (error)
        text_complain("cannot read %s: %s", path, rows_error(error));
    else if (mkdir(plots, 0777) != 0 && errno != EEXIST) {
        error = -errno;
        text_complain("cannot make %s: %s", plots, strerror(errno));
    }
    free(path);
    free(plots);
    return error;
}

int bench_figures(const char *dir, bool talk)
{
    struct figures_source source = {.dir = dir};
    const char *scripts = getenv("AC_PLOTS");
    int error = open_source(&source);
    const struct figure *figure = peers_has_columns(&source.rows) ? peers_figures : figures;
    for (; !error && figure->name; figure++)
        error = make_figure(&source, figure, scripts && *scripts ? scripts : "plots", talk);
    rows_free(&source.rows);
    return error;
}
