/* help.c -- what --help prints: one sentence an option, and the strategies of the table. */
#include <stdio.h>
#include <string.h>

#include "../base/text.h"
#include "../scenario/options.h"

enum { MARGIN = 28, COLUMNS = 100 };

static const char start[] =
    "as-completed -- many tasks, a few at a time, each result as soon as it is ready\n"
    "\n"
    "  as-completed list                                          the strategies, a line each\n"
    "  as-completed run -s STRATEGY -n TASKS [-l LIMIT] [options]  one run, one report\n"
    "  as-completed compare [-s LIST] -n TASKS [-l LIMIT] [options]  each in its own process\n"
    "  as-completed quiz [--seed SEED] [--answers]                 questions to answer before a "
    "run\n"
    "\n"
    "What runs:\n";

static const char tasks[] =
    "  -n, --tasks TASKS         how many tasks, 0 to 100000000; with --sleeps the first TASKS of "
    "them;\n"
    "                            endless: the first 1000 of 1/i, or all of --sleeps, again and "
    "again\n"
    "  -l, --limit LIMIT         how many may be in flight, from 1; without it there is no limit;\n"
    "                            10,2s:50,5s:5 changes it at these instants\n";

static const char ends[] =
    "\n"
    "What a task does:\n"
    "      --scale TIME          task i sleeps TIME / i (1s)\n"
    "      --sleep TIME          each sleeps TIME\n"
    "      --sleeps LIST|@FILE   sleeps of your own instead: 20ms,1.5s,3us or a file with one a "
    "line (@-: stdin)\n"
    "      --tick TIME           rounds every sleep up to a multiple of TIME (1ns)\n"
    "      --order ORDER         pulls them forward, in reverse, or in a seeded shuffle (forward)\n"
    "      --seed SEED           of the shuffle and of --fail (1)\n"
    "\n"
    "How tasks and runs end:\n"
    "      --fail PROBABILITY    this share of the tasks fails, drawn by the seed: 0.05 or 5%\n"
    "      --fail-task NUMBER    this task fails; may be repeated\n"
    "      --on-error WHAT       continue; stop: launch no more; now: cancel what is in flight as "
    "well;\n"
    "                            the latter two perhaps with ,fail=COUNT or ,fail=SHARE%: at "
    "that\n"
    "                            error, not at the first (continue)\n"
    "      --task-timeout TIME   a task that lasts longer, from its launch, times out\n"
    "      --timeout TIME        the run is ended then, as failed\n"
    "      --for TIME            none is launched after that; what is in flight is finished and "
    "taken\n"
    "      --take COUNT          the consumer leaves after so many results\n"
    "      --close-at TIME       the consumer leaves then\n"
    "      --drain               what is in flight when it leaves is finished, not cancelled\n"
    "\n"
    "How tasks turn up and results are taken:\n"
    "      --every TIME          the source has one task at once, and one more every TIME\n"
    "      --adds COUNT          it has one task, and COUNT more for each that is done with: a "
    "crawler\n"
    "      --consume TIME        the consumer is busy for TIME with each, while the loop goes on\n"
    "      --ordered             in pull order\n"
    "      --window COUNT        then at most so many are pulled and not yet taken\n"
    "      --unread COUNT        at most so many finish untaken: a window on what is pulled; below "
    "the\n"
    "                            limit it lowers what runs\n";

static const char views[] =
    "\n"
    "How it is run and shown:\n"
    "      --clock CLOCK         real, or virtual: no sleeping, the same trace every time (real)\n"
    "      --precise             real clock: sleep until shortly before a deadline, then watch the "
    "clock\n"
    "      --format FORMAT       text, json, tsv, or none: nothing but the run (text)\n"
    "      --trace FILE          every event of every task as TSV: t_ns event task (-: to stdout)\n"
    "      --trace-format FORMAT tsv; chrome: JSON for Perfetto and chrome://tracing (tsv)\n"
    "      --watch               the slots as lanes on stderr while it runs, on either clock\n"
    "      --histogram FILE      lateness, delivery and, with --every, queueing and response as "
    "TSV:\n"
    "                            measure upper_ns count\n"
    "  -h, --help                this text\n"
    "      --version             the version, and that of libuv\n"
    "\n"
    "TIME is a number with a unit (ns, us, ms, s, m, h), as 1.5ms or 1m30s. Data goes to stdout, "
    "talk to stderr.\n"
    "Exit status: 0 ended as asked, 1 a task or the run failed, 2 wrong usage, 130 interrupted.\n";

/* The names of those of the table whose flags under `mask` are `flags`. */
static void help_names(struct text *text, unsigned mask, unsigned flags)
{
    const char *join = "";
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++)
        if (((*s)->flags & mask) == flags) {
            text_printf(text, "%s%s", join, (*s)->name);
            join = ", ";
        }
}

/* Adds words from the margin on, in as many lines as they need; the first line is there up to it. */
static void help_wrap(struct text *text, const char *words)
{
    size_t column = MARGIN;
    while (*words) {
        size_t length = strcspn(words, " ");
        if (column > MARGIN && column + 1 + length > COLUMNS) {
            text_printf(text, "\n%*s", MARGIN, "");
            column = MARGIN;
        }
        text_printf(text, "%s%.*s", column > MARGIN ? " " : "", (int)length, words);
        column += length + (column > MARGIN);
        words += length + strspn(words + length, " ");
    }
    text_add(text, "\n");
}

static void help_strategies(struct text *text)
{
    struct text words = {.chars = NULL};
    help_names(&words, AC_CONTROL, 0);
    text_add(&words, ", or a control: ");
    help_names(&words, AC_CONTROL, AC_CONTROL);
    text_add(&words, "; compare: only these, with commas between them");
    text_add(text, "  -s, --strategy STRATEGY   ");
    help_wrap(text, text_chars(&words));
    text_free(&words);
}

/* An option of some strategies. */
static void help_option(struct text *text, const char *option, unsigned flag, const char *meaning)
{
    struct text words = {.chars = NULL};
    help_names(&words, flag, flag);
    text_printf(&words, ": %s", meaning);
    text_printf(text, "      %-22s", option);
    help_wrap(text, text_chars(&words));
    text_free(&words);
}

void ac_help(void)
{
    struct text text = {.chars = NULL};
    text_add(&text, start);
    help_strategies(&text);
    text_add(&text, tasks);
    help_option(&text, "--queue CAPACITY", AC_QUEUES,
                "what each of its queues holds (the limit, else 1024)");
    help_option(&text, "--poll-interval TIME", AC_POLLED,
                "how long it sleeps between looks (0s: it spins)");
    text_add(&text, ends);
    text_add(&text, views);
    fputs(text_chars(&text), stdout);
    text_free(&text);
}
