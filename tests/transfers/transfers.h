/* transfers.h -- GETs of the group's server, on a loop of the test's: what was started, and how each ended.
 *
 *     transfers_begin();
 *     transfers_start("/ok");
 *     transfers_run_until(1);
 *     assert_int_equal(them.got[0]->error, 0);
 *     transfers_finish();
 */
#ifndef TEST_TRANSFERS_H
#define TEST_TRANSFERS_H

#include "../../harness/workloads/http/transfer.h"
#include "../support/check.h"
#include "../support/server.h"

enum { MOST = 64, LIMIT = 8, MB = 1 << 20 };

extern struct transfers_scene {
    uv_loop_t uv;
    struct ac_transfers all;
    struct ac_transfer *got[MOST]; /* by the order of their starts */
    unsigned started, ended;
    unsigned order[MOST]; /* of the ends */
    uint64_t heap_bytes;
    unsigned descriptors;
    void (*on_end)(unsigned i); /* NULL, or called last at the end of each */
} them;

/* Sets all, for the test to change before ac_transfers_open(). */
void transfers_prepare(void);

/* Likewise, and opens. */
void transfers_begin(void);

/* Starts a GET of a URL; of a path of the server's. */
void transfers_start_url(const char *url);
void transfers_start(const char *path);

/* Turns the loop until so many have ended. */
void transfers_run_until(unsigned ended);

/* Frees and closes all. */
void transfers_close(void);

/* Likewise; and nothing is left: no transfer, no byte, no descriptor. */
void transfers_finish(void);

#endif
