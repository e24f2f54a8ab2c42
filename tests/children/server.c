/* server.c -- an HTTP/1.1 server on 127.0.0.1 for tests, which answers as the path says (answer.h), and counts.
 *
 * It prints `PORT CONTROL`, two ports, and ends when its stdin does. On both it answers /counts, /log and
 * /zero (server.h of tests/support says what these are); what comes to the second is not counted.
 *
 * A request is in flight from the end of its head until its last byte is given to the kernel, or its client
 * has closed the connection. Whoever sends a request on account of an answer so never finds the one before
 * still counted. Nor does whoever closes a connection first: before there are more of something than ever,
 * the kernel is asked which clients have gone.
 */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#include <uv.h>

#include "answer.h"
#include "book.h"

enum { HEAD = 16384, PART = 65536, BACKLOG = 4096, ROUND_CHUNK = 16 };

static const char too_long[] = "/status/414/last";

struct connection {
    uv_tcp_t tcp; /* first */
    uv_timer_t timer;
    struct connection *before, *after; /* of those that are open */
    bool counted, closing, gone;       /* gone: its client has closed it */
    bool busy, begun, whole;           /* with an answer; its head is sent; all of it is */
    bool closes_next;                  /* in place of an answer */
    unsigned handles;
    uint64_t number;
    struct answer answer;
    uint64_t sent; /* of the body */
    int64_t entry; /* in the book; -1: none */
    char head[HEAD];
    size_t used, read; /* of head; of them the request's */
};

struct part {
    uv_write_t request; /* first */
    char *bytes;
};

static struct listener {
    uv_tcp_t tcp; /* first */
    unsigned port;
    bool counted;
} listeners[2] = {{.counted = true}, {.counted = false}};

static struct connection *connections;
static uv_loop_t *loop;

static void look_for_request(struct connection *c);

static void must(int status)
{
    if (status < 0) {
        fprintf(stderr, "http_server: %s\n", uv_strerror(status));
        exit(1);
    }
}

static void *take(size_t size)
{
    void *memory = calloc(1, size);
    if (!memory)
        abort();
    return memory;
}

/* --- the end of a connection --- */

static void end_request(struct connection *c, enum book_end how)
{
    if (c->entry >= 0)
        book_end(c->entry, how, uv_hrtime());
    c->entry = -1;
}

static void leave(struct connection *c)
{
    if (c->gone)
        return;
    c->gone = true;
    end_request(c, BOOK_LEFT);
    if (c->counted)
        book_closed();
}

static void on_closed(uv_handle_t *handle)
{
    struct connection *c = handle->data;
    if (--c->handles)
        return;
    free(c);
}

static void close_connection(struct connection *c, bool reset)
{
    if (c->closing)
        return;
    c->closing = true;
    leave(c);
    *(c->before ? &c->before->after : &connections) = c->after;
    if (c->after)
        c->after->before = c->before;
    uv_close((uv_handle_t *)&c->timer, on_closed);
    if (!reset || uv_tcp_close_reset(&c->tcp, on_closed))
        uv_close((uv_handle_t *)&c->tcp, on_closed);
}

/* Notes which clients have closed their connections, even where the loop has not come to that yet. */
static void look_who_is_gone(void)
{
    for (struct connection *c = connections; c; c = c->after) {
        struct tcp_info info;
        socklen_t size = sizeof info;
        int file;
        if (!c->counted || c->gone || uv_fileno((uv_handle_t *)&c->tcp, &file) ||
            getsockopt(file, IPPROTO_TCP, TCP_INFO, &info, &size))
            continue;
        if (info.tcpi_state != TCP_ESTABLISHED)
            leave(c);
    }
}

/* --- answers --- */

static void go_on(struct connection *c);

static void on_go_on(uv_timer_t *timer)
{
    go_on(timer->data);
}

static void finish(struct connection *c)
{
    c->busy = false;
    if (c->answer.last || c->answer.closes || c->answer.lacks || c->answer.garbage)
        close_connection(c, false);
    else
        look_for_request(c);
}

static void on_written(uv_write_t *request, int status)
{
    struct connection *c = request->handle->data;
    free(((struct part *)request)->bytes);
    free(request);
    if (c->closing)
        return;
    if (status < 0)
        close_connection(c, false);
    else if (c->whole)
        finish(c);
    else if (c->answer.drip_ms)
        must(uv_timer_start(&c->timer, on_go_on, c->answer.drip_ms, 0));
    else
        go_on(c);
}

static void write_out(struct connection *c, char *bytes, size_t count)
{
    struct part *part = take(sizeof *part);
    uv_buf_t buffer = uv_buf_init(bytes, (unsigned)count);
    part->bytes = bytes;
    if (c->whole)
        end_request(c, BOOK_ENDED);
    if (uv_write(&part->request, (uv_stream_t *)&c->tcp, &buffer, 1, on_written)) {
        free(bytes);
        free(part);
        close_connection(c, false);
    }
}

/* How many bytes of the body come next: none across the byte where it stops. */
static size_t next_count(const struct connection *c)
{
    const struct answer *a = &c->answer;
    uint64_t left = a->bytes - c->sent;
    uint64_t stop = a->reset_at < a->stall_at ? a->reset_at : a->stall_at;
    if (stop - c->sent < left)
        left = stop - c->sent;
    uint64_t most = a->drip_ms ? 1 : PART;
    return (size_t)(left < most ? left : most);
}

