/* server.c -- an HTTP/1.1 server on 127.0.0.1 for tests, which answers as the path says (answer.h), and counts.
 *
 * It prints `PORT CONTROL`, two ports, and ends when its stdin does. On both it answers /counts, /log and
 * /zero (server.h of tests/support says what these are); what comes to the second is not counted.
 *
 * Before there are more of something than ever, the kernel is asked which clients have gone. So a client that
 * closes one connection and then opens another never has two here.
 */
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "connection.h"

enum { BACKLOG = 4096 };

static const char too_long[] = "/status/414/last", no_http[] = "/status/400/last";

static struct listener {
    uv_tcp_t tcp; /* first */
    unsigned port;
    bool counted;
} listeners[2] = {{.counted = true}, {.counted = false}};

static uv_loop_t *loop;

/* --- requests --- */

/* Whether it is a question about the server itself, which is answered. */
static bool is_control(struct connection *c, const char *path)
{
    if (!strcmp(path, "/counts"))
        connection_answer_with_text(c, book_counts());
    else if (!strcmp(path, "/log"))
        connection_answer_with_text(c, book_log());
    else if (!strcmp(path, "/zero")) {
        book_zero();
        connection_answer_with_text(c, book_counts());
    } else
        return false;
    return true;
}

static void serve(struct connection *c, const char *path, bool authorized)
{
    c->busy = true;
    c->begun = c->whole = false;
    c->sent = 0;
    if (is_control(c, path))
        return;
    if (book_is_full(BOOK_REQUESTS))
        connection_look_who_is_gone();
    uint64_t before = strstr(path, "/tries") ? book_before(path) : 0;
    c->entry = c->gone ? -1 : book_begin(c->number, path, authorized, uv_hrtime());
    if (c->closes_next) {
        connection_end_request(c, BOOK_DROPPED);
        connection_close(c, false);
        return;
    }
    c->answer = answer_to(path, listeners[0].port, before);
    c->closes_next = c->answer.closes_before;
    connection_answer(c);
}

/* Serves the next request, once its head is there. */
static void look_for_request(struct connection *c)
{
    memmove(c->head, c->head + c->read, c->used -= c->read);
    c->read = 0;
    c->head[c->used] = '\0';
    char *end = strstr(c->head, "\r\n\r\n"), path[CONNECTION_HEAD] = "";
    bool is_http = strncmp(c->head, "GET ", c->used < 4 ? c->used : 4) == 0;
    if (is_http && !end && c->used < CONNECTION_HEAD - 1)
        return;
    if (is_http && end) {
        *end = '\0';
        c->read = (size_t)(end - c->head) + 4;
        sscanf(c->head, "GET %s", path);
    } else {
        c->read = c->used;
    }
    serve(c,
          *path     ? path
          : is_http ? too_long
                    : no_http,
          *path && strcasestr(c->head, "\r\nAuthorization:"));
}

static void on_room(uv_handle_t *handle, size_t size, uv_buf_t *buffer)
{
    struct connection *c = handle->data;
    (void)size;
    *buffer = uv_buf_init(c->head + c->used, (unsigned)(CONNECTION_HEAD - 1 - c->used));
}

static void on_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *buffer)
{
    struct connection *c = stream->data;
    (void)buffer;
    if (count == 0 || count == UV_ENOBUFS)
        return;
    if (count < 0) {
        connection_close(c, false);
        return;
    }
    c->used += (size_t)count;
    if (!c->busy)
        look_for_request(c);
}

static void on_connection(uv_stream_t *stream, int status)
{
    must(status);
    struct connection *c = connection_accept(stream, ((struct listener *)stream)->counted);
    c->answered = look_for_request;
    must(uv_read_start((uv_stream_t *)&c->tcp, on_room, on_read));
}

/* --- the program --- */

static void listen_at(struct listener *listener)
{
    struct sockaddr_in address;
    int size = sizeof address;
    must(uv_ip4_addr("127.0.0.1", 0, &address));
    must(uv_tcp_init(loop, &listener->tcp));
    must(uv_tcp_bind(&listener->tcp, (struct sockaddr *)&address, 0));
    must(uv_listen((uv_stream_t *)&listener->tcp, BACKLOG, on_connection));
    must(uv_tcp_getsockname(&listener->tcp, (struct sockaddr *)&address, &size));
    listener->port = ntohs(address.sin_port);
}

static void on_stdin_room(uv_handle_t *handle, size_t size, uv_buf_t *buffer)
{
    static char room[64];
    (void)handle;
    (void)size;
    *buffer = uv_buf_init(room, sizeof room);
}

static void on_stdin(uv_stream_t *stream, ssize_t count, const uv_buf_t *buffer)
{
    (void)stream;
    (void)buffer;
    if (count < 0)
        exit(0);
}

int main(void)
{
    static uv_pipe_t lease;
    struct rlimit files;
    loop = uv_default_loop();
    signal(SIGPIPE, SIG_IGN);
    signal(SIGINT, SIG_IGN);
    if (!getrlimit(RLIMIT_NOFILE, &files)) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
    listen_at(&listeners[0]);
    listen_at(&listeners[1]);
    printf("%u %u\n", listeners[0].port, listeners[1].port);
    fflush(stdout);
    must(uv_pipe_init(loop, &lease, 0));
    must(uv_pipe_open(&lease, STDIN_FILENO));
    must(uv_read_start((uv_stream_t *)&lease, on_stdin_room, on_stdin));
    uv_run(loop, UV_RUN_DEFAULT);
    return 1;
}
