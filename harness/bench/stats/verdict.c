/* verdict.c -- see verdict.h. */
#include "verdict.h"

#include <math.h>
#include <stdlib.h>

#include "../../base/statistics.h"
#include "../../base/text.h"

const char *verdict_words(enum verdict_word word)
{
    static const char *const words[] = {"", "faster", "slower", "same within 1 %", "not resolved"};
    return words[word];
}

static enum verdict_word verdict_judge(double low, double high)
{
    if (low >= 1 / 1.01 && high <= 1.01)
        return VERDICT_SAME;
    if (high < 1)
        return VERDICT_FASTER;
    if (low > 1)
        return VERDICT_SLOWER;
    return VERDICT_NOT_RESOLVED;
}

struct verdict verdict_compare(const double values[], const double references[], size_t count)
{
    struct verdict verdict = {VERDICT_NONE, 0, NAN, NAN, NAN, NAN};
    double *logs = text_resize(NULL, (count + 1) * sizeof *logs);
    for (size_t i = 0; i < count; i++)
        if (values[i] > 0 && references[i] > 0)
            logs[verdict.pairs++] = log(values[i] / references[i]);
    if (verdict.pairs > 0)
        verdict.ratio = exp(statistics_median(logs, verdict.pairs));
    size_t rank = statistics_rank(verdict.pairs);
    if (rank > 0) { /* statistics_median has sorted them */
        verdict.low = exp(logs[rank - 1]);
        verdict.high = exp(logs[verdict.pairs - rank]);
        verdict.coverage = statistics_coverage(verdict.pairs, rank);
        verdict.word = verdict_judge(verdict.low, verdict.high);
    }
    free(logs);
    return verdict;
}
