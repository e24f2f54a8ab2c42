/* output.c -- see output.h.
 *
 * Rows are written together where several results are there at once, and before the loop waits. So no row
 * waits for a result that is still to come.
 */
#include "output.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "../../base/text.h"
#include "../lines/checks.h"
#include "../lines/session.h"
#include "own.h"

enum { HTTP_ROWS = 32768, HTTP_KEPT = 1 << 20 }; /* bytes: written then; the most that are kept */

static struct text rows;

void ac_http_begin(void)
{
    text_add(&rows, "number\turl\tstatus\tbytes\terror\tqueued_ns\tconnect_ns\tfirst_byte_ns\t"
                    "done_ns\treused\n");
}

bool ac_http_flush(void)
{
    if (!rows.length)
        return true;
    bool written = ac_session_write(0, rows.chars, rows.length);
    ac_session_wrote(0, '\n');
    if (rows.room > HTTP_KEPT)
        text_free(&rows);
    rows.length = 0;
    return written;
}

/* A URL without its credentials; what no URL may have in it is written as %09, so a row is a line. */
static void http_add_url(const char *line)
{
    char *url = text_copy(line);
    ac_url_hide(url);
    for (const char *from = url; *from;) {
        size_t plain = 0;
        while ((unsigned char)from[plain] > ' ' && from[plain] != 0x7f)
            plain++;
        text_add_bytes(&rows, from, plain);
        from += plain;
        if (*from)
            text_printf(&rows, "%%%02X", (unsigned char)*from++);
    }
    free(url);
}

/* Why a task failed, in a word or in libcurl's. */
static const char *http_reason(const struct ac_task *task, const struct ac_transfer *transfer)
{
    if (task->timed_out)
        return "timeout";
    if (transfer && transfer->end == AC_TRANSFER_REPLIED)
        return task->error ? "status" : "";
    if (transfer)
        return ac_transfer_reason(transfer);
    switch (-task->error) {
    case EINVAL:
        return "no URL";
    case EPROTONOSUPPORT:
        return "neither http nor https";
    case E2BIG:
        return "URL too long";
    default:
        return strerror(-task->error);
    }
}

static void http_add_time(uint64_t ns)
{
    if (ns == AC_TRANSFER_NEVER)
        text_add(&rows, "\t");
    else
        text_printf(&rows, "\t%" PRIu64, ns);
}

static void http_add_row(const struct ac_task *task, const struct ac_http_task *own)
{
    static const struct ac_transfer none = {.first_byte_ns = AC_TRANSFER_NEVER,
                                            .done_ns = AC_TRANSFER_NEVER,
                                            .connect_ns = AC_TRANSFER_NEVER};
    const struct ac_transfer *t = own->transfer ? own->transfer : &none;
    text_printf(&rows, "%" PRIu32 "\t", task->number);
    http_add_url(own->line.text);
    text_printf(&rows, "\t%u\t%" PRIu64 "\t%s", t->status, t->bytes,
                http_reason(task, own->transfer));
    http_add_time(own->transfer ? t->start_ns - own->there_ns : AC_TRANSFER_NEVER);
    http_add_time(t->connect_ns);
    http_add_time(t->first_byte_ns);
    http_add_time(t->done_ns);
    text_add(&rows, t->reused ? "\t1\n" : "\t0\n");
}

bool ac_http_use(const struct ac_task *task)
{
    const struct ac_http_task *own = ac_own(ac_session.run, task);
    if (!ac_session.options->dry_run) {
        http_add_row(task, own);
    } else if (!task->error) {
        http_add_url(own->line.text);
        text_add(&rows, "\n");
    }
    return rows.length < HTTP_ROWS || ac_http_flush();
}

int ac_http_check(const struct ac_task *task, uint64_t *sum)
{
    const struct ac_transfer *t =
        ((const struct ac_http_task *)ac_own(ac_session.run, task))->transfer;
    ac_checks_add_number(sum, (uint64_t)task->error);
    ac_checks_add_number(sum, task->timed_out);
    if (!t)
        return 0;
    ac_checks_add_number(sum, t->status);
    ac_checks_add_number(sum, t->bytes);
    return 0;
}
