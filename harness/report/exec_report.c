/* exec_report.c -- see exec_report.h. */
#include "exec_report.h"

#include <string.h>
#include <uv.h>

#include "print.h"

#define AC_COLUMN_STRUCT struct ac_exec_report
static const struct ac_column columns[] = {AC_EXEC_COLUMNS(AC_COLUMN)};
enum { COLUMNS = sizeof columns / sizeof *columns };

/* --- reading --- */

struct ac_exec_before ac_exec_report_before(void)
{
    return (struct ac_exec_before){ac_process_cpu(), ac_process_children_cpu()};
}

static void report_times(struct ac_exec_report *r, const struct ac_exec_figures *f)
{
#define READ(name, what) (f->name.total ? (what) : AC_NULL)
#define READ_SPREAD(name)                                                 \
    r->name##_p50_ns = READ(name, ac_histogram_percentile(&f->name, 50)); \
    r->name##_p99_ns = READ(name, ac_histogram_percentile(&f->name, 99)); \
    r->name##_max_ns = READ(name, f->name.max)
    READ_SPREAD(spawn);
    READ_SPREAD(next_start);
    READ_SPREAD(job);
    r->spawn_mean_ns = READ(spawn, f->spawn_ns / f->spawn.total);
    r->job_min_ns = READ(job, f->shortest_ns);
#undef READ_SPREAD
#undef READ
}

static void report_ends(struct ac_exec_report *r, const struct ac_exec_figures *f, uint64_t retried)
{
    r->held_pipes = f->held;
    r->ends_ok = f->ok;
    r->ends_not_zero = f->not_zero;
    r->ends_killed = f->killed;
    r->ends_timed_out = f->timed_out;
    r->ends_cancelled = f->cancelled;
    r->ends_not_started = f->unstarted;
    r->ends_output_lost = f->lost;
    r->ends_retried = retried;
    memcpy(r->codes, f->codes, sizeof r->codes);
    memcpy(r->signals, f->signals, sizeof r->signals);
    memcpy(r->start_errors, f->start_errors, sizeof r->start_errors);
}

void ac_exec_report_read(struct ac_exec_report *report, const struct ac_run *run,
                         const struct ac_measures *measures, const struct ac_exec_before *before,
                         const struct ac_exec *exec, const struct ac_options *options)
{
    struct ac_exec_report *r = report;
    const struct ac_exec_figures *f = &exec->figures;
    struct ac_cpu jobs = ac_process_children_cpu();
    ac_report_read(&r->run, run, measures, before->own);
    ac_report_finish_lines(&r->run, options, "exec", ac_counts(run)->retried);
    r->jobs_cpu_user_ns = jobs.user_ns - before->children.user_ns;
    r->jobs_cpu_sys_ns = jobs.sys_ns - before->children.sys_ns;
    uint64_t cpu_ns = r->jobs_cpu_user_ns + r->jobs_cpu_sys_ns;
    r->job_cpu_mean_ns = f->started ? cpu_ns / f->started : AC_NULL;
    report_times(r, f);
    if (options->every_ns) /* a slot that is free waits for the source, not for the strategy */
        r->next_start_p50_ns = r->next_start_p99_ns = r->next_start_max_ns = AC_NULL;
    r->printed_stdout_bytes = f->printed_bytes[0];
    r->printed_stderr_bytes = f->printed_bytes[1];
    r->spooled_bytes = f->spooled_bytes;
    r->spool_file_bytes = (uint64_t)exec->jobs.spool.blocks * AC_SPOOL_BLOCK;
    report_ends(r, f, ac_counts(run)->retried);
    r->skipped = exec->lines.skipped;
}

/* --- writing --- */

/* Writes the counts that are not 0, each with its key: an errno by its name. */
static void report_tally(const char *name, const uint64_t *counts, bool errors, FILE *stream)
{
    const char *join = "";
    fprintf(stream, ", \"%s\": {", name);
    for (int i = 0; i < AC_EXEC_CODES; i++) {
        if (!counts[i])
            continue;
        if (errors)
            fprintf(stream, "%s\"%s\": ", join, uv_err_name(-i));
        else
            fprintf(stream, "%s\"%d\": ", join, i);
        fprintf(stream, "%llu", (unsigned long long)counts[i]);
        join = ", ";
    }
    fputs("}", stream);
}

void ac_exec_report_json(const struct ac_exec_report *r, FILE *stream)
{
    fputs("{", stream);
    ac_report_json_members(&r->run, stream);
    fputs(", ", stream);
    ac_print_json(columns, COLUMNS, r, stream);
    report_tally("exit_statuses", r->codes, false, stream);
    report_tally("exit_signals", r->signals, false, stream);
    report_tally("start_errors", r->start_errors, true, stream);
    fputs("}\n", stream);
}

void ac_exec_report_tsv(const struct ac_exec_report *r, FILE *stream)
{
    ac_report_tsv_with(&r->run, columns, COLUMNS, r, stream);
}
