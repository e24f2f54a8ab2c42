/* http_report.c -- see http_report.h. */
#include "http_report.h"

#include <string.h>

#include "print.h"

#define AC_COLUMN_STRUCT struct ac_http_report
static const struct ac_column columns[] = {AC_HTTP_COLUMNS(AC_COLUMN)};
enum { COLUMNS = sizeof columns / sizeof *columns };

/* --- reading --- */

static void report_times(struct ac_http_report *r, const struct ac_http_figures *f)
{
#define READ(name, what) (f->name.total ? (what) : AC_NULL)
#define READ_SPREAD(name)                                                 \
    r->name##_p50_ns = READ(name, ac_histogram_percentile(&f->name, 50)); \
    r->name##_p99_ns = READ(name, ac_histogram_percentile(&f->name, 99)); \
    r->name##_max_ns = READ(name, f->name.max)
    READ_SPREAD(queued);
    READ_SPREAD(connect);
    READ_SPREAD(first_byte);
    READ_SPREAD(done);
#undef READ_SPREAD
#undef READ
}

static void report_ends(struct ac_http_report *r, const struct ac_http_figures *f,
                        const struct ac_counts *c)
{
    r->ends_ok = f->ok;
    r->ends_refused = f->bad_status;
    r->ends_timed_out = f->timed_out;
    r->ends_cancelled = f->ends[AC_TRANSFER_CANCELLED];
    r->ends_bad_url = f->ends[AC_TRANSFER_BAD_URL] + f->unstarted;
    r->ends_unknown_host = f->ends[AC_TRANSFER_UNKNOWN];
    r->ends_unconnected = f->ends[AC_TRANSFER_UNCONNECTED];
    r->ends_unsafe = f->ends[AC_TRANSFER_UNSAFE];
    r->ends_cut = f->ends[AC_TRANSFER_CUT];
    r->ends_garbage = f->ends[AC_TRANSFER_GARBAGE];
    r->ends_too_large = f->ends[AC_TRANSFER_TOO_LARGE];
    r->ends_redirected = f->ends[AC_TRANSFER_REDIRECTED];
    r->ends_silent = f->ends[AC_TRANSFER_SILENT];
    r->ends_lost = f->ends[AC_TRANSFER_LOST];
    r->ends_retried = c->retried;
    memcpy(r->classes, f->classes, sizeof r->classes);
}

void ac_http_report_read(struct ac_http_report *report, const struct ac_run *run,
                         const struct ac_measures *measures, struct ac_cpu before,
                         const struct ac_http *http, const struct ac_options *options,
                         const char *libcurl)
{
    struct ac_http_report *r = report;
    const struct ac_http_figures *f = &http->figures;
    ac_report_read(&r->run, run, measures, before);
    ac_report_finish_lines(&r->run, options, "http", ac_counts(run)->retried);
    r->libcurl = libcurl;
    r->transfers = f->started;
    uint64_t cpu_ns = r->run.cpu_user_ns + r->run.cpu_sys_ns;
    r->transfer_cpu_mean_ns = f->started ? cpu_ns / f->started : AC_NULL;
    r->connections_opened = http->transfers.multi.opened;
    r->connections_reused = f->reused;
    r->connections_max = http->transfers.multi.max_sockets;
    r->body_bytes = f->bytes;
    report_times(r, f);
    report_ends(r, f, ac_counts(run));
}

/* --- writing --- */

void ac_http_report_json(const struct ac_http_report *r, FILE *stream)
{
    const char *join = "";
    fputs("{", stream);
    ac_report_json_members(&r->run, stream);
    fputs(", ", stream);
    ac_print_json(columns, COLUMNS, r, stream);
    fputs(", \"statuses\": {", stream);
    for (int i = 0; i < AC_HTTP_CLASSES; i++) {
        if (!r->classes[i])
            continue;
        fprintf(stream, "%s\"%dxx\": %llu", join, i, (unsigned long long)r->classes[i]);
        join = ", ";
    }
    fputs("}}\n", stream);
}

void ac_http_report_tsv(const struct ac_http_report *r, FILE *stream)
{
    ac_report_tsv_with(&r->run, columns, COLUMNS, r, stream);
}
