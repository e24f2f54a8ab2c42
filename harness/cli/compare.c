/* compare.c -- `compare`: runs each strategy in a process of its own, so that memory and CPU time
 * are its own.
 *
 * A child prints a row as `run --format tsv` (or json) does. `compare` passes the row on, or makes
 * the table for people from it. serial is left out if it would take over ten seconds on the real
 * clock, or nobody knows how long it would take, and is not named.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <uv.h>

#include "../../strategies/strategies.h"
#include "../base/grid.h"
#include "../base/process.h"
#include "../base/rows.h"
#include "../base/spawn.h"
#include "../base/terminal.h"
#include "../base/text.h"
#include "../base/units.h"
#include "../base/words.h"
#include "../scenario/chosen.h"
#include "../scenario/config.h"
#include "../workloads/durations.h"
#include "../workloads/ideal.h"
#include "command.h"
#include "compare_sleeps.h"
#include "compare_table.h"
#include "compare_trace.h"
#include "files.h"
#include "setup.h"

#define SERIAL_MAX_NS UINT64_C(10000000000)
#define NO_TIMEOUT_MS UINT64_MAX

/* Shows progress on a terminal while a child runs. */
static const char *running;
static bool running_shown;

static void show_running(void)
{
    char line[128];
    snprintf(line, sizeof line, "\r%s is running\033[K", running);
    terminal_show(line);
    running_shown = true;
}

/* The state of one comparison. */
struct comparison {
    const struct ac_options *options;
    const struct ac_sleeps *workload;
    char path[4096]; /* the path of this program */
    struct ac_compare_sleeps sleeps;
    struct grid grid;
    struct ac_compare_trace trace;
    bool first;        /* nothing was printed yet */
    bool stuck;        /* a child could not be started, so the others cannot either */
    struct text notes; /* the last child's text on stderr; equal texts are printed once */
};

/* The command line of a child while it is put together. */
struct child {
    struct words words;
    const struct ac_strategy *strategy;
};

/* Passes an option on as it was typed, if the child's strategy heeds it. */
static bool relay(void *context, const struct ac_option *option, const char *text)
{
    struct child *child = context;
    if (option->kept || !ac_option_heeded(option, child->strategy))
        return true;
    words_printf(&child->words, "--%s", option->name);
    if (text)
        WORDS_ADD(&child->words, text);
    return true;
}

/* What `compare` says in words of its own. */
static void add_own(struct words *words, const struct comparison *c)
{
    static const char *const formats[] = {
        [AC_TEXT] = "tsv", [AC_JSON] = "json", [AC_TSV] = "tsv", [AC_NONE] = "none"};
    WORDS_ADD(words, "--format", formats[c->options->format], "--tasks");
    words_own(words, c->workload->count == AC_ENDLESS
                         ? text_copy("endless")
                         : text_format("%" PRIu64, c->workload->count));
    if (c->sleeps.word)
        WORDS_ADD(words, "--sleeps", c->sleeps.word);
    if (c->trace.name)
        WORDS_ADD(words, "--trace-format", "chrome", "--trace", c->trace.part);
}

static void print_table(const struct grid *grid, FILE *stream)
{
    struct text table = {.chars = NULL};
    grid_write_text(grid, &table);
    fputs(text_chars(&table), stream);
    text_free(&table);
}

/* Passes on what one child printed: at once, or as a row of the table. */
static void pass_on(struct comparison *c, const char *output)
{
    struct rows rows;
    if (c->options->format == AC_JSON) {
        printf("%s%.*s", c->first ? "[" : ",\n ", (int)strcspn(output, "\n"), output);
    } else if (c->options->format == AC_TSV) {
        fputs(c->first ? output : output + strcspn(output, "\n") + 1, stdout);
    } else if (rows_parse(&rows, output) == 0) {
        if (rows.count)
            ac_compare_table_add(&c->grid, &rows, c->options);
        rows_free(&rows);
    }
    c->first = false;
}

/* Prints the text of a child on stderr, unless the last child printed it too. */
static void pass_on_notes(struct comparison *c, struct text *notes)
{
    if (strcmp(text_chars(notes), text_chars(&c->notes)) == 0)
        return;
    fputs(text_chars(notes), stderr);
    text_free(&c->notes);
    c->notes = *notes;
    *notes = (struct text){.chars = NULL};
}

