/* modes.c -- see modes.h. */
#include "modes.h"
#include "../../harness/engine/measures.h"

static const char *const mode_names[] = {"plain",   "ordered",      "failures", "stops",
                                         "cancels", "timeouts",     "leaves",   "drains",
                                         "dated",   "cannot start", "listed",   "streamed",
                                         "indexed", "retries"};

const char *mode_name(enum mode mode)
{
    return mode_names[mode];
}

void mode_set(struct ac_config *config, enum mode mode, uint64_t timeout_ns)
{
    config->ordered = mode == ORDERED;
    config->window = mode == ORDERED ? 4 : 0;
    config->task_timeout_ns = mode == TIMEOUTS ? timeout_ns : 0;
    config->on_error = mode == STOPS ? AC_STOP : mode == CANCELS ? AC_NOW : AC_CONTINUE;
}

void mode_set_run(struct ac_run *run, enum mode mode)
{
    static struct ac_measures measures;
    if (mode == DATED)
        ac_measure(run, &measures);
}
