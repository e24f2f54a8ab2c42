/* connection.c -- see connection.h. */
#include "connection.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { PART = 65536, CHUNK_ROOM = 32 };

struct part {
    uv_write_t request; /* first */
    char *bytes;
};

static struct connection *connections;

void must(int status)
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

void connection_end_request(struct connection *c, enum book_end how)
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
    connection_end_request(c, BOOK_LEFT);
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

void connection_close(struct connection *c, bool reset)
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

void connection_look_who_is_gone(void)
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

/* --- its begin --- */

struct connection *connection_accept(uv_stream_t *listener, bool counted)
{
    struct connection *c = take(sizeof *c);
    must(uv_tcp_init(listener->loop, &c->tcp));
    must(uv_timer_init(listener->loop, &c->timer));
    c->tcp.data = c->timer.data = c;
    c->handles = 2;
    c->entry = -1;
    must(uv_accept(listener, (uv_stream_t *)&c->tcp));
    must(uv_tcp_nodelay(&c->tcp, 1));
    c->counted = counted;
    if (counted && book_is_full(BOOK_CONNECTIONS))
        connection_look_who_is_gone();
    if (counted)
        c->number = book_opened();
    c->after = connections;
    if (connections)
        connections->before = c;
    connections = c;
    return c;
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
        connection_close(c, false);
    else
        c->answered(c);
}

static void on_written(uv_write_t *request, int status)
{
    struct connection *c = request->handle->data;
    free(((struct part *)request)->bytes);
    free(request);
    if (c->closing)
        return;
    if (status < 0)
        connection_close(c, false);
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
        connection_end_request(c, BOOK_ENDED);
    if (uv_write(&part->request, (uv_stream_t *)&c->tcp, &buffer, 1, on_written)) {
        free(bytes);
        free(part);
        connection_close(c, false);
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
    char *bytes = realloc(head, length + PART + CHUNK_ROOM);
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
        connection_end_request(c, BOOK_ENDED);
        connection_close(c, true);
    } else if (a->garbage) {
        c->whole = true;
        write_out(c, strdup("\1\2\3 garbage\r\n\r\n\xff\xfe"), 17);
    } else {
        send_part(c);
    }
}

void connection_answer(struct connection *c)
{
    if (c->answer.delay_ms)
        must(uv_timer_start(&c->timer, on_go_on, c->answer.delay_ms, 0));
    else
        go_on(c);
}

void connection_answer_with_text(struct connection *c, char *text)
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
