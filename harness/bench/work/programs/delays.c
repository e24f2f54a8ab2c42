/* delays.c -- work-delays: a server of loopback whose replies are late, by as much as each URL says, and
 * which stamps them.
 *
 * usage: work-delays PORT STAMPS
 * How:   GET /NUMBER/DELAY_US is replied so much later, with a few bytes, and the connection is kept. When the
 *        reply goes out, a line is appended to the file STAMPS: NUMBER, and the instants at which the
 *        request was there and the reply goes out, in ns of CLOCK_MONOTONIC. What is no such request
 *        is the end of its connection. SIGTERM ends it.
 * Exit:  1 where it cannot serve or write; 2 wrong usage.
 */
#include "../../../base/complain.h"
#include "../../../base/parse.h"
#include "../../../base/text.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <uv.h>

enum { REQUEST_MOST = 4096, BACKLOG = 4096, US_IN_MS = 1000 };

/* A connection, and the request on it. */
struct delays_client {
    uv_tcp_t tcp;
    uv_timer_t timer;
    uv_write_t write;
    char request[REQUEST_MOST + 1];
    size_t length;
    unsigned long long number, start_ns;
};

static uv_loop_t loop;
static int stamps = -1;

static void delays_on_closed(uv_handle_t *handle)
{
    free(handle->data);
}

/* The timer is closed first, and the other with it. */
static void delays_on_timer_closed(uv_handle_t *handle)
{
    struct delays_client *client = handle->data;
    uv_close((uv_handle_t *)&client->tcp, delays_on_closed);
}

static void delays_end(struct delays_client *client)
{
    if (!uv_is_closing((uv_handle_t *)&client->timer))
        uv_close((uv_handle_t *)&client->timer, delays_on_timer_closed);
}

static void delays_stamp(const struct delays_client *client)
{
    char line[80];
    int length = snprintf(line, sizeof line, "%llu\t%llu\t%llu\n", client->number, client->start_ns,
                          (unsigned long long)uv_hrtime());
    if (write(stamps, line, (size_t)length) != length)
        exit(complain("cannot write the stamps"));
}

static void delays_on_timer(uv_timer_t *timer)
{
    static char reply[] = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
                          "Content-Length: 13\r\n\r\nhello, world\n";
    struct delays_client *client = timer->data;
    uv_buf_t buffer = uv_buf_init(reply, sizeof reply - 1);
    delays_stamp(client);
    client->length = 0;
    if (uv_write(&client->write, (uv_stream_t *)&client->tcp, &buffer, 1, NULL) != 0)
        delays_end(client);
}

/* A timer is up to 1 ms early. */
static void delays_on_request(struct delays_client *client)
{
    unsigned long long delay_us;
    if (sscanf(client->request, "GET /%llu/%llu ", &client->number, &delay_us) != 2) {
        delays_end(client);
        return;
    }
    client->start_ns = uv_hrtime();
    uv_timer_start(&client->timer, delays_on_timer, (delay_us + US_IN_MS - 1) / US_IN_MS, 0);
}

static void delays_on_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *buffer)
{
    struct delays_client *client = stream->data;
    (void)buffer;
    if (count < 0 || client->length + (size_t)count >= REQUEST_MOST) {
        delays_end(client);
        return;
    }
    client->length += (size_t)count;
    client->request[client->length] = '\0';
    if (count > 0 && strstr(client->request, "\r\n\r\n"))
        delays_on_request(client);
}

static void delays_on_room(uv_handle_t *handle, size_t wanted, uv_buf_t *buffer)
{
    struct delays_client *client = handle->data;
    (void)wanted;
    *buffer =
        uv_buf_init(client->request + client->length, (unsigned)(REQUEST_MOST - client->length));
}

static void delays_on_connection(uv_stream_t *server, int status)
{
    if (status != 0)
        return;
    struct delays_client *client = text_resize(NULL, sizeof *client);
    client->length = 0;
    uv_tcp_init(&loop, &client->tcp);
    uv_timer_init(&loop, &client->timer);
    client->tcp.data = client->timer.data = client;
    uv_tcp_nodelay(&client->tcp, 1);
    if (uv_accept(server, (uv_stream_t *)&client->tcp) != 0 ||
        uv_read_start((uv_stream_t *)&client->tcp, delays_on_room, delays_on_read) != 0)
        delays_end(client);
}

static int delays_serve(uint64_t port)
{
    static uv_tcp_t server;
    struct sockaddr_in address;
    uv_ip4_addr("127.0.0.1", (int)port, &address);
    int error = uv_loop_init(&loop);
    if (!error)
        error = uv_tcp_init(&loop, &server);
    if (!error)
        error = uv_tcp_bind(&server, (const struct sockaddr *)&address, 0);
    if (!error)
        error = uv_listen((uv_stream_t *)&server, BACKLOG, delays_on_connection);
    if (error)
        return complain("cannot serve on port %llu: %s", (unsigned long long)port,
                        uv_strerror(error));
    return uv_run(&loop, UV_RUN_DEFAULT);
}

int main(int count, char **words)
{
    uint64_t port;
    complain_program = "work-delays";
    if (count != 3 || !ac_parse_number(words[1], 1, 65535, &port)) {
        complain("usage: work-delays PORT STAMPS");
        return 2;
    }
    signal(SIGPIPE, SIG_IGN);
    stamps = open(words[2], O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
    if (stamps < 0)
        return complain("cannot write %s", words[2]);
    return delays_serve(port);
}
