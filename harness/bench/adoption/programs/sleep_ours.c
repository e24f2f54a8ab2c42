/* sleep_ours.c -- tasks that are a sleep of 0, a few at a time, with the library: what its own tasks take, beside
 * those of a program.
 */
#include <uv.h>

#include "ours.h"
#include "tally.h"

int main(int count, char **words)
{
    if (!tally_begin(count, words, 2, "sleep_ours " OURS_USAGE))
        return 2;
    ours_attach(words[1], words[2], NULL, NULL);
    uv_run(uv_default_loop(), UV_RUN_DEFAULT);
    tally_check(uv_loop_close(uv_default_loop()), "the loop");
    return tally_print();
}
