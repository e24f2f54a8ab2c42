/* rules.c -- see rules.h. */
#include "rules.h"

static const struct {
    const char *name, *text;
} rules[] = {
    [AC_RULE_NONE] = {"none", "no breach"},
    [AC_RULE_LIMIT] = {"limit", "was launched at or over the limit"},
    [AC_RULE_LAUNCH_ONCE] = {"launch-once", "was launched while it was not waiting"},
    [AC_RULE_FINISH_ONCE] = {"finish-once", "finished while it was not in flight"},
    [AC_RULE_NOT_EARLY] = {"not-early", "finished before it was due"},
    [AC_RULE_TAKE_DONE] = {"take-done", "was taken before it finished"},
    [AC_RULE_TAKE_ONCE] = {"take-once", "was taken twice"},
    [AC_RULE_LOST] = {"lost", "was never handed over, and the source has ended"},
    [AC_RULE_STALL] =
        {"stall", "was not launched, although nothing is in flight and nothing was handed over"},
    [AC_RULE_DONE_STARTED] = {"done-started", "was reported done before it was started"},
    [AC_RULE_DONE_ONCE] = {"done-once", "was reported done twice"},
    [AC_RULE_CANCEL] = {"cancel", "was cancelled while it was not in flight"},
    [AC_RULE_RELEASE_ONCE] = {"release-once", "was released twice"},
    [AC_RULE_CONSERVED] =
        {"conserved", "of the run: the tasks' times in flight are not the integral of the count"},
};

const char *ac_rule_name(enum ac_rule rule)
{
    return rules[rule].name;
}

const char *ac_rule_text(enum ac_rule rule)
{
    return rules[rule].text;
}
