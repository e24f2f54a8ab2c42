/* peers.c -- ours beside the peers, in dots: a row a peer, a panel a comparison, a dot a mode.
 *
 * Panels are the comparisons of more than a hundred tasks, where there are any: at fewer, what a
 * runtime takes to start is all there is to see. Peers stand in the order of their best modes, by the
 * geometric mean over the panels; ours first. Where no mode of a peer came to its end its place says so.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../peers/list.h"
#include "../peers/summary.h"
#include "part.h"

#define FEW_TASKS   100
#define MOST_PANELS 6

typedef double measure_of(const struct peers_summary *s);

/* One figure under construction. */
struct dots {
    struct peers_summaries list;
    measure_of *value;
    const char **panels; /* points */
    size_t panel_count, left_out;
    struct place {
        const char *peer;
        double mean; /* of the logarithms of its best */
    } * places;
    size_t place_count;
};

static double dots_wall_of(const struct peers_summary *s)
{
    return s->wall_ns / s->ideal_ns;
}

static double dots_cpu_of(const struct peers_summary *s)
{
    return s->cpu_s / s->tasks;
}

static double dots_memory_of(const struct peers_summary *s)
{
    return s->peak_rss_bytes / s->tasks;
}

/* A figure's own unit is left out where it has none: an ideal of 0, a peer whose memory is not known. */
static bool dots_has_value(const struct dots *dots, const struct peers_summary *s)
{
    double value = dots->value(s);
    return s->rank != PEERS_FAILED && isfinite(value) && value > 0;
}

static bool dots_is_at(const struct peers_summary *s, const char *point, const char *peer)
{
    return strcmp(s->point, point) == 0 && strcmp(s->peer, peer) == 0;
}

/* The best mode of a peer at a point; early ones only where there is no other. NULL: none. */
static const struct peers_summary *dots_best_of(const struct dots *dots, const char *point,
                                                const char *peer)
{
    const struct peers_summary *best = NULL;
    for (size_t i = 0; i < dots->list.count; i++) {
        const struct peers_summary *s = &dots->list.items[i];
        if (dots_is_at(s, point, peer) && dots_has_value(dots, s) &&
            (!best || s->rank < best->rank ||
             (s->rank == best->rank && dots->value(s) < dots->value(best))))
            best = s;
    }
    return best;
}

static bool dots_knows_panel(const struct dots *dots, const char *point)
{
    for (size_t i = 0; i < dots->panel_count; i++)
        if (strcmp(dots->panels[i], point) == 0)
            return true;
    return false;
}

/* Wall is shown with rounded sleeps as well; they change little of what else is measured. */
static void dots_choose_panels(struct dots *dots, double few_tasks)
{
    for (size_t i = 0; i < dots->list.count; i++) {
        const struct peers_summary *s = &dots->list.items[i];
        struct peers_comparison c;
        if (s->tasks <= few_tasks || dots_knows_panel(dots, s->point) || !dots_has_value(dots, s) ||
            !peers_comparison_read(s->point, &c))
            continue;
        if (c.tick_ns == 1 || dots->value == dots_wall_of) {
            dots->panels =
                text_resize(dots->panels, (dots->panel_count + 1) * sizeof *dots->panels);
            dots->panels[dots->panel_count++] = s->point;
        }
        peers_comparison_free(&c);
    }
    if (dots->panel_count > MOST_PANELS) {
        dots->left_out = dots->panel_count - MOST_PANELS;
        dots->panel_count = MOST_PANELS;
    }
}

static double dots_mean_of(const struct dots *dots, const char *peer)
{
    double sum = 0, count = 0;
    for (size_t i = 0; i < dots->panel_count; i++) {
        const struct peers_summary *best = dots_best_of(dots, dots->panels[i], peer);
        if (best) {
            sum += log(dots->value(best));
            count++;
        }
    }
    if (strcmp(peer, PEERS_OURS) == 0)
        return -INFINITY;
    return count > 0 ? sum / count : INFINITY;
}

static int dots_by_mean(const void *left, const void *right)
{
    const struct place *a = left, *b = right;
    return (a->mean > b->mean) - (a->mean < b->mean);
}

