/* echo.h -- a connection to an echo server of loopback: the work of a task, which both programs share.
 *
 * A task sends 64 bytes with its number in them, and has ended when they have come back.
 */
#ifndef ADOPTION_ECHO_H
#define ADOPTION_ECHO_H

#include <stdint.h>
#include <uv.h>

enum { ECHO_BYTES = 64 };

struct echo {
    uv_tcp_t tcp; /* first */
    uv_connect_t connecting;
    uint64_t got; /* bytes of the reply so far */
    char sent[ECHO_BYTES], reply[ECHO_BYTES];
    void (*ready)(struct echo *echo);                  /* it is connected */
    void (*ended)(struct echo *echo, uint64_t number); /* the reply is whole */
};

/* Connects to that port. A connection that breaks ends the program. */
void echo_open(struct echo *echo, unsigned port, void (*ready)(struct echo *echo),
               void (*ended)(struct echo *echo, uint64_t number));

/* Sends; one at a time. */
void echo_send(struct echo *echo, uint64_t number);

void echo_close(struct echo *echo);

#endif
