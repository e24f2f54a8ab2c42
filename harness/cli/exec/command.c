/* command.c -- `exec`: one command for each line of stdin. */
#include "../command.h"
#include "../../../strategies/strategies.h"
#include "../../report/exec_report.h"
#include "../lines/all.h"
#include "../lines/report_file.h"
#include "joblog.h"
#include "output.h"
#include "own.h"
#include "plan.h"

enum { EXEC_PIPE_GRACE_MS = 100 };

struct ac_exec ac_exec_own;

static int exec_open(struct ac_session *s, const struct ac_line_wish *lines)
{
    const struct ac_options *o = s->options;
    struct ac_exec_wish wish = {
        .lines = *lines,
        .words = o->job,
        .shell = o->shell,
        .alone = true,
        .grace_ms = o->grace_ns / 1000000,
        .pipe_grace_ms = EXEC_PIPE_GRACE_MS,
        .dry = o->dry_run,
        .timed = ac_report_file_wanted(),
    };
    ac_joblog_wish(&wish);
    s->tasks = &ac_exec_own.workload;
    s->lines = &ac_exec_own.lines;
    return ac_exec_open(&ac_exec_own, &wish);
}

static void exec_close(void)
{
    ac_exec_close(&ac_exec_own);
}

/* --- the report --- */

static struct ac_exec_before before;
static struct ac_exec_report report; /* static, so that no heap figure contains it */

static void exec_report_begin(void)
{
    before = ac_exec_report_before();
}

static void exec_report_read(const struct ac_run *run, const struct ac_measures *measures)
{
    ac_exec_report_read(&report, run, measures, &before, &ac_exec_own, ac_session.options);
}

static void exec_report_json(FILE *stream)
{
    ac_exec_report_json(&report, stream);
}

static void exec_report_tsv(FILE *stream)
{
    ac_exec_report_tsv(&report, stream);
}

static const struct ac_session_command exec_command = {
    .open = exec_open,
    .close = exec_close,
    .attempts = &ac_exec_attempts,
    .use = ac_exec_use,
    .check = ac_exec_check,
    .checked = "end and print",
    .kinds = ac_exec_kinds,
    .name_alive = ac_exec_name_alive,
    .tell = ac_joblog_tell,
    .report_begin = exec_report_begin,
    .report_read = exec_report_read,
    .report_json = exec_report_json,
    .report_tsv = exec_report_tsv,
};

/* --- the command --- */

int ac_command_exec(const struct ac_options *options)
{
    if (!ac_exec_possible(options))
        return AC_EXIT_USAGE;
    ac_session.command = &exec_command;
    int status = ac_report_file_open(options);
    if (!status)
        status = ac_joblog_open(options);
    if (!status && !options->compared)
        status = ac_session_once(options);
    ac_joblog_close();
    return status || !options->compared ? status : ac_session_all(options);
}
