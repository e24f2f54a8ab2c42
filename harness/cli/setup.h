/* setup.h -- makes the workload and the loop that the options ask for. */
#ifndef AC_CLI_SETUP_H
#define AC_CLI_SETUP_H

#include <uv.h>

#include "../loops/uv.h"
#include "../loops/virtual.h"
#include "../scenario/options.h"

/* Makes the workload. Returns 0, or the exit status after one line on stderr. The caller closes
 * workload->durations, also after an error. */
int ac_setup_sleeps(struct ac_sleeps *sleeps, const struct ac_options *options);

/* Refuses a pool of more threads than the system allows; libuv would abort. Returns 0, or the exit status
 * after one line on stderr. */
int ac_setup_threads(const struct ac_options *options);

/* Complains as complain_about() does, or says that the file of --sleeps has changed. */
int ac_setup_complain(const struct ac_options *options, const char *what, const char *value,
                      int error);

/* A loop on either clock, and the handles that interrupt it. */
struct ac_setup_loop {
    bool is_virtual;
    struct ac_loop_virtual virtual;
    struct ac_loop_uv real;
    uv_loop_t uv;
    uv_async_t wake;
    uv_prepare_t before_wait; /* in use after a signal, as is after_wait */
    uv_check_t after_wait;
    uv_timer_t tick;
    void (*on_signal)(void);
    void (*on_tick)(void);
    unsigned tick_ms;
    void (*on_wake)(void); /* in the turn after a signal; the caller's to set, or NULL */
};

/* Makes a loop, or returns NULL after one line on stderr. From then on a SIGINT or SIGTERM sets
 * signals_asked, calls on_signal from its handler, and wakes a loop that sleeps. On the real clock
 * the loop calls on_tick every tick_ms, unless on_tick is NULL. */
struct ac_loop *ac_setup_loop_open(struct ac_setup_loop *setup, bool is_virtual,
                                   void (*on_signal)(void), void (*on_tick)(void),
                                   unsigned tick_ms);

/* Frees the loop. Signals then still set signals_asked, and do nothing else. */
void ac_setup_loop_close(struct ac_setup_loop *setup);

#endif
