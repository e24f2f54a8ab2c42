/* test_server.c -- the tests' own HTTP server does what a path says, and counts rightly.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/check.h"
#include "support/files.h"
#include "support/machine.h"
#include "support/server.h"

static struct server server;

static int begin(void **state)
{
    if (machine_open(state))
        return -1;
    server = server_start();
    return 0;
}

static int end(void **state)
{
    server_end(&server);
    return machine_close(state);
}

/* What comes to the end of the connection begins so, and its body is so long. */
static void check_answer(const char *path, const char *begins, size_t bytes)
{
    size_t length;
    char *text = server_ask(server.port, path, &length), *body = strstr(text, "\r\n\r\n");
    if (strncmp(text, begins, strlen(begins)) != 0 || !body)
        fail_msg("%s: '%.200s'", path, text);
    assert_int_equal(length - (size_t)(body + 4 - text), bytes);
    free(text);
}

static void server_answers_as_the_path_says(void **state)
{
    (void)state;
    check_answer("/ok/last", "HTTP/1.1 200 Said\r\nContent-Length: 3\r\n", 3);
    check_answer("/no-such/last", "HTTP/1.1 404 ", 3);
    check_answer("/bytes/200000/last", "HTTP/1.1 200 Said\r\nContent-Length: 200000\r\n", 200000);
    check_answer("/delay/20/status/503/bytes/0/close",
                 "HTTP/1.1 503 Said\r\nContent-Length: 0\r\n\r\n", 0);
    check_answer("/status/204/last", "HTTP/1.1 204 Said\r\nConnection: close\r\n\r\n", 0);
    check_answer("/bytes/20/short", "HTTP/1.1 200 Said\r\nContent-Length: 30\r\n", 20);
    check_answer("/bytes/20/long/5/last", "HTTP/1.1 200 Said\r\nContent-Length: 20\r\n", 25);
    check_answer("/bytes/20/chunked/last", "HTTP/1.1 200 Said\r\nTransfer-Encoding: chunked\r\n",
                 4 + 20 + 2 + 5);
    check_answer("/bytes/3/drip/1/last", "HTTP/1.1 200 Said\r\nContent-Length: 3\r\n", 3);
    check_answer("/bytes/20/reset/7", "HTTP/1.1 200 Said\r\nContent-Length: 20\r\n", 7);
    check_answer("/garbage", "\1\2\3 garbage\r\n\r\n\xff\xfe", 2);
    check_answer("/429/7/last", "HTTP/1.1 429 Said\r\nContent-Length: 3\r\nRetry-After: 7\r\n", 3);
    check_answer("/redirect/2/last",
                 "HTTP/1.1 302 Said\r\nContent-Length: 3\r\nLocation: /redirect/1\r\n", 3);
    check_answer("/redirect/0/last", "HTTP/1.1 200 ", 3);
    check_answer("/redirect-forever/last",
                 "HTTP/1.1 302 Said\r\nContent-Length: 3\r\nLocation: "
                 "/redirect-forever/last\r\n",
                 3);
    check_answer("/redirect-to/file/last",
                 "HTTP/1.1 302 Said\r\nContent-Length: 3\r\nLocation: "
                 "file:///etc/hostname\r\n",
                 3);
    check_answer("/tries/2/last?a", "HTTP/1.1 503 ", 3);
    check_answer("/tries/2/last?a", "HTTP/1.1 503 ", 3);
    check_answer("/tries/2/last?b", "HTTP/1.1 503 ", 3);
    check_answer("/tries/2/last?a", "HTTP/1.1 200 ", 3);
}

static void server_may_send_many_headers(void **state)
{
    (void)state;
    size_t length;
    char *text = server_ask(server.port, "/headers/300000/bytes/0/last", &length);
    assert_in_range(length, 300000, 300200);
    free(text);
}

