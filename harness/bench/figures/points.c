/* points.c -- see points.h. */
#include "points.h"

#include <math.h>
#include <stdlib.h>

#include "../../base/statistics.h"
#include "../../base/text.h"

enum { NAME_HEIGHT_PERCENT = 6 }; /* of the panel's height */

size_t figures_keep_largest(struct sample samples[], size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        bool largest = true;
        for (size_t k = 0; k < count && largest; k++)
            largest = samples[k].x != samples[i].x || samples[k].other <= samples[i].other;
        samples[i].strategy = largest ? samples[i].strategy : -1;
    }
    for (size_t i = 0; i < count; i++)
        if (samples[i].strategy >= 0)
            samples[kept++] = samples[i];
    return kept;
}

static int points_compare_samples(const void *one, const void *two)
{
    const struct sample *a = one, *b = two;
    if (a->strategy != b->strategy)
        return a->strategy < b->strategy ? -1 : 1;
    if (a->x < b->x || a->x > b->x)
        return a->x < b->x ? -1 : 1;
    return (a->value > b->value) - (a->value < b->value);
}

size_t figures_make_points(struct sample samples[], size_t count, struct point points[])
{
    size_t made = 0;
    qsort(samples, count, sizeof *samples, points_compare_samples);
    for (size_t i = 0, end; i < count; i = end) {
        const struct sample *first = &samples[i];
        for (end = i; end < count && samples[end].strategy == first->strategy &&
                      !(samples[end].x > first->x);)
            end++;
        const struct sample *low_middle = &samples[i + (end - i - 1) / 2];
        const struct sample *high_middle = &samples[i + (end - i) / 2];
        points[made++] = (struct point){
            .strategy = first->strategy,
            .last = end == count || samples[end].strategy != first->strategy,
            .x = first->x,
            .low = first->value,
            .median = (low_middle->value + high_middle->value) / 2,
            .high = samples[end - 1].value,
        };
    }
    return made;
}

const struct point *figures_end(const struct point points[], size_t count, int strategy, bool last)
{
    const struct point *end = NULL;
    for (size_t i = 0; i < count; i++)
        if (points[i].strategy == strategy && (last || !end))
            end = &points[i];
    return end;
}

void figures_fit_slopes(struct point points[], size_t count)
{
    double *x = text_resize(NULL, (count + 1) * 2 * sizeof *x), *y = x + count;
    for (size_t i = 0, first = 0; i < count; i++) {
        x[i] = points[i].x;
        y[i] = points[i].median;
        if (points[i].last) {
            points[i].slope = statistics_slope(x + first, y + first, i + 1 - first);
            first = i + 1;
        }
    }
    free(x);
}

/* Moves neighbours among `named` (sorted, from low to high) apart, both as far, until each has its
 * height; then settles what is left of that from bottom to top, and keeps below the top. */
static void points_spread(struct point *named[], size_t count, double bottom, double top)
{
    double gap = (top - bottom) * NAME_HEIGHT_PERCENT / 100;
    double edge = gap / 4; /* a name on the very edge would move it by a decade */
    for (int round = 0; round < 200; round++)
        for (size_t i = 1; i < count; i++) {
            double missing = gap - (named[i]->name_y - named[i - 1]->name_y);
            if (missing > 0) {
                named[i]->name_y += missing / 2;
                named[i - 1]->name_y -= missing / 2;
            }
        }
    for (size_t i = 0; i < count; i++)
        named[i]->name_y = fmax(named[i]->name_y, i ? named[i - 1]->name_y + gap : bottom + edge);
    for (size_t i = count; i-- > 0;)
        named[i]->name_y = fmin(named[i]->name_y, top - edge - gap * (double)(count - 1 - i));
}

void figures_place_names(struct point points[], size_t count)
{
    struct point **named = text_resize(NULL, (count + 1) * sizeof(void *));
    size_t names = 0;
    double low = INFINITY, high = 0;
    for (size_t i = 0; i < count; i++) {
        low = fmin(low, points[i].low);
        high = fmax(high, points[i].high);
        if (!points[i].last)
            continue;
        points[i].name_y = log10(points[i].median);
        size_t at = names++;
        for (; at > 0 && named[at - 1]->name_y > points[i].name_y; at--)
            named[at] = named[at - 1];
        named[at] = &points[i];
    }
    /* gnuplot extends a logarithmic axis to whole powers of ten */
    if (names)
        points_spread(named, names, floor(log10(low)), ceil(log10(high)));
    free(named);
}
