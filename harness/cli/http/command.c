/* command.c -- `http`: a GET for each URL of stdin. */
#include <inttypes.h>
#include <sys/resource.h>

#include <curl/curl.h>

#include "../../report/http_report.h"
#include "../command.h"
#include "../lines/all.h"
#include "../lines/report_file.h"
#include "../lines/room.h"
#include "output.h"
#include "own.h"

enum { HTTP_SPARE_FILES = 64 }; /* descriptors, beside those of the connections */

struct ac_http ac_http_own;

static int http_open(struct ac_session *s, const struct ac_line_wish *lines)
{
    const struct ac_options *o = s->options;
    struct ac_http_wish wish = {
        .lines = *lines,
        .limit = o->strategy->flags & AC_NO_LIMIT ? AC_SESSION_UNASKED : ac_session_most(o),
        .max_body = o->max_body,
        .location = o->location,
        .silence_ms = AC_HTTP_SILENCE_MS,
        .dated = o->every_ns || o->retries,
        .dry = o->dry_run,
        .timed = ac_report_file_wanted(),
    };
    s->tasks = &ac_http_own.workload;
    s->lines = &ac_http_own.lines;
    if (!s->checks && !o->dry_run)
        ac_http_begin();
    return ac_http_open(&ac_http_own, &wish);
}

static void http_close(void)
{
    ac_http_close(&ac_http_own);
}

/* --- the report --- */

static struct ac_cpu before;
static struct ac_http_report report; /* static, so that no heap figure contains it */

static void http_report_begin(void)
{
    before = ac_process_cpu();
}

static void http_report_read(const struct ac_run *run, const struct ac_measures *measures)
{
    ac_http_report_read(&report, run, measures, before, &ac_http_own, ac_session.options,
                        curl_version_info(CURLVERSION_NOW)->version);
}

static void http_report_json(FILE *stream)
{
    ac_http_report_json(&report, stream);
}

static void http_report_tsv(FILE *stream)
{
    ac_http_report_tsv(&report, stream);
}

static const struct ac_session_command http_command = {
    .open = http_open,
    .close = http_close,
    .attempts = &ac_http_attempts,
    .use = ac_http_use,
    .pause = ac_http_flush,
    .check = ac_http_check,
    .checked = "end",
    .kinds = ac_http_kinds,
    .report_begin = http_report_begin,
    .report_read = http_report_read,
    .report_json = http_report_json,
    .report_tsv = http_report_tsv,
};

/* --- the command --- */

/* Whether each transfer of the limit may have a connection. */
static bool http_has_room(const struct ac_options *o)
{
    uint64_t wanted = ac_session_most(o), files = ac_session_ceiling(RLIMIT_NOFILE);
    uint64_t most = files > HTTP_SPARE_FILES ? files - HTTP_SPARE_FILES : 1;
    if (files == RLIM_INFINITY || wanted <= most)
        return true;
    complain("-l/--limit '%" PRIu64 "': must be at most %" PRIu64
             ", since each transfer has a connection and this program may have %" PRIu64
             " descriptors",
             wanted, most, files);
    return false;
}

int ac_command_http(const struct ac_options *options)
{
    if (!ac_session_has_own_files(options) || !http_has_room(options))
        return AC_EXIT_USAGE;
    ac_session.command = &http_command;
    int status = ac_report_file_open(options);
    if (status)
        return status;
    return options->compared ? ac_session_all(options) : ac_session_once(options);
}
