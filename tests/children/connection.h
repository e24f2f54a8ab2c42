/* connection.h -- one connection of the tests' server: it is closed, by either side, and an answer goes out on it.
 *
 * A request is in flight from the end of its head until its last byte is given to the kernel, or its client
 * has closed the connection. Whoever sends a request on account of an answer so never finds the one before
 * still counted.
 */
#ifndef TEST_CONNECTION_H
#define TEST_CONNECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uv.h>

#include "answer.h"
#include "book.h"

enum { CONNECTION_HEAD = 16384 };

struct connection {
    uv_tcp_t tcp; /* first */
    uv_timer_t timer;
    struct connection *before, *after;      /* of those that are open */
    void (*answered)(struct connection *c); /* called when all of an answer is sent */
    bool counted, closing, gone;            /* gone: its client has closed it */
    bool busy, begun, whole;                /* with an answer; its head is sent; all of it is */
    bool closes_next;                       /* in place of an answer */
    unsigned handles;
    uint64_t number;
    struct answer answer;
    uint64_t sent; /* of the body */
    int64_t entry; /* in the book; -1: none */
    char head[CONNECTION_HEAD];
    size_t used, read; /* of head; of them the request's */
};

/* Accepts one from a listener, and lists it. */
struct connection *connection_accept(uv_stream_t *listener, bool counted);

void connection_close(struct connection *c, bool reset);

/* The request is not in flight any more. */
void connection_end_request(struct connection *c, enum book_end how);

/* Notes which clients have closed their connections, even where the loop has not come to that yet. */
void connection_look_who_is_gone(void);

/* Begins c->answer. */
void connection_answer(struct connection *c);

/* Answers with 200 and this text, which is freed. */
void connection_answer_with_text(struct connection *c, char *text);

/* Ends the program where libuv says that something has failed. */
void must(int status);

#endif
