/* test_transfer_names.c -- GETs whose host has a name that takes long to be looked up, or is not there. No other waits
 * for it: neither for its answer, nor where nobody waits for that any more (curl 4852).
 */
#include <curl/curl.h>
#include <dlfcn.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>

#include "transfers/transfers.h"

#define STUCK "stuck.invalid"

enum { STUCK_ONES = 40, GOOD_ONES = MOST - STUCK_ONES };

/* Look-ups of that name have no answer before the test says so. They are libcurl's, each on a thread of its own. */
static struct {
    uv_mutex_t lock;
    uv_cond_t changed;
    bool answers;
    unsigned begun, ended;
} lookups;

static int look_up_in_vain(void)
{
    uv_mutex_lock(&lookups.lock);
    lookups.begun++;
    uv_cond_broadcast(&lookups.changed);
    while (!lookups.answers)
        uv_cond_wait(&lookups.changed, &lookups.lock);
    lookups.ended++;
    uv_cond_broadcast(&lookups.changed);
    uv_mutex_unlock(&lookups.lock);
    return EAI_NONAME;
}

/* In the place of that of the C library, for libcurl, too. */
int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints,
                struct addrinfo **found)
{
    int (*real)(const char *, const char *, const struct addrinfo *, struct addrinfo **);
    *(void **)&real = dlsym(RTLD_NEXT, "getaddrinfo");
    return name && strcmp(name, STUCK) == 0 ? look_up_in_vain() : real(name, service, hints, found);
}

static void begin_lookups(void)
{
    if (curl_version_info(CURLVERSION_NOW)->ares)
        skip_because("this libcurl looks names up by other means");
    memset(&lookups, 0, sizeof lookups);
    assert_int_equal(uv_mutex_init(&lookups.lock), 0);
    assert_int_equal(uv_cond_init(&lookups.changed), 0);
}

static void await_lookups(const unsigned *count)
{
    uv_mutex_lock(&lookups.lock);
    while (*count < STUCK_ONES)
        uv_cond_wait(&lookups.changed, &lookups.lock);
    uv_mutex_unlock(&lookups.lock);
}

static void answer_lookups(void)
{
    uv_mutex_lock(&lookups.lock);
    lookups.answers = true;
    uv_cond_broadcast(&lookups.changed);
    uv_mutex_unlock(&lookups.lock);
}

static void end_lookups(void)
{
    assert_int_equal(lookups.begun, STUCK_ONES); /* each looks the name up for itself */
    uv_cond_destroy(&lookups.changed);
    uv_mutex_destroy(&lookups.lock);
}

static bool is_stuck(unsigned i)
{
    return i % 8 < STUCK_ONES * 8 / MOST;
}

/* --- the tests --- */

static void transfer_names_that_are_stuck_hold_up_no_other(void **state)
{
    (void)state;
    begin_lookups();
    transfers_begin();
    for (unsigned i = 0; i < MOST; i++) {
        if (is_stuck(i))
            transfers_start_url("http://" STUCK "/");
        else
            transfers_start("/ok");
    }
    transfers_run_until(GOOD_ONES);
    for (unsigned i = 0; i < GOOD_ONES; i++)
        assert_int_equal(them.got[them.order[i]]->error, 0);
    answer_lookups();
    transfers_run_until(MOST);
    for (unsigned i = 0; i < MOST; i++)
        assert_int_equal(them.got[i]->end, is_stuck(i) ? AC_TRANSFER_UNKNOWN : AC_TRANSFER_REPLIED);
    transfers_finish();
    end_lookups();
}

static void transfer_names_that_are_stuck_hold_up_no_end(void **state)
{
    (void)state;
    if (under_valgrind())
        skip_because("a look-up that outlives the test would be taken for a leak");
    begin_lookups();
    transfers_begin();
    for (unsigned i = 0; i < STUCK_ONES; i++)
        transfers_start_url("http://" STUCK "/");
    uv_run(&them.uv, UV_RUN_NOWAIT);
    await_lookups(&lookups.begun);
    for (unsigned i = 0; i < STUCK_ONES; i++) {
        ac_transfer_end(them.got[i]);
        assert_int_equal(them.got[i]->end, AC_TRANSFER_CANCELLED);
    }
    transfers_start("/ok");
    transfers_run_until(STUCK_ONES + 1);
    assert_int_equal(them.got[STUCK_ONES]->error, 0);
    transfers_close();
    assert_int_equal(lookups.ended, 0);
    answer_lookups();
    await_lookups(&lookups.ended);
    end_lookups();
}

/* "localhost" is tried by IPv6, too, where nobody listens. */
static void transfer_may_try_two_addresses(void **state)
{
    (void)state;
    char url[64];
    snprintf(url, sizeof url, "http://localhost:%u/ok/last", server_of_group.port);
    transfers_begin();
    for (unsigned i = 0; i < LIMIT; i++) {
        transfers_start_url(url);
        transfers_run_until(i + 1);
        assert_int_equal(them.got[i]->error, 0);
        assert_int_equal(them.all.multi.sockets, 0);
    }
    transfers_finish();
}

/* How long a name takes that is not there is the machine's affair. It holds up nobody, nor does its end. */
static void transfer_name_that_is_not_found_holds_up_no_other(void **state)
{
    (void)state;
    if (under_valgrind())
        skip_because("a look-up that outlives the test would be taken for a leak");
    transfers_begin();
    transfers_start_url("http://no-such-host.invalid/");
    for (unsigned i = 1; i <= LIMIT; i++)
        transfers_start("/ok");
    transfers_run_until(LIMIT);
    while (them.all.multi.running > (them.got[0]->easy != NULL))
        uv_run(&them.uv, UV_RUN_ONCE);
    for (unsigned i = 1; i <= LIMIT; i++)
        assert_int_equal(them.got[i]->error, 0);
    if (them.got[0]->easy)
        ac_transfer_end(them.got[0]);
    else
        assert_int_equal(them.got[0]->end, AC_TRANSFER_UNKNOWN);
    transfers_close(); /* the look-up may go on, and have memory */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(transfer_may_try_two_addresses),
        cmocka_unit_test(transfer_names_that_are_stuck_hold_up_no_other),
        /* From here on a look-up may outlive its test, with its memory. */
        cmocka_unit_test(transfer_names_that_are_stuck_hold_up_no_end),
        cmocka_unit_test(transfer_name_that_is_not_found_holds_up_no_other),
    };
    return cmocka_run_group_tests_name("transfer_names", tests, server_group_begin,
                                       server_group_end);
}