static int run_child(struct comparison *c, const struct ac_strategy *strategy)
{
    struct child child = {.strategy = strategy};
    struct spawn_result result;
    WORDS_ADD(&child.words, c->path, "run", "--strategy", strategy->name);
    ac_command_line_walk(c->options, relay, &child);
    add_own(&child.words, c);
    running = strategy->name;
    bool ended_well = spawn_run((const char *const *)child.words.list, NO_TIMEOUT_MS, &result);
    words_free(&child.words);
    if (running_shown)
        terminal_show("\r\033[K");
    running_shown = false;
    pass_on_notes(c, &result.errors);
    ac_compare_trace_add(&c->trace, !ended_well);
    if (result.output.length)
        pass_on(c, text_chars(&result.output));
    c->stuck = result.error != 0;
    if (!signals_asked && c->stuck)
        complain_about("cannot run", c->path, result.error);
    else if (!signals_asked && result.signal)
        complain("%s: ended by signal %d", strategy->name, result.signal);
    int status = ended_well ? 0 : result.status ? (int)result.status : AC_EXIT_FAILED;
    spawn_free(&result);
    return status;
}

/* True if `serial` is known to take at most ten seconds, or was named; or a negative errno. (The
 * virtual clock takes no time.) */
static int serial_is_short(const struct ac_options *o, const struct ac_sleeps *workload)
{
    static const volatile int never = 0; /* before spawn_open() a signal ends the program */
    struct ac_ideal ideal;
    if (o->virtual_clock || o->compared || workload->count == AC_ENDLESS)
        return true;
    if (!ac_config_row(o)->knows_durations)
        return false;
    int error = ac_ideal(workload, 1, &never, &ideal);
    if (error == -EOVERFLOW)
        return false;
    return error ? error : ideal.wall_ns <= SERIAL_MAX_NS;
}

static int run_children(struct comparison *c)
{
    int serial = serial_is_short(c->options, c->workload), status = 0;
    if (serial < 0)
        return ac_setup_complain(c->options, "cannot compute the ideal of", "serial", serial);
    for (size_t i = 0; ac_strategies[i] && !signals_asked && !c->stuck && !c->trace.file.error;
         i++) {
        if (!ac_chosen_has(c->options->compared, ac_strategies[i]))
            continue;
        if (ac_strategies[i]->flags & AC_SERIAL && !serial)
            continue;
        if (!ac_check_with(c->options, ac_strategies[i]))
            continue; /* a line on stderr has said so */
        int ended = run_child(c, ac_strategies[i]);
        status = status ? status : ended;
        if (text_flush_stdout())
            return AC_EXIT_FAILED;
    }
    return signals_asked ? AC_EXIT_SIGNAL + signals_asked : status;
}

static int compare(struct comparison *c)
{
    size_t size = sizeof c->path;
    int error = uv_exepath(c->path, &size);
    if (!error)
        error = spawn_open();
    if (error)
        return complain("cannot run this program again: %s", uv_strerror(error));
    int status = ac_compare_trace_open(&c->trace, c->options->trace);
    if (status)
        return status;
    ac_process_tie_children();
    spawn_stdin(c->sleeps.file);
    spawn_on_tick(isatty(STDERR_FILENO) ? show_running : NULL);
    ac_compare_table_open(&c->grid, c->options);
    status = run_children(c);
    int written = ac_compare_trace_close(&c->trace, !signals_asked && !text_flush_stdout());
    if (c->options->format == AC_JSON && !c->first)
        puts("]");
    if (c->options->format == AC_TEXT && !c->first)
        print_table(&c->grid, ac_files_report(c->options));
    grid_free(&c->grid);
    text_free(&c->notes);
    return status ? status : written;
}

int ac_command_compare(const struct ac_options *options)
{
    struct ac_sleeps workload = {.durations = NULL};
    struct comparison c = {.options = options,
                           .workload = &workload,
                           .sleeps = {.file = -1},
                           .first = true};
    int status = ac_files_check(options);
    if (!status)
        status = ac_setup_sleeps(&workload, options);
    if (!status)
        status = ac_compare_sleeps_open(&c.sleeps, options, &workload);
    if (!status)
        status = compare(&c);
    ac_compare_sleeps_close(&c.sleeps);
    ac_durations_close(workload.durations);
    int written = text_finish_stdout();
    if (signals_asked)
        return AC_EXIT_SIGNAL + signals_asked;
    return status ? status : written;
}
