/* ends.c -- see ends.h. */
#include "ends.h"

#include <stdlib.h>
#include <string.h>

#include "../base/arguments.h"
#include "../base/complain.h"
#include "../base/parse.h"
#include "../base/text.h"

#define BILLION UINT64_C(1000000000)

enum {
    FAIL = AC_ENDS_FIRST,
    FAIL_TASK,
    ON_ERROR,
    TASK_TIMEOUT,
    TIMEOUT,
    FOR,
    TAKE,
    CLOSE_AT,
    DRAIN,
    EVERY,
    ADDS,
    CONSUME,
    ORDERED,
    WINDOW,
    UNREAD,
};

const struct option ac_ends_options[AC_ENDS_OPTIONS] = {
    {"fail", required_argument, NULL, FAIL},
    {"fail-task", required_argument, NULL, FAIL_TASK},
    {"on-error", required_argument, NULL, ON_ERROR},
    {"task-timeout", required_argument, NULL, TASK_TIMEOUT},
    {"timeout", required_argument, NULL, TIMEOUT},
    {"for", required_argument, NULL, FOR},
    {"take", required_argument, NULL, TAKE},
    {"close-at", required_argument, NULL, CLOSE_AT},
    {"drain", no_argument, NULL, DRAIN},
    {"every", required_argument, NULL, EVERY},
    {"adds", required_argument, NULL, ADDS},
    {"consume", required_argument, NULL, CONSUME},
    {"ordered", no_argument, NULL, ORDERED},
    {"window", required_argument, NULL, WINDOW},
    {"unread", required_argument, NULL, UNREAD},
};

/* A share as 0.05 or 5%, exact to 1e-9, from 0 to 1. */
static bool parse_share(const char *text, uint64_t *ppb)
{
    size_t length = strlen(text);
    bool percent = length && text[length - 1] == '%';
    uint64_t unit = percent ? BILLION / 100 : BILLION, value = 0;
    const char *end = text + length - percent, *point = NULL;
    if (text == end || *text == '.')
        return false;
    for (const char *c = text; c < end; c++) {
        if (*c == '.' && !point && c + 1 < end) {
            point = c;
            continue;
        }
        if (*c < '0' || *c > '9' || (point && unit % 10) || value > BILLION)
            return false;
        if (point)
            unit /= 10;
        value = (point ? value : value * 10) + (uint64_t)(*c - '0') * unit;
    }
    *ppb = value;
    return value <= BILLION;
}

static bool set_fail(struct ac_ends *ends, const char *text)
{
    if (parse_share(text, &ends->fail_ppb))
        return true;
    complain("--fail '%.200s': must be a probability from 0 to 1, as 0.05 or 5%%", text);
    return false;
}

static bool set_fail_task(struct ac_ends *ends, const char *text)
{
    uint64_t number;
    if (ends->fail_task_count == AC_FAIL_TASKS) {
        complain("--fail-task '%.200s': must be given at most %d times", text, AC_FAIL_TASKS);
        return false;
    }
    if (!argument_number("--fail-task", text, 1, UINT32_MAX, &number))
        return false;
    ends->fail_tasks[ends->fail_task_count++] = (uint32_t)number;
    return true;
}

/* continue, stop, now; the latter two perhaps with ,fail=COUNT or ,fail=SHARE% */
static bool set_on_error(struct ac_ends *ends, const char *text)
{
    static const char *const words[] = {"continue", "stop", "now", NULL};
    char word[16] = "";
    size_t length = strcspn(text, ",");
    if (length < sizeof word)
        memcpy(word, text, length);
    const char *rest = text + length;
    int choice = argument_choose("--on-error", *word ? word : text, words);
    if (choice < 0)
        return false;
    ends->on_error = (enum ac_on_error)choice;
    ends->errors = 1;
    ends->errors_ppb = 0;
    if (!*rest)
        return true;
    bool fail = choice != AC_CONTINUE && strncmp(rest, ",fail=", 6) == 0;
    bool share = fail && strchr(rest, '%');
    if (share && parse_share(rest + 6, &ends->errors_ppb) && ends->errors_ppb) {
        ends->errors = 0;
        return true;
    }
    if (fail && !share && ac_parse_number(rest + 6, 1, UINT64_MAX, &ends->errors))
        return true;
    complain("--on-error '%.200s': must be continue, stop or now; the latter two perhaps with "
             ",fail=COUNT from 1 or ,fail=SHARE%% above 0",
             text);
    return false;
}

