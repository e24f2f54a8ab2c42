/* transfer.c -- see transfer.h. */
#include "transfer.h"

#include <errno.h>
#include <stddef.h>

#include "../../engine/memory.h"
#include "easy.h"
#include "result.h"
#include "url.h"

/* --- their memory --- */

static struct ac_transfer *transfer_get(struct ac_transfers *all)
{
    struct ac_transfer *transfer = all->unused;
    if (transfer)
        all->unused = transfer->after;
    else
        transfer = ac_malloc(sizeof *transfer);
    if (transfer)
        *transfer = (struct ac_transfer){.transfers = all};
    return transfer;
}

/* Keeps the memory for another transfer. */
static void transfer_put(struct ac_transfer *transfer)
{
    struct ac_transfers *all = transfer->transfers;
    ac_free(transfer->text);
    transfer->after = all->unused;
    all->unused = transfer;
}

/* Among those that have not ended: the newest first. */
static void transfer_list(struct ac_transfer *transfer)
{
    struct ac_transfers *all = transfer->transfers;
    transfer->after = all->first;
    if (transfer->after)
        transfer->after->before = transfer;
    else
        all->last = transfer;
    all->first = transfer;
    transfer->number = ++all->started;
}

static void transfer_unlist(const struct ac_transfer *transfer)
{
    struct ac_transfers *all = transfer->transfers;
    if (transfer->after)
        transfer->after->before = transfer->before;
    else
        all->last = transfer->before;
    if (transfer->before)
        transfer->before->after = transfer->after;
    else
        all->first = transfer->after;
}

/* --- their end --- */

/* libcurl has nothing of it any more. */
static void transfer_leave(struct ac_transfer *transfer)
{
    struct ac_transfer_easy *easy = transfer->easy;
    transfer->easy = NULL;
    transfer_unlist(transfer);
    if (ac_multi_remove(&transfer->transfers->multi, easy->curl))
        ac_easy_put(easy);
    else
        ac_easy_free(easy);
}

static void transfer_cut(struct ac_transfer *transfer, enum ac_transfer_end end, int error)
{
    ac_result_cut(transfer, end, error);
    transfer_leave(transfer);
    transfer->transfers->ended(transfer);
}

/* Not those that are started meanwhile. */
static void transfers_cut_all(struct ac_transfers *all, enum ac_transfer_end end, int error)
{
    uint64_t started = all->started;
    while (all->last && all->last->number <= started)
        transfer_cut(all->last, end, error);
}

/* Those of which libcurl has said so, in that order. It looks through all that it has not said yet whenever a handle
 * is removed: so it says all before the first is. */
static struct ac_transfer *transfers_said(struct ac_multi *multi)
{
    struct ac_transfer *first = NULL, **end = &first;
    int code;
    for (CURL *curl; (curl = ac_multi_next(multi, &code));) {
        struct ac_transfer_easy *easy = NULL;
        curl_easy_getinfo(curl, CURLINFO_PRIVATE, &easy);
        easy->transfer->code = code;
        easy->transfer->said = true;
        *end = easy->transfer;
        end = &easy->transfer->next_said;
    }
    return first;
}

static void transfers_on_look(struct ac_multi *multi)
{
    struct ac_transfers *all = (struct ac_transfers *)multi;
    struct ac_transfer *transfer = transfers_said(multi);
    for (struct ac_transfer *next; transfer; transfer = next) {
        next = transfer->next_said;
        ac_result_fill(transfer, transfer->code);
        transfer_leave(transfer);
        if (transfer->freed)
            transfer_put(transfer);
        else
            all->ended(transfer);
    }
    if (multi->error) {
        all->lost(all, multi->error);
        transfers_cut_all(all, AC_TRANSFER_LOST, multi->error);
    } else if (multi->silent) {
        transfers_cut_all(all, AC_TRANSFER_SILENT, -ETIMEDOUT);
    }
}

void ac_transfer_end(struct ac_transfer *transfer)
{
    if (transfer->easy && !transfer->said)
        transfer_cut(transfer, AC_TRANSFER_CANCELLED, -ECANCELED);
}

void ac_transfer_free(struct ac_transfer *transfer)
{
    transfer->freed = transfer->easy && transfer->said;
    if (transfer->freed)
        return;
    if (transfer->easy)
        transfer_leave(transfer);
    transfer_put(transfer);
}

/* --- their start --- */

static int transfer_begin(struct ac_transfer *transfer, const char *url)
{
    struct ac_transfers *all = transfer->transfers;
    int error = ac_easy_get(all, url, &transfer->easy);
    if (error)
        return error;
    transfer->easy->transfer = transfer;
    transfer->start_ns = uv_hrtime();
    error = ac_multi_add(&all->multi, transfer->easy->curl);
    if (error)
        ac_easy_put(transfer->easy);
    else
        transfer_list(transfer);
    return error;
}

int ac_transfer_start(struct ac_transfers *all, const char *url, void *data,
                      struct ac_transfer **started)
{
    int error = all->multi.error ? all->multi.error : ac_url_check(url);
    if (error)
        return error;
    struct ac_transfer *transfer = transfer_get(all);
    if (!transfer)
        return -ENOMEM;
    transfer->data = data;
    error = transfer_begin(transfer, url);
    if (error)
        transfer_put(transfer);
    else
        *started = transfer;
    return error;
}

/* --- the life of all --- */

int ac_transfers_open(struct ac_transfers *all)
{
    all->started = 0;
    all->kept = NULL;
    all->unused = all->first = all->last = NULL;
    all->multi.look = transfers_on_look;
    return ac_multi_open(&all->multi);
}

void ac_transfers_close(struct ac_transfers *all)
{
    ac_easy_free_all(all);
    ac_multi_close(&all->multi);
    while (all->unused) {
        struct ac_transfer *transfer = all->unused;
        all->unused = transfer->after;
        ac_free(transfer);
    }
}