/* Adds the next bytes of the body. How many bytes were added. */
static size_t add_body(struct connection *c, char *to)
{
    size_t count = next_count(c), length = 0;
    if (c->answer.chunked && count)
        length += (size_t)sprintf(to, "%zx\r\n", count);
    for (size_t done = 0; done < count;) {
        size_t piece = count - done;
        const char *from = answer_body(&c->answer, c->sent, &piece);
        memcpy(to + length, from, piece);
        length += piece;
        done += piece;
        c->sent += piece;
    }
    c->whole = c->sent == c->answer.bytes;
    if (c->answer.chunked)
        length +=
            (size_t)sprintf(to + length, "%s%s", count ? "\r\n" : "", c->whole ? "0\r\n\r\n" : "");
    return length;
}

/* Head and the first bytes of the body are written at once. */
static void send_part(struct connection *c)
{
    char *head = c->begun ? NULL : answer_head(&c->answer);
    size_t length = head ? strlen(head) : 0;
    char *bytes = realloc(head, length + PART + 2 * ROUND_CHUNK);
    if (!bytes)
        abort();
    c->begun = true;
    length += add_body(c, bytes + length);
    write_out(c, bytes, length);
}

static void go_on(struct connection *c)
{
    const struct answer *a = &c->answer;
    if (a->stall_at == c->sent)
        return;
    if (a->reset_at == c->sent) {
        end_request(c, BOOK_ENDED);
        close_connection(c, true);
    } else if (a->garbage) {
        c->whole = true;
        write_out(c, strdup("\1\2\3 garbage\r\n\r\n\xff\xfe"), 17);
    } else {
        send_part(c);
    }
}

/* --- requests --- */

static void answer_with_text(struct connection *c, char *text)
{
    size_t length = strlen(text);
    char *bytes = take(length + 200);
    int used = sprintf(bytes, "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n", length);
    memcpy(bytes + used, text, length);
    free(text);
    c->answer = (struct answer){.status = 200};
    c->whole = true;
    write_out(c, bytes, (size_t)used + length);
}

/* Whether it is a question about the server itself, which is answered. */
static bool is_control(struct connection *c, const char *path)
{
    if (!strcmp(path, "/counts"))
        answer_with_text(c, book_counts());
    else if (!strcmp(path, "/log"))
        answer_with_text(c, book_log());
    else if (!strcmp(path, "/zero")) {
        book_zero();
        answer_with_text(c, book_counts());
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
        look_who_is_gone();
    uint64_t before = strstr(path, "/tries") ? book_before(path) : 0;
    c->entry = c->gone ? -1 : book_begin(c->number, path, authorized, uv_hrtime());
    if (c->closes_next) {
        end_request(c, BOOK_DROPPED);
        close_connection(c, false);
        return;
    }
    c->answer = answer_to(path, listeners[0].port, before);
    c->closes_next = c->answer.closes_before;
    if (c->answer.delay_ms)
        must(uv_timer_start(&c->timer, on_go_on, c->answer.delay_ms, 0));
    else
        go_on(c);
}

/* Serves the next request, once its head is there. */
static void look_for_request(struct connection *c)
{
    memmove(c->head, c->head + c->read, c->used -= c->read);
    c->read = 0;
    c->head[c->used] = '\0';
    char *end = strstr(c->head, "\r\n\r\n"), path[HEAD] = "";
    if (!end && c->used < HEAD - 1)
        return;
    if (end) {
        *end = '\0';
        c->read = (size_t)(end - c->head) + 4;
        sscanf(c->head, "GET %s", path);
    } else {
        c->read = c->used;
    }
    serve(c, end ? path : too_long, end && strcasestr(c->head, "\r\nAuthorization:"));
}

static void on_room(uv_handle_t *handle, size_t size, uv_buf_t *buffer)
{
    struct connection *c = handle->data;
    (void)size;
    *buffer = uv_buf_init(c->head + c->used, (unsigned)(HEAD - 1 - c->used));
}

static void on_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *buffer)
{
    struct connection *c = stream->data;
    (void)buffer;
    if (count == 0 || count == UV_ENOBUFS)
        return;
    if (count < 0) {
        close_connection(c, false);
        return;
    }
    c->used += (size_t)count;
    if (!c->busy)
        look_for_request(c);
}

static void on_connection(uv_stream_t *stream, int status)
{
    struct listener *listener = (struct listener *)stream;
    struct connection *c = take(sizeof *c);
    must(status);
    must(uv_tcp_init(loop, &c->tcp));
    must(uv_timer_init(loop, &c->timer));
    c->tcp.data = c->timer.data = c;
    c->handles = 2;
    c->entry = -1;
    must(uv_accept(stream, (uv_stream_t *)&c->tcp));
    must(uv_tcp_nodelay(&c->tcp, 1));
    c->counted = listener->counted;
    if (c->counted && book_is_full(BOOK_CONNECTIONS))
        look_who_is_gone();
    if (c->counted)
        c->number = book_opened();
    c->after = connections;
    if (connections)
        connections->before = c;
    connections = c;
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
