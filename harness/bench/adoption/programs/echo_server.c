/* echo_server.c -- sends back what it gets, on a port of loopback, until it is ended.
 *
 * usage: adoption-echo-server PORT
 */
#include <stdio.h>
#include <stdlib.h>
#include <uv.h>

#include "tally.h"

enum { BACKLOG = 1024 };

struct connection {
    uv_tcp_t tcp; /* first */
    char bytes[4096];
};

static void on_closed(uv_handle_t *handle)
{
    free(handle);
}

static void on_alloc(uv_handle_t *handle, size_t size, uv_buf_t *buffer)
{
    struct connection *connection = (struct connection *)handle;
    (void)size;
    *buffer = uv_buf_init(connection->bytes, sizeof connection->bytes);
}

/* A client that does not read what comes back is left. */
static void on_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *buffer)
{
    uv_buf_t back = uv_buf_init(buffer->base, count > 0 ? (unsigned)count : 0);
    if (count == 0)
        return;
    if (count < 0 || uv_try_write(stream, &back, 1) != count)
        uv_close((uv_handle_t *)stream, on_closed);
}

static void on_connection(uv_stream_t *server, int status)
{
    struct connection *connection = tally_calloc(1, sizeof *connection);
    tally_check(status, "the server");
    uv_tcp_init(server->loop, &connection->tcp);
    tally_check(uv_accept(server, (uv_stream_t *)&connection->tcp), "the server");
    uv_tcp_nodelay(&connection->tcp, 1);
    uv_read_start((uv_stream_t *)&connection->tcp, on_alloc, on_read);
}

int main(int count, char **words)
{
    uv_tcp_t server;
    struct sockaddr_in address;
    if (count != 2) {
        fputs("usage: adoption-echo-server PORT\n", stderr);
        return 2;
    }
    uv_ip4_addr("127.0.0.1", (int)strtol(words[1], NULL, 10), &address);
    uv_tcp_init(uv_default_loop(), &server);
    tally_check(uv_tcp_bind(&server, (const struct sockaddr *)&address, 0), "the server");
    tally_check(uv_listen((uv_stream_t *)&server, BACKLOG, on_connection), "the server");
    return uv_run(uv_default_loop(), UV_RUN_DEFAULT);
}
