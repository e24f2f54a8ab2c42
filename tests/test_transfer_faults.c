/* test_transfer_faults.c -- each call of libcurl and of libuv that a GET needs fails once, in turn: every transfer that
 * was started ends once, and nothing is left.
 */
#include <curl/curl.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "../harness/engine/memory.h"
#include "../harness/workloads/http/transfer.h"
#include "support/check.h"
#include "support/files.h"
#include "support/server.h"

enum { COUNT = 6, MOST_CALLS = 2000, REST_MS = 50 };

static struct {
    bool armed;
    unsigned met, fails; /* calls so far; which one fails, from 1 */
    const char *failed;  /* the name of the one that did */
} fault;

static struct {
    uv_loop_t uv;
    struct ac_transfers all;
    struct ac_transfer *got[COUNT];
    unsigned ended[COUNT];
    unsigned running, lost;
    bool rested;
} at;

static bool fails(const char *name)
{
    if (!fault.armed || ++fault.met != fault.fails)
        return false;
    fault.failed = name;
    return true;
}

/* The linker puts __wrap_NAME in the place of NAME: see tests.mk. All values fit in one word of the machine. */
#undef curl_easy_setopt
#undef curl_easy_getinfo
#undef curl_multi_setopt

#define WRAPPED(TYPE, NAME, WRONG, WISH, GIVE) \
    TYPE __real_##NAME WISH;                   \
    TYPE __wrap_##NAME WISH;                   \
    TYPE __wrap_##NAME WISH                    \
    {                                          \
        if (fails(#NAME))                      \
            return WRONG;                      \
        return __real_##NAME GIVE;             \
    }

#define WRAPPED_WORDS(TYPE, NAME, WRONG, HANDLE, WHAT)         \
    TYPE __real_##NAME(HANDLE *handle, WHAT what, void *word); \
    TYPE __wrap_##NAME(HANDLE *handle, WHAT what, void *word); \
    TYPE __wrap_##NAME(HANDLE *handle, WHAT what, void *word)  \
    {                                                          \
        if (fails(#NAME))                                      \
            return WRONG;                                      \
        return __real_##NAME(handle, what, word);              \
    }

WRAPPED(CURLcode, curl_global_init_mem, CURLE_FAILED_INIT,
        (long flags, curl_malloc_callback m, curl_free_callback f, curl_realloc_callback r,
         curl_strdup_callback s, curl_calloc_callback c),
        (flags, m, f, r, s, c))
WRAPPED(CURLM *, curl_multi_init, NULL, (void), ())
WRAPPED(CURL *, curl_easy_init, NULL, (void), ())
WRAPPED(CURLMcode, curl_multi_add_handle, CURLM_OUT_OF_MEMORY, (CURLM * multi, CURL *easy),
        (multi, easy))
WRAPPED(CURLMcode, curl_multi_remove_handle, CURLM_INTERNAL_ERROR, (CURLM * multi, CURL *easy),
        (multi, easy))
WRAPPED(CURLMcode, curl_multi_socket_action, CURLM_INTERNAL_ERROR,
        (CURLM * multi, curl_socket_t socket, int events, int *running),
        (multi, socket, events, running))
WRAPPED_WORDS(CURLMcode, curl_multi_setopt, CURLM_OUT_OF_MEMORY, CURLM, CURLMoption)
WRAPPED_WORDS(CURLcode, curl_easy_setopt, CURLE_OUT_OF_MEMORY, CURL, CURLoption)
WRAPPED(int, uv_poll_init, UV_ENOMEM, (uv_loop_t * uv, uv_poll_t *poll, int fd), (uv, poll, fd))
WRAPPED(int, uv_poll_start, UV_EEXIST, (uv_poll_t * poll, int events, uv_poll_cb call),
        (poll, events, call))
WRAPPED(int, socket, (errno = EMFILE, -1), (int family, int type, int protocol),
        (family, type, protocol))

static void on_ended(struct ac_transfer *transfer)
{
    at.ended[(uintptr_t)transfer->data]++;
    at.running--;
}

static void on_lost(struct ac_transfers *transfers, int error)
{
    assert_ptr_equal(transfers, &at.all);
    assert_int_not_equal(error, 0);
    at.lost++;
}

static void on_rested(uv_timer_t *timer)
{
    (void)timer;
    at.rested = true;
}

static void start(unsigned i)
{
    static const char *const paths[COUNT] = {"/ok",         "/ok",    "/ok/close",
                                             "/redirect/1", "/stall", "/bytes/100000"};
    char url[128];
    snprintf(url, sizeof url, "http://127.0.0.1:%u%s", server_of_group.port, paths[i]);
    int error = ac_transfer_start(&at.all, url, (void *)(uintptr_t)i, &at.got[i]);
    at.running += !error;
    assert_int_equal(error != 0, at.got[i] == NULL);
}

/* Three at once, and three when these have ended; the one that stalls is cancelled. */
static void run_transfers(void)
{
    uv_timer_t timer;
    for (unsigned i = 0; i < COUNT; i++) {
        start(i);
        while (i % 3 == 2 && at.running > (at.got[COUNT - 2] && !at.ended[COUNT - 2]))
            uv_run(&at.uv, UV_RUN_ONCE);
    }
    uv_timer_init(&at.uv, &timer);
    uv_timer_start(&timer, on_rested, REST_MS, 0);
    while (!at.rested)
        uv_run(&at.uv, UV_RUN_ONCE);
    uv_close((uv_handle_t *)&timer, NULL);
    if (at.got[COUNT - 2])
        ac_transfer_end(at.got[COUNT - 2]);
    for (unsigned i = 0; i < COUNT; i++) {
        assert_int_equal(at.ended[i], at.got[i] != NULL);
        if (at.got[i])
            ac_transfer_free(at.got[i]);
    }
    ac_transfers_close(&at.all);
}

/* One time through with that call failing. False: there is no such call. */
static bool try(unsigned fails_at)
{
    uint64_t heap_bytes = ac_heap_bytes();
    unsigned descriptors = open_descriptors();
    memset(&at, 0, sizeof at);
    assert_int_equal(uv_loop_init(&at.uv), 0);
    at.all = (struct ac_transfers){.multi = {.uv = &at.uv, .most = 4},
                                   .location = true,
                                   .ended = on_ended,
                                   .lost = on_lost};
    fault.met = 0;
    fault.fails = fails_at;
    fault.failed = NULL;
    fault.armed = true;
    if (!ac_transfers_open(&at.all))
        run_transfers();
    fault.armed = false;
    assert_in_range(at.lost, 0, 1);
    uv_run(&at.uv, UV_RUN_DEFAULT);
    assert_int_equal(uv_loop_close(&at.uv), 0);
    if (ac_heap_bytes() != heap_bytes || open_descriptors() != descriptors)
        fail_msg("call %u, %s: %ld bytes and %d descriptors are left", fails_at, fault.failed,
                 (long)(ac_heap_bytes() - heap_bytes), (int)(open_descriptors() - descriptors));
    return fault.failed;
}

static void transfer_each_call_may_fail_once(void **state)
{
    (void)state;
    unsigned call = 1;
    while (call < MOST_CALLS && try(call))
        call++;
    assert_in_range(call, 60, MOST_CALLS - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(transfer_each_call_may_fail_once)};
    return cmocka_run_group_tests_name("transfer_faults", tests, server_group_begin,
                                       server_group_end);
}
