/* work_http.c -- requests under each strategy, in bars: requests a second at two limits, CPU time a request, and the
 * wall where replies are late; the rivals below.
 */
#include <math.h>
#include <string.h>

#include "../../../strategies/strategies.h"
#include "../work/http.h"
#include "../work/summary.h"
#include "part.h"
#include "work.h"

static double http_requests_a_s(const struct rows *list, uint64_t limit, const char *cell)
{
    return 1e9 / work_figure(list, HTTP_GETS, limit, cell, "job_wall_ns");
}

/* Of whoever has the same stage but for a limit of its own, too. */
static double http_late_wall(const struct rows *list, const char *cell)
{
    double wall_ns = work_figure(list, HTTP_DELAYS, 0, cell, "wall_ns");
    return isfinite(wall_ns) ? wall_ns : work_figure(list, HTTP_HIDDEN, 0, cell, "wall_ns");
}

/* False: it has none of these. */
static bool http_add_line(const struct rows *list, const char *cell, struct text *tsv)
{
    if (work_find(list, HTTP_GETS, 0, cell) == SIZE_MAX && !isfinite(http_late_wall(list, cell)))
        return false;
    text_add(tsv, cell);
    work_add_figure(tsv, 0, http_requests_a_s(list, 10, cell));
    work_add_figure(tsv, 0, http_requests_a_s(list, 100, cell));
    work_add_figure(tsv, 0, work_figure(list, HTTP_GETS, 10, cell, "job_cpu_ns"));
    work_add_figure(tsv, 0, http_late_wall(list, cell));
    text_add(tsv, "\n");
    return true;
}

static void http_add_title(const struct rows *list, struct text *title)
{
    size_t at = work_find(list, HTTP_GETS, 10, CELLS_REFERENCE);
    if (at != SIZE_MAX && rows_is(list, at, "wall_target", "reached") &&
        rows_is(list, at, "cpu_target", "reached"))
        text_printf(
            title, "At limit 10 %s makes %.2f times the requests of curl -Z, on %.0f %% of its CPU",
            CELLS_REFERENCE, 1 / rows_number(list, at, "wall_ratio"),
            100 * rows_number(list, at, "cpu_ratio"));
    else
        text_add(title, "What requests cost under each strategy, and in other programs");
}

const char *figures_http_cost(const struct figures_source *source, struct figures_data *data)
{
    struct rows list = work_summarize(&source->rows, &work_all);
    size_t lines = 0;
    http_add_title(&list, &data->title);
    text_add(&data->tsv, "# requests a second, requests a second, ns, ns\n"
                         "who\trequests_10\trequests_100\tcpu_ns\tdelays_ns\n");
    for (size_t i = 0; ac_strategies[i]; i++)
        lines += http_add_line(&list, ac_strategies[i]->name, &data->tsv);
    for (size_t i = 0; work_part_http.cells[i] && lines; i++)
        if (strcmp(work_part_http.cells[i], HTTP_AGAIN) != 0)
            http_add_line(&list, work_part_http.cells[i], &data->tsv);
    rows_free(&list);
    return lines ? NULL : "no strategy made requests";
}
