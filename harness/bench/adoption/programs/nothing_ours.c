/* nothing_ours.c -- tasks that do nothing and end at once, a few at a time, with the library.
 *
 * How: the start of a task says that its work is done already.
 */
#include <uv.h>

#include "ours.h"
#include "tally.h"

static int task_start(struct ac_workload *workload, struct ac_task *task)
{
    (void)workload;
    (void)task;
    tally_start();
    tally_end();
    return AC_DONE;
}

int main(int count, char **words)
{
    if (!tally_begin(count, words, 2, "nothing_ours " OURS_USAGE))
        return 2;
    ours_attach(words[1], words[2], task_start, NULL);
    uv_run(uv_default_loop(), UV_RUN_DEFAULT);
    tally_check(uv_loop_close(uv_default_loop()), "the loop");
    return tally_print();
}