/* It is gzip for others, too. */
static void server_sends_a_bomb(void **state)
{
    (void)state;
    size_t length;
    char *text = server_ask(server.port, "/gzip-bomb/last", &length), said[64] = "";
    char *body = strstr(text, "\r\n\r\n") + 4, command[2048];
    FILE *file = fopen(scratch_path("bomb"), "w");
    assert_non_null(file);
    size_t bytes = length - (size_t)(body - text);
    assert_int_equal(fwrite(body, 1, bytes, file), bytes);
    fclose(file);
    assert_in_range(bytes, 60000, 80000);
    snprintf(command, sizeof command, "gzip -dc <'%s' | wc -c", scratch_path("bomb"));
    FILE *unpacked = popen(command, "r");
    assert_non_null(unpacked);
    assert_non_null(fgets(said, sizeof said, unpacked));
    assert_int_equal(pclose(unpacked), 0);
    assert_int_equal(strtoul(said, NULL, 10), 1 + 43000 * 258);
    free(text);
}

static void server_resets_in_place_of_an_answer(void **state)
{
    (void)state;
    char byte;
    int file = server_send(server.port, "/reset");
    assert_int_equal(recv(file, &byte, 1, 0), -1);
    assert_int_equal(errno, ECONNRESET);
    close(file);
}

/* Reads so many bytes. */
static void take(int file, size_t count)
{
    char bytes[256];
    for (ssize_t got; count; count -= (size_t)got)
        assert_true((got = recv(file, bytes, count < sizeof bytes ? count : sizeof bytes, 0)) > 0);
}

static void server_keeps_a_connection_until_it_says(void **state)
{
    (void)state;
    static const char ok[] = "GET /ok HTTP/1.1\r\n\r\n",
                      last[] = "GET /close-before HTTP/1.1\r\n\r\n";
    const size_t answer = strlen("HTTP/1.1 200 Said\r\nContent-Length: 3\r\n\r\n") + 3;
    char byte;
    server_zero(&server);
    int file = server_send(server.port, "/ok");
    take(file, answer);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(send(file, ok, sizeof ok - 1, MSG_NOSIGNAL), sizeof ok - 1);
        take(file, answer);
    }
    assert_int_equal(send(file, last, sizeof last - 1, MSG_NOSIGNAL), sizeof last - 1);
    take(file, answer);
    assert_int_equal(send(file, ok, sizeof ok - 1, MSG_NOSIGNAL), sizeof ok - 1);
    assert_int_equal(recv(file, &byte, 1, 0), 0);
    close(file);
    server_await(&server, "open", 0);
    assert_int_equal(server_count(&server, "connections"), 1);
    assert_int_equal(server_count(&server, "requests"), 6);
    assert_int_equal(server_count(&server, "most_in_flight"), 1);
}

static void server_counts_what_is_in_flight(void **state)
{
    (void)state;
    int files[5];
    server_zero(&server);
    for (int i = 0; i < 5; i++)
        files[i] = server_send(server.port, i % 2 ? "/stall" : "/endless");
    server_await(&server, "in_flight", 5);
    for (int i = 0; i < 5; i++)
        close(files[i]);
    server_await(&server, "in_flight", 0);
    server_await(&server, "open", 0);
    assert_int_equal(server_count(&server, "most_in_flight"), 5);
    assert_int_equal(server_count(&server, "most_open"), 5);
    char *log = server_log(&server);
    assert_non_null(strstr(log, " l /stall\n"));
    assert_non_null(strstr(log, " l /endless\n"));
    free(log);
    server_zero(&server);
    assert_int_equal(server_count(&server, "most_open"), 0);
    assert_int_equal(server_count(&server, "requests"), 0);
}

/* Whoever closes before it opens has never two, and the server does not see two either. */
static void server_sees_no_more_than_its_clients_have(void **state)
{
    (void)state;
    server_zero(&server);
    for (unsigned i = 0; i < repetitions(500); i++)
        close(server_send(server.port, i % 3 ? "/stall" : "/ok"));
    server_await(&server, "open", 0);
    assert_in_range(server_count(&server, "most_open"), 0, 1);
    assert_in_range(server_count(&server, "most_in_flight"), 0, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(server_answers_as_the_path_says),
        cmocka_unit_test(server_may_send_many_headers),
        cmocka_unit_test(server_sends_a_bomb),
        cmocka_unit_test(server_resets_in_place_of_an_answer),
        cmocka_unit_test(server_keeps_a_connection_until_it_says),
        cmocka_unit_test(server_counts_what_is_in_flight),
        cmocka_unit_test(server_sees_no_more_than_its_clients_have),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
