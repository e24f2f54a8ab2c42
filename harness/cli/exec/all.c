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

#include "../../base/grid.h"
#include "../../base/rows.h"
#include "../../base/text.h"
#include "../../base/units.h"
#include "../../scenario/chosen.h"
#include "../command.h"
#include "../compare_table.h"
#include "checks.h"
#include "child.h"
#include "file.h"
#include "kept.h"
#include "session.h"

struct comparison {
    const struct ac_options *options;
    const struct ac_strategy *strategy; /* that is run now */
    int input;                          /* what was on stdin */
    uint64_t jobs;                      /* in it */
    int first, current; /* the checksums of the first run, and of the others in turn; -1: none */
    struct ac_exec_differing differing;
    struct grid grid;
    bool shown; /* there is a line in the grid */
};

/* Whether a strategy is run; if not, `say` says why. */
static bool all_takes(const struct comparison *c, const struct ac_strategy *strategy, bool say)
{
    if (!ac_chosen_has(c->options->compared, strategy))
        return false;
    bool many = strategy->flags & AC_NO_LIMIT && c->jobs > AC_EXEC_UNASKED && !c->options->yes;
    if (many && say)
        complain("%s is left out: it begins all %s jobs at once; give --yes to run it, too",
                 strategy->name, AC_COUNT(c->jobs));
    return !many && (!say || ac_check_strategy(c->options, strategy));
}

/* Says what is about to happen to the jobs. */
static void all_announce(const struct comparison *c)
{
    unsigned runs = 0;
    struct text names = {.chars = NULL};
    for (size_t i = 0; ac_strategies[i]; i++)
        if (all_takes(c, ac_strategies[i], false))
            text_printf(&names, "%s%s", runs++ ? ", " : "", ac_strategies[i]->name);
    complain("runs %s job%s %u time%s, once for each strategy, and drops what they print: %s",
             AC_COUNT(c->jobs), c->jobs == 1 ? "" : "s", runs, runs == 1 ? "" : "s",
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
    ac_exec_file_add(json + 1);
    return true;
}

static int all_compare(struct comparison *c, const char *name)
{
    if (c->current == c->first)
        return 0;
    int error = ac_exec_checks_compare(c->first, c->current, name, &c->differing);
    if (!error && ftruncate(c->current, 0))
        error = -errno;
    return error ? complain_about("cannot compare", "the checksums of the jobs", error) : 0;
}

/* In the child. */
static int all_run(void *context, FILE *pass)
{
    static struct ac_options options; /* its own, with one strategy */
    const struct comparison *c = context;
    ac_exec_file_pass(pass);
    options = *c->options;
    options.strategy = c->strategy;
    options.compared = NULL;
    ac_exec_session.checks = true;
    ac_exec_session.check_file = c->current;
    if (dup2(c->input, STDIN_FILENO) < 0 || lseek(STDIN_FILENO, 0, SEEK_SET) < 0)
        return complain_about("cannot read", "a temporary file", -errno);
    return ac_exec_once(&options);
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
    int status = ac_exec_child(strategy->name, all_run, c, &passed);
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
    const struct ac_exec_differing *d = &c->differing;
    if (d->count)
        complain("%s of %s jobs did not end and print the same under each strategy: the first is "
                 "job %s, under %s",
                 AC_COUNT(d->count), AC_COUNT(c->jobs), AC_COUNT(d->first), d->name);
    if (!c->shown)
        return;
    grid_write_text(&c->grid, &table);
    fputs(text_chars(&table), stdout);
    text_free(&table);
}

static int all_compare_strategies(struct comparison *c)
{
    int64_t jobs = ac_line_tasks_count(c->input, c->options->null ? '\0' : '\n');
    if (jobs < 0)
        return complain_about("cannot read", "a temporary file", (int)jobs);
    c->jobs = (uint64_t)jobs;
    all_announce(c);
    ac_compare_table_open(&c->grid, c->options);
    int status = all_run_each(c);
    all_print(c);
    grid_free(&c->grid);
    int written = ac_exec_file_write();
    return status ? status : written;
}

int ac_exec_all(const struct ac_options *options)
{
    struct comparison c = {.options = options, .first = -1, .current = -1};
    signals_catch(NULL);
    c.input = ac_exec_keep_stdin();
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

int ac_exec_dry(const struct ac_options *options)
{
    struct ac_options own = *options;
    for (size_t i = 0; ac_strategies[i] && !own.strategy; i++)
        if (ac_chosen_has(options->compared, ac_strategies[i]))
            own.strategy = ac_strategies[i];
    return ac_exec_once(&own);
}
