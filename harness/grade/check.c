/* check.c -- the battery for everybody: what it finds, as one line. See check.h. */
#include "check.h"

#include <errno.h>

#include "../engine/engine.h"
#include "conformance.h"

/* A text that is cut where its place ends. stdio would do this, but the library has none. */
struct line {
    char *at, *end; /* where the next character goes, and the last, 0, at the latest */
};

static void line_add(struct line *line, const char *text)
{
    while (*text && line->at < line->end)
        *line->at++ = *text++;
}

static void line_add_number(struct line *line, const char *before, uint64_t number)
{
    char digits[24], *first = digits + sizeof digits - 1;
    *first = '\0';
    do
        *--first = (char)('0' + number % 10);
    while (number /= 10);
    line_add(line, before);
    line_add(line, first);
}

static void check_describe(struct line *line, const struct ac_conformance *found)
{
    line_add(line, "day \"");
    line_add(line, found->day);
    line_add(line, "\", check \"");
    line_add(line, found->check);
    line_add_number(line, "\" (N=", found->count);
    line_add_number(line, ", limit ", found->limit);
    line_add_number(line, ", queue ", found->queue);
    if (found->task)
        line_add_number(line, "): task ", found->task);
    else
        line_add(line, found->is_rule ? "): a task" : "): expected:");
    line_add(line, " ");
    line_add(line, found->expected);
}

static void check_say(struct line *line, int error, const struct ac_conformance *found)
{
    if (error == -EPROTO)
        check_describe(line, found);
    else if (error == -ENOMEM)
        line_add(line, "out of memory");
    else if (error)
        line_add(line, "cannot be run: it lacks fill or take, or its size is wrong");
    else
        line_add(line, "conforms");
}

int ac_check_strategy(const struct ac_strategy *strategy, char *why, size_t size)
{
    struct ac_conformance found = {.day = "", .check = "", .expected = ""};
    int error = engine_check_size(strategy, sizeof *strategy);
    if (!error)
        error = strategy->fill && strategy->take ? ac_conformance(strategy, &found) : -EINVAL;
    if (size) {
        struct line line = {why, why + size - 1};
        check_say(&line, error, &found);
        *line.at = '\0';
    }
    return error;
}
