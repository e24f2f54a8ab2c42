/* echo_by_hand.c -- tasks that send 64 bytes to an echo server and wait for them, a few at a time, on libuv
 * alone.
 *
 * How: there are `limit` connections. The end of a task counts a result, and starts the next task on that
 *      connection.
 */
#include <stdlib.h>

#include "echo.h"
#include "tally.h"

static uint64_t next = 1;

/* Starts the next task on a connection; without one, the connection is closed. */
static void start_next(struct echo *echo)
{
    if (next > tally.tasks) {
        echo_close(echo);
        return;
    }
    tally_start();
    echo_send(echo, next++);
}

static void on_ended(struct echo *echo, uint64_t number)
{
    tally_end();
    tally_result(number);
    start_next(echo);
}

int main(int count, char **words)
{
    if (!tally_begin(count, words, 1, "echo_by_hand PORT TASKS LIMIT"))
        return 2;
    struct echo *echoes = tally_calloc(tally.limit, sizeof *echoes);
    for (uint64_t i = 0; i < tally.limit; i++)
        echo_open(&echoes[i], (unsigned)strtoul(words[1], NULL, 10), start_next, on_ended);
    uv_run(uv_default_loop(), UV_RUN_DEFAULT);
    tally_check(uv_loop_close(uv_default_loop()), "the loop");
    free(echoes);
    return tally_print();
}
