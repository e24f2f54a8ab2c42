/* http_figures.c -- see http_figures.h. */
#include "http_figures.h"

void ac_http_figures_started(struct ac_http_figures *f)
{
    f->started++;
}

void ac_http_figures_attempt(struct ac_http_figures *f, const struct ac_transfer *transfer)
{
    f->bytes += transfer->bytes;
    f->reused += transfer->reused;
}

void ac_http_figures_unstarted(struct ac_http_figures *f, int error)
{
    f->unstarted++;
    f->start_error = error;
}

void ac_http_figures_unstarted_again(struct ac_http_figures *f)
{
    f->unstarted--;
}

static void figures_count(struct ac_http_figures *f, const struct ac_transfer *transfer,
                          bool timed_out)
{
    if (timed_out) {
        f->timed_out++;
    } else if (transfer->end != AC_TRANSFER_REPLIED) {
        f->ends[transfer->end]++;
    } else {
        f->ok += transfer->status < 400;
        f->bad_status += transfer->status >= 400;
        f->classes[transfer->status / 100 % AC_HTTP_CLASSES]++;
    }
}

static void figures_add(struct ac_histogram *histogram, uint64_t ns)
{
    if (ns != AC_TRANSFER_NEVER)
        ac_histogram_add(histogram, ns);
}

void ac_http_figures_ended(struct ac_http_figures *f, const struct ac_transfer *transfer,
                           uint64_t there_ns, bool timed_out)
{
    figures_count(f, transfer, timed_out);
    if (!f->timed)
        return;
    figures_add(&f->queued, transfer->start_ns - there_ns);
    if (!transfer->reused)
        figures_add(&f->connect, transfer->connect_ns);
    figures_add(&f->first_byte, transfer->first_byte_ns);
    figures_add(&f->done, transfer->done_ns);
}