static void dots_place_peers(struct dots *dots)
{
    for (size_t i = 0; i < dots->list.count; i++) {
        const struct peers_summary *s = &dots->list.items[i];
        size_t at = 0;
        while (at < dots->place_count && strcmp(dots->places[at].peer, s->peer) != 0)
            at++;
        if (at < dots->place_count || !dots_knows_panel(dots, s->point))
            continue;
        dots->places = text_resize(dots->places, (at + 1) * sizeof *dots->places);
        dots->places[dots->place_count++] = (struct place){s->peer, dots_mean_of(dots, s->peer)};
    }
    if (dots->place_count > 0)
        qsort(dots->places, dots->place_count, sizeof *dots->places, dots_by_mean);
}

static char *dots_panel_title(const char *point)
{
    struct peers_comparison c;
    if (!peers_comparison_read(point, &c))
        return text_copy(point);
    char *unit = strrchr(c.name, ','), *sleep = strchr(strchr(c.name, ',') + 1, ',') + 1;
    char *title =
        text_format("N=%s|%s%s|%.*s%s%s", AC_SHORT(c.tasks), c.limit ? "limit " : "no limit",
                    c.limit ? AC_SHORT(c.limit) : "", (int)(unit - sleep), sleep,
                    c.sleep_ns == PEERS_HARMONIC ? " s" : " each",
                    c.tick_ns > 1 ? ", whole ms" : "");
    peers_comparison_free(&c);
    return title;
}

static void dots_add_dots(const struct dots *dots, size_t panel, size_t place, struct text *tsv)
{
    const char *point = dots->panels[panel], *peer = dots->places[place].peer;
    const struct peers_summary *best = dots_best_of(dots, point, peer);
    char *title = dots_panel_title(point);
    bool took_part = false, ours = strcmp(peer, PEERS_OURS) == 0;
    for (size_t i = 0; i < dots->list.count; i++) {
        const struct peers_summary *s = &dots->list.items[i];
        if (!dots_is_at(s, point, peer))
            continue;
        took_part = true;
        if (!dots_has_value(dots, s))
            continue;
        const char *kind = ours                     ? "ours"
                           : s->rank == PEERS_EARLY ? "early"
                           : s == best              ? "best"
                                                    : "other";
        text_printf(tsv, "%zu\t%s\t%zu\t%s\t%s\t%s\t%.6g\n", panel + 1, title, place + 1, peer,
                    s->mode, kind, dots->value(s));
    }
    if (took_part && !best)
        text_printf(tsv, "%zu\t%s\t%zu\t%s\tnull\tfailed\tnull\n", panel + 1, title, place + 1,
                    peer);
    free(title);
}

static const char *dots_make(const struct figures_source *source, struct figures_data *data,
                             measure_of *value, const char *title, const char *units)
{
    struct dots dots = {.list = peers_summarize(&source->rows), .value = value};
    dots_choose_panels(&dots, FEW_TASKS);
    if (dots.panel_count == 0)
        dots_choose_panels(&dots, 0);
    dots_place_peers(&dots);
    text_add(&data->title, title);
    if (dots.left_out)
        text_printf(&data->title, "; %zu comparisons are not shown", dots.left_out);
    text_printf(&data->tsv, "# %s\npanel\tpanel_title\trow\tpeer\tmode\tkind\tvalue\n", units);
    for (size_t panel = 0; panel < dots.panel_count; panel++)
        for (size_t place = 0; place < dots.place_count; place++)
            dots_add_dots(&dots, panel, place, &data->tsv);
    free(dots.places);
    free(dots.panels);
    peers_summaries_free(&dots.list);
    return dots.panel_count > 0 ? NULL : "no run came to its end";
}

const char *figures_peers_wall(const struct figures_source *source, struct figures_data *data)
{
    return dots_make(source, data, dots_wall_of,
                     "Wall time over the ideal: a dot for each idiom, dark for a language's best",
                     "times the ideal");
}

const char *figures_peers_cpu(const struct figures_source *source, struct figures_data *data)
{
    return dots_make(source, data, dots_cpu_of,
                     "CPU time per task: a dot for each idiom, dark for a language's best", "s");
}

const char *figures_peers_memory(const struct figures_source *source, struct figures_data *data)
{
    return dots_make(
        source, data, dots_memory_of,
        "Resident bytes per task, all included: a dot for each idiom, dark for a language's best",
        "bytes");
}
