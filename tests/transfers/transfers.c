/* transfers.c -- see transfers.h. */
#include "transfers.h"

#include <stdio.h>
#include <string.h>

#include "../../harness/engine/memory.h"
#include "../support/files.h"

struct transfers_scene them;

static void on_ended(struct ac_transfer *transfer)
{
    unsigned i = (unsigned)(uintptr_t)transfer->data;
    assert_null(transfer->easy);
    them.order[them.ended++] = i;
    if (them.on_end)
        them.on_end(i);
}

static void on_lost(struct ac_transfers *transfers, int error)
{
    (void)transfers;
    fail_msg("libcurl has failed as a whole: %d", error);
}

void transfers_prepare(void)
{
    memset(&them, 0, sizeof them);
    them.heap_bytes = ac_heap_bytes();
    them.descriptors = open_descriptors();
    assert_int_equal(uv_loop_init(&them.uv), 0);
    them.all = (struct ac_transfers){.multi = {.uv = &them.uv, .most = LIMIT},
                                     .ended = on_ended,
                                     .lost = on_lost};
}

void transfers_begin(void)
{
    transfers_prepare();
    assert_int_equal(ac_transfers_open(&them.all), 0);
}

void transfers_start_url(const char *url)
{
    unsigned i = them.started++;
    assert_in_range(i, 0, MOST - 1);
    assert_int_equal(ac_transfer_start(&them.all, url, (void *)(uintptr_t)i, &them.got[i]), 0);
}

void transfers_start(const char *path)
{
    char url[512];
    snprintf(url, sizeof url, "http://127.0.0.1:%u%s", server_of_group.port, path);
    transfers_start_url(url);
}

void transfers_run_until(unsigned ended)
{
    while (them.ended < ended)
        uv_run(&them.uv, UV_RUN_ONCE);
}

void transfers_close(void)
{
    for (unsigned i = 0; i < them.started; i++)
        ac_transfer_free(them.got[i]);
    ac_transfers_close(&them.all);
    assert_int_equal(them.all.multi.sockets, 0);
    assert_int_equal(them.all.multi.running, 0);
    assert_int_equal(uv_loop_close(&them.uv), 0);
}

void transfers_finish(void)
{
    transfers_close();
    assert_int_equal(ac_heap_bytes(), them.heap_bytes);
    assert_int_equal(open_descriptors(), them.descriptors);
}
