/* all.c -- see all.h.
 *
 * Each strategy runs in a process of its own, so that memory and CPU time are its own. That process is
 * a fork of this one: it has the options and the files already. It passes its report on through a pipe.
 */
#include "all.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../../strategies/strategies.h"
#include "../../base/grid.h"
#include "../../base/rows.h"
#include "../../base/text.h"
#include "../../base/units.h"
#include "../../scenario/chosen.h"
#include "../../workloads/spool.h"
#include "../command.h"
#include "../compare_table.h"
#include "checks.h"
#include "child.h"
#include "kept.h"
#include "report_file.h"
#include "session.h"

struct comparison {
    const struct ac_options *options;
    const struct ac_strategy *strategy; /* that is run now */
    const char *task;                   /* what the command calls one of its tasks */
    int input;                          /* what was on stdin */
    uint64_t tasks;                     /* in it */
    int first, current; /* the checksums of the first run, and of the others in turn; -1: none */
    struct ac_checks_differing differing;
    struct grid grid;
    bool shown; /* there is a line in the grid */
};

/* Whether a strategy is run; if not, `say` says why. */
static bool all_takes(const struct comparison *c, const struct ac_strategy *strategy, bool say)
{
    if (!ac_chosen_has(c->options->compared, strategy))
        return false;
    bool many = strategy->flags & AC_NO_LIMIT && c->tasks > AC_SESSION_UNASKED && !c->options->yes;
    if (many && say)
        complain("%s is left out: it begins all %s %ss at once; give --yes to run it, too",
                 strategy->name, AC_COUNT(c->tasks), c->task);
    return !many && (!say || ac_check_with(c->options, strategy));
}

/* Says what is about to happen to the tasks. */
static void all_announce(const struct comparison *c)
{
    unsigned runs = 0;
    struct text names = {.chars = NULL};
    for (size_t i = 0; ac_strategies[i]; i++)
        if (all_takes(c, ac_strategies[i], false))
            text_printf(&names, "%s%s", runs++ ? ", " : "", ac_strategies[i]->name);
    complain("runs %s %s%s %u time%s, once for each strategy, and drops what they print: %s",
             AC_COUNT(c->tasks), c->task, c->tasks == 1 ? "" : "s", runs, runs == 1 ? "" : "s",
             text_chars(&names));
    text_free(&names);
}

/* The row of the table, and the report of the file, from what a child passed on. False: it had no run. */
static bool all_add(struct comparison *c, const char *passed)
{
    struct rows rows;
    const char *values = strchr(passed, '\n'), *json = values ? strchr(values + 1, '\n') : NULL;
    if (!json)
        return false;
    char *table = text_format("%.*s", (int)(json + 1 - passed), passed);
    if (rows_parse(&rows, table) == 0 && rows.count) {
        ac_compare_table_add(&c->grid, &rows, c->options);
        c->shown = true;
    }
    rows_free(&rows);
    free(table);
    ac_report_file_add(json + 1);
    return true;
}

static int all_compare(struct comparison *c, const char *name)
{
    if (c->current == c->first)
        return 0;
    int error = ac_checks_compare(c->first, c->current, name, &c->differing);
    if (!error && ftruncate(c->current, 0))
        error = -errno;
    if (!error)
        return 0;
    char *checksums = text_format("the checksums of the %ss", c->task);
    complain_about("cannot compare", checksums, error);
    free(checksums);
    return AC_EXIT_FAILED;
}

/* In the child. */
static int all_run(void *context, FILE *pass)
{
    static struct ac_options options; /* its own, with one strategy */
    const struct comparison *c = context;
    ac_report_file_pass(pass);
    options = *c->options;
    options.strategy = c->strategy;
    options.compared = NULL;
    ac_session.checks = true;
    ac_session.check_file = c->current;
    if (dup2(c->input, STDIN_FILENO) < 0 || lseek(STDIN_FILENO, 0, SEEK_SET) < 0)
        return complain_about("cannot read", "a temporary file", -errno);
    return ac_session_once(&options);
}

/* Runs one strategy. The exit status. */
static int all_run_one(struct comparison *c, const struct ac_strategy *strategy)
{
    struct text passed = {.chars = NULL};
    c->strategy = strategy;
    if (c->first >= 0 && c->current == c->first)
        c->current = ac_spool_file();
    else if (c->first < 0)
        c->current = c->first = ac_spool_file();
    if (c->current < 0)
        return complain_about("cannot make", "a temporary file", c->current);
    int status = ac_session_child(strategy->name, all_run, c, &passed);
    bool ran = all_add(c, text_chars(&passed));
    text_free(&passed);
    int compared = ran && !signals_asked ? all_compare(c, strategy->name) : 0;
    return status ? status : compared;
}

static int all_run_each(struct comparison *c)
{
    int status = 0;
    for (size_t i = 0; ac_strategies[i] && !signals_asked; i++) {
        if (!all_takes(c, ac_strategies[i], true))
            continue; /* a line on stderr has said so, where it was named */
        int ended = all_run_one(c, ac_strategies[i]);
        status = status ? status : ended;
    }
    return status;
}

static void all_print(struct comparison *c)
{
    struct text table = {.chars = NULL};
    const struct ac_checks_differing *d = &c->differing;
    if (d->count)
        complain("%s of %s %ss did not %s the same under each strategy: the first is %s %s, under "
                 "%s",
                 AC_COUNT(d->count), AC_COUNT(c->tasks), c->task, ac_session.command->checked,
                 c->task, AC_COUNT(d->first), d->name);
    if (!c->shown)
        return;
    grid_write_text(&c->grid, &table);
    fputs(text_chars(&table), stdout);
    text_free(&table);
}

static int all_compare_strategies(struct comparison *c)
{
    int64_t tasks = ac_line_tasks_count(c->input, c->options->null ? '\0' : '\n');
    if (tasks < 0)
        return complain_about("cannot read", "a temporary file", (int)tasks);
    c->tasks = (uint64_t)tasks;
    all_announce(c);
    ac_compare_table_open(&c->grid, c->options);
    int status = all_run_each(c);
    all_print(c);
    grid_free(&c->grid);
    int written = ac_report_file_write();
    return status ? status : written;
}

/* With --dry-run nothing runs, so the first strategy is enough. */
static int all_dry(const struct ac_options *options)
{
    struct ac_options own = *options;
    for (size_t i = 0; ac_strategies[i] && !own.strategy; i++)
        if (ac_chosen_has(options->compared, ac_strategies[i]))
            own.strategy = ac_strategies[i];
    return ac_session_once(&own);
}

int ac_session_all(const struct ac_options *options)
{
    if (options->dry_run)
        return all_dry(options);
    struct comparison c = {.options = options,
                           .task = ac_command_task(options),
                           .first = -1,
                           .current = -1};
    signals_catch(NULL);
    c.input = ac_session_keep_stdin();
    int status = c.input < 0 ? AC_EXIT_FAILED : all_compare_strategies(&c);
    if (c.current != c.first && c.current >= 0)
        close(c.current);
    if (c.first >= 0)
        close(c.first);
    if (c.input >= 0)
        close(c.input);
    int written = text_finish_stdout();
    if (signals_asked)
        return AC_EXIT_SIGNAL + signals_asked;
    return status ? status : written;
}
