/* test_transfer_cost.c -- what GETs cost: calls of libuv that are calls of the system, and turns of the loop. */
#include <stdio.h>
#include <string.h>

#include "../harness/workloads/http/transfer.h"
#include "support/check.h"
#include "support/server.h"

enum { REQUESTS = 400, MOST = 10 };

static struct {
    uv_loop_t uv;
    struct ac_transfers all;
    const char *path;
    unsigned started, ended, failed, reused;
    unsigned poll_starts, poll_stops, turns;
    uv_prepare_t turn;
    uv_timer_t timer;
    bool rested;
} at;

/* The linker puts these in the place of libuv's: see tests.mk. */
int __real_uv_poll_start(uv_poll_t *poll, int events, uv_poll_cb call);
int __real_uv_poll_stop(uv_poll_t *poll);

int __wrap_uv_poll_start(uv_poll_t *poll, int events, uv_poll_cb call);
int __wrap_uv_poll_start(uv_poll_t *poll, int events, uv_poll_cb call)
{
    at.poll_starts++;
    return __real_uv_poll_start(poll, events, call);
}

int __wrap_uv_poll_stop(uv_poll_t *poll);
int __wrap_uv_poll_stop(uv_poll_t *poll)
{
    at.poll_stops++;
    return __real_uv_poll_stop(poll);
}

static void start(void)
{
    char url[128];
    struct ac_transfer *transfer;
    snprintf(url, sizeof url, "http://127.0.0.1:%u%s", server_of_group.port, at.path);
    assert_int_equal(ac_transfer_start(&at.all, url, NULL, &transfer), 0);
    at.started++;
}

static void on_ended(struct ac_transfer *transfer)
{
    at.ended++;
    at.failed += transfer->error != 0;
    at.reused += transfer->reused;
    ac_transfer_free(transfer);
    if (at.started < REQUESTS)
        start();
}

static void on_turn(uv_prepare_t *turn)
{
    (void)turn;
    at.turns++;
}

static void begin(const char *path)
{
    memset(&at, 0, sizeof at);
    at.path = path;
    assert_int_equal(uv_loop_init(&at.uv), 0);
    at.all = (struct ac_transfers){.multi = {.uv = &at.uv, .most = MOST}, .ended = on_ended};
    assert_int_equal(ac_transfers_open(&at.all), 0);
    uv_prepare_init(&at.uv, &at.turn);
    uv_timer_init(&at.uv, &at.timer);
    uv_prepare_start(&at.turn, on_turn);
    uv_unref((uv_handle_t *)&at.turn);
}

static void finish(void)
{
    ac_transfers_close(&at.all);
    uv_close((uv_handle_t *)&at.turn, NULL);
    uv_close((uv_handle_t *)&at.timer, NULL);
    uv_run(&at.uv, UV_RUN_DEFAULT);
    assert_int_equal(uv_loop_close(&at.uv), 0);
}

static void on_rested(uv_timer_t *timer)
{
    (void)timer;
    at.rested = true;
}

/* Lets the loop go on for a while. How often it turned. */
static unsigned rest(uint64_t ms)
{
    at.turns = 0;
    at.rested = false;
    uv_timer_start(&at.timer, on_rested, ms, 0);
    while (!at.rested)
        uv_run(&at.uv, UV_RUN_ONCE);
    return at.turns;
}

/* --- the tests --- */

/* A connection is watched once it is being made, and once it can be read. From then on nothing is said. */
static void cost_kept_connection_is_watched_once(void **state)
{
    (void)state;
    static const unsigned limits[] = {1, MOST};
    for (unsigned l = 0; l < 2; l++) {
        begin("/ok");
        while (at.started < limits[l])
            start();
        while (at.ended < REQUESTS)
            uv_run(&at.uv, UV_RUN_ONCE);
        assert_int_equal(at.failed, 0);
        assert_int_equal(at.reused, REQUESTS - limits[l]);
        assert_int_equal(at.all.multi.opened, limits[l]);
        assert_in_range(at.poll_starts, 1, 2 * limits[l]);
        assert_int_equal(at.poll_stops, 0);
        finish();
    }
}

/* One at a time: a turn of the loop for each reply, and few more, whatever the pace of the server. */
static void cost_request_is_two_turns_of_the_loop_at_most(void **state)
{
    (void)state;
    begin("/ok");
    start();
    while (at.ended < REQUESTS)
        uv_run(&at.uv, UV_RUN_ONCE);
    assert_in_range(at.turns, REQUESTS, 2 * REQUESTS);
    finish();
}

static void cost_waiting_turns_no_loop(void **state)
{
    (void)state;
    begin("/stall");
    while (at.started < MOST)
        start();
    while (server_count(&server_of_group, "in_flight") < MOST)
        uv_run(&at.uv, UV_RUN_NOWAIT);
    rest(250); /* libcurl looks 200 ms after a start whether IPv4 is to be tried beside IPv6 */
    assert_in_range(rest(300), 1, 3);
    assert_int_equal(at.ended, 0);
    struct ac_transfers *all = &at.all;
    at.started = REQUESTS;
    while (all->first)
        ac_transfer_end(all->first);
    finish();
}

static void cost_idle_connections_keep_no_loop_going(void **state)
{
    (void)state;
    begin("/ok");
    at.started = REQUESTS - MOST;
    for (unsigned i = 0; i < MOST; i++)
        start();
    while (at.ended < MOST)
        uv_run(&at.uv, UV_RUN_ONCE);
    assert_int_equal(at.all.multi.sockets, MOST);
    rest(50);
    assert_in_range(rest(300), 1, 3);
    uv_timer_stop(&at.timer);
    assert_int_equal(uv_run(&at.uv, UV_RUN_DEFAULT), 0);
    finish();
}

/* The server says nothing, and closes a little later: one turn of the loop for each connection. */
static void cost_end_of_an_idle_connection_is_a_turn(void **state)
{
    (void)state;
    begin("/ok/close");
    at.started = REQUESTS - MOST;
    for (unsigned i = 0; i < MOST; i++)
        start();
    while (at.ended < MOST)
        uv_run(&at.uv, UV_RUN_ONCE);
    rest(300);
    assert_in_range(at.turns, 1, MOST + 3);
    assert_in_range(at.poll_stops, 0, MOST);
    assert_in_range(rest(100), 1, 3);
    assert_int_equal(at.failed, 0);
    finish();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cost_kept_connection_is_watched_once),
        cmocka_unit_test(cost_request_is_two_turns_of_the_loop_at_most),
        cmocka_unit_test(cost_waiting_turns_no_loop),
        cmocka_unit_test(cost_idle_connections_keep_no_loop_going),
        cmocka_unit_test(cost_end_of_an_idle_connection_is_a_turn),
    };
    return cmocka_run_group_tests_name("transfer_cost", tests, server_group_begin,
                                       server_group_end);
}