bool ac_ends_set(struct ac_ends *ends, int option, const char *text)
{
    switch (option) {
    case FAIL:
        return set_fail(ends, text);
    case FAIL_TASK:
        return set_fail_task(ends, text);
    case ON_ERROR:
        return set_on_error(ends, text);
    case TASK_TIMEOUT:
        return argument_duration("--task-timeout", text, 1, &ends->task_timeout_ns);
    case TIMEOUT:
        return argument_duration("--timeout", text, 1, &ends->timeout_ns);
    case FOR:
        return argument_duration("--for", text, 1, &ends->for_ns);
    case EVERY:
        return argument_duration("--every", text, 1, &ends->every_ns);
    case ADDS:
        return argument_number("--adds", text, 1, INT64_MAX, &ends->adds);
    case TAKE:
        return argument_number("--take", text, 1, INT64_MAX, &ends->take);
    case CLOSE_AT:
        return argument_duration("--close-at", text, 1, &ends->close_at_ns);
    case CONSUME:
        return argument_duration("--consume", text, 0, &ends->consume_ns);
    case WINDOW:
        return argument_number("--window", text, 1, INT64_MAX, &ends->window);
    case UNREAD:
        return argument_number("--unread", text, 1, INT64_MAX, &ends->unread);
    case DRAIN:
        ends->drain = true;
        return true;
    default:
        ends->ordered = true;
        return true;
    }
}

/* NULL, or why the item is no change of the limit. */
static const char *add_change(struct ac_ends *ends, const char *item)
{
    const char *colon = strchr(item, ':');
    unsigned count = ends->change_count;
    uint64_t at_ns, limit;
    if (!colon)
        return "has no : between an instant and a limit";
    if (count == AC_CHANGES)
        return "is one too many";
    const char *fault = ac_duration_fault(item, (size_t)(colon - item));
    if (fault || !ac_parse_duration(item, (size_t)(colon - item), &at_ns))
        return fault;
    if (!ac_parse_number(colon + 1, 1, INT64_MAX, &limit))
        return "has no limit from 1 behind its colon";
    if (count && at_ns <= ends->changes[count - 1].at_ns)
        return "is not later than the one before";
    ends->changes[count].at_ns = at_ns;
    ends->changes[count].limit = limit;
    ends->change_count++;
    return NULL;
}

bool ac_ends_set_limit(struct ac_ends *ends, const char *text, uint64_t *limit)
{
    ends->change_count = 0;
    if (!strchr(text, ':'))
        return argument_number("-l/--limit", text, 1, INT64_MAX, limit);
    char *copy = text_copy(text), *rest = copy, *item;
    const char *fault = NULL;
    while (!fault && (item = strsep(&rest, ",")))
        if (item != copy)
            fault = add_change(ends, item);
        else if (!ac_parse_number(item, 1, INT64_MAX, limit))
            fault = "is no limit from 1";
    if (fault)
        complain("-l/--limit '%.200s': item '%.200s' %s: must be a limit, or a schedule like "
                 "10,2s:50,5s:5: a "
                 "limit from 1, then at most %d times a later instant and a limit from 1",
                 text, item, fault, AC_CHANGES);
    free(copy);
    return !fault;
}

bool ac_ends_check(const struct ac_ends *ends, const struct ac_strategy *strategy, bool endless)
{
    bool holds = strategy && strategy->flags & (AC_NO_LIMIT | AC_HOLDS_ALL);
    if (ends->window && !ends->ordered)
        complain("--window '%llu' goes with --ordered: give both, or --unread",
                 (unsigned long long)ends->window);
    else if (ends->drain && !ends->take && !ends->close_at_ns)
        complain("--drain goes with --take or --close-at: give one of them");
    else if (endless && holds)
        complain("%s cannot run -n/--tasks endless: it pulls every task at the start",
                 strategy->name);
    else if (holds && ac_ends_window(ends))
        complain("--%s '%llu' cannot be honoured by %s: it pulls every task at the start",
                 ends->unread ? "unread" : "window",
                 (unsigned long long)(ends->unread ? ends->unread : ends->window), strategy->name);
    else
        return true;
    return false;
}
