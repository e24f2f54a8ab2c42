/* echo.c -- see echo.h. */
#include "echo.h"

#include <string.h>

#include "tally.h"

/* The rest of the reply is all that can come. */
static void echo_alloc(uv_handle_t *handle, size_t size, uv_buf_t *buffer)
{
    struct echo *echo = (struct echo *)handle;
    (void)size;
    *buffer = uv_buf_init(echo->reply + echo->got, (unsigned)(ECHO_BYTES - echo->got));
}

static void echo_on_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *buffer)
{
    struct echo *echo = (struct echo *)stream;
    uint64_t number;
    (void)buffer;
    tally_check(count < 0 ? (int)count : 0, "a connection");
    echo->got += (uint64_t)count;
    if (echo->got < ECHO_BYTES)
        return;
    echo->got = 0;
    tally_check(memcmp(echo->reply, echo->sent, ECHO_BYTES) ? UV_EPROTO : 0, "a reply");
    memcpy(&number, echo->reply, sizeof number);
    echo->ended(echo, number);
}

static void echo_on_connected(uv_connect_t *connecting, int status)
{
    struct echo *echo = connecting->data;
    tally_check(status, "a connection");
    tally_check(uv_read_start((uv_stream_t *)&echo->tcp, echo_alloc, echo_on_read), "a connection");
    echo->ready(echo);
}

void echo_open(struct echo *echo, unsigned port, void (*ready)(struct echo *echo),
               void (*ended)(struct echo *echo, uint64_t number))
{
    struct sockaddr_in address;
    echo->ready = ready;
    echo->ended = ended;
    echo->connecting.data = echo;
    uv_tcp_init(uv_default_loop(), &echo->tcp);
    uv_tcp_nodelay(&echo->tcp, 1);
    uv_ip4_addr("127.0.0.1", (int)port, &address);
    tally_check(uv_tcp_connect(&echo->connecting, &echo->tcp, (const struct sockaddr *)&address,
                               echo_on_connected),
                "a connection");
}

/* So few bytes, on a connection that holds no others, are written at once. */
void echo_send(struct echo *echo, uint64_t number)
{
    uv_buf_t buffer = uv_buf_init(echo->sent, ECHO_BYTES);
    memcpy(echo->sent, &number, sizeof number);
    int count = uv_try_write((uv_stream_t *)&echo->tcp, &buffer, 1);
    tally_check(count == ECHO_BYTES ? 0 : count < 0 ? count : UV_EAGAIN, "a connection");
}

void echo_close(struct echo *echo)
{
    uv_close((uv_handle_t *)&echo->tcp, NULL);
}
