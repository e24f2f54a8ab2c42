/* rules.h -- the rules of the contract, as the referee checks them in every run, in words. */
#ifndef AC_ENGINE_RULES_H
#define AC_ENGINE_RULES_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* A rule, each of which holds for every run. */
enum ac_rule {
    AC_RULE_NONE,
    AC_RULE_LIMIT,       /* no launch while `limit` tasks are in flight */
    AC_RULE_LAUNCH_ONCE, /* each task is launched once, while it waits */
    AC_RULE_FINISH_ONCE, /* each task finishes once, while it is in flight */
    AC_RULE_NOT_EARLY,   /* no task finishes before it is due */
    AC_RULE_TAKE_DONE,   /* no task is taken before it finished */
    AC_RULE_TAKE_ONCE,   /* each task is taken once */
    AC_RULE_LOST,        /* no task is lost: the source has ended, and one was never handed over */
    AC_RULE_STALL, /* no standstill: nothing in flight or handed over, and more could be done */
    /* Of work, whose end its workload reports: */
    AC_RULE_DONE_STARTED, /* no task is reported done before it was started */
    AC_RULE_DONE_ONCE,    /* each task is reported done once */
    AC_RULE_CANCEL,       /* only a task in flight is cancelled, and once */
    AC_RULE_RELEASE_ONCE, /* each task is released once */
    AC_RULE_CONSERVED,    /* the times in flight add up to the integral of the tasks in flight */
};

/* A breach: the rule, the task (0: none in particular) and, for the message, how many tasks were in
 * flight, waiting and unread. */
struct ac_breach {
    enum ac_rule rule;
    uint32_t task;
    uint64_t in_flight, waiting, unread;
};

/* The rule's name: "limit", "launch-once", "finish-once", "not-early", "take-done", "take-once",
 * "lost", "stall", "done-started", "done-once", "cancel", "release-once", "conserved"; or "none". It
 * lasts for ever. Any thread may call it. */
const char *ac_rule_name(enum ac_rule rule);

/* The rule in a few words, as in "was launched at or over the limit". They last for ever. Any thread may
 * call it. */
const char *ac_rule_text(enum ac_rule rule);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
