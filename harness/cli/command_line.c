/* command_line.c -- getopt_long over the rows of options.h; see command_line.h. */
#include "command_line.h"

#include <stdlib.h>
#include <string.h>

#include "../base/arguments.h"
#include "../base/text.h"
#include "../scenario/chosen.h"
#include "command.h"
#include "command_rows.h"

enum { FIRST = 256 }; /* a row without a letter is FIRST and its place */

#define NAME(name, ...) name,
static const char *const names[] = {AC_COMMAND_ROWS(NAME) NULL};

const char *ac_command_name(const struct ac_options *options)
{
    return names[options->command];
}

bool ac_command_has_lines(const struct ac_options *options)
{
    return options->command == AC_EXEC || options->command == AC_HTTP;
}

const char *ac_command_task(const struct ac_options *options)
{
    return options->command == AC_EXEC ? "job" : "transfer";
}

/* The rows of a command as getopt_long wants them. */
struct command_options {
    struct option list[AC_OPTIONS + 1];
    char letters[2 * AC_OPTIONS + 3];
};

bool ac_command_takes(enum ac_command command, const struct ac_option *row)
{
    unsigned of = row->of ? row->of : AC_OF_RUNS;
    return command >= AC_HELP || of >> command & 1;
}

static void list_options(struct command_options *options, enum ac_command command)
{
    struct option *next = options->list;
    char *letter = options->letters;
    if (command == AC_EXEC)
        *letter++ = '+'; /* what follows the options is the command's */
    *letter++ = ':';
    for (const struct ac_option *row = ac_option_table; row->name; row++) {
        if (!ac_command_takes(command, row))
            continue;
        int value = row->letter ? row->letter : FIRST + (int)(row - ac_option_table);
        int argument = row->value ? required_argument : no_argument;
        *next++ = (struct option){row->name, argument, NULL, value};
        if (row->letter)
            *letter++ = row->letter;
        if (row->letter && row->value)
            *letter++ = ':';
    }
    *next = (struct option){NULL, 0, NULL, 0};
    *letter = '\0';
}

static const struct ac_option *row_of(int returned)
{
    const struct ac_option *row = ac_option_table;
    if (returned >= FIRST)
        return row + returned - FIRST;
    while (row->letter != returned)
        row++;
    return row;
}

int ac_command_line_walk(const struct ac_options *o, ac_each_option *each, void *context)
{
    struct command_options options = {.letters = ""};
    list_options(&options, o->command);
    opterr = 0;
    optind = 0; /* start over */
    for (;;) {
        int option = getopt_long(o->word_count, o->words, options.letters, options.list, NULL);
        if (option == -1)
            return optind;
        if (option == ':' || option == '?') {
            argument_refused(option, o->words, options.list);
            return -1;
        }
        if (!each(context, row_of(option), optarg))
            return -1;
    }
}

bool ac_command_line_gives(const struct ac_options *options, size_t at)
{
    unsigned i = 0;
    while (ac_option_table[i].at != at)
        i++;
    return options->given >> i & 1;
}

/* Of `exec` and `http`: `all`, or a list with commas. The last -s counts. */
static bool set_several(struct ac_options *o, const char *text)
{
    o->strategy = NULL;
    o->compared = text;
    return strcmp(text, "all") == 0 || ac_chosen_check(text);
}

static bool set_strategy(struct ac_options *o, const char *text)
{
    if (ac_command_has_lines(o) && (strcmp(text, "all") == 0 || strchr(text, ',')))
        return set_several(o, text);
    if (ac_command_has_lines(o))
        o->compared = NULL;
    if (o->command != AC_COMPARE)
        return (o->strategy = ac_chosen_one(text)) != NULL;
    if (o->compared)
        complain("compare: -s '%.200s' and -s '%.200s' contradict each other: give one list, "
                 "with commas",
                 o->compared, text);
    else if (ac_chosen_check(text))
        o->compared = text;
    return o->compared == text;
}

/* The name of a choice in its message: with a space for each dash. */
static void refuse_choice(const struct ac_option *option, const char *text)
{
    char *name = text_copy(option->name);
    for (char *c = name; *c; c++)
        *c = (char)(*c == '-' ? ' ' : *c);
    argument_choose(name, text, option->choices);
    free(name);
}

/* Says why a value was refused. */
static void refuse(const struct ac_option *option, const char *text, const struct ac_fault *fault)
{
    uint64_t ignored;
    char *name = option->letter ? text_format("-%c/--%s", option->letter, option->name)
                                : text_format("--%s", option->name);
    char *item = text_format("%.*s", (int)fault->length, fault->item ? fault->item : "");
    if (fault->item && option->choices)
        argument_choose(name, item, option->choices);
    else if (fault->item)
        complain("%s '%.200s': item '%.200s' %s: must %s", name, text, item, fault->what,
                 option->must);
    else if (option->kind == AC_OPTION_CHOICE)
        refuse_choice(option, text);
    else if (option->kind == AC_OPTION_TIME)
        argument_duration(name, text, option->min, &ignored);
    else if (fault->what)
        complain("%s '%.200s': %s", name, text, fault->what);
    else if (option->must && option->kind != AC_OPTION_LIMIT)
        complain("%s '%.200s': must %s", name, text, option->must);
    else
        argument_number(name, text, option->min, option->max, &ignored);
    free(item);
    free(name);
}

static bool take(void *context, const struct ac_option *option, const char *text)
{
    struct ac_options *o = context;
    struct ac_fault fault;
    o->given |= UINT64_C(1) << (option - ac_option_table);
    if (option->kind == AC_OPTION_STRATEGY)
        return set_strategy(o, text);
    if (!ac_option_set(o, option, text, &fault)) {
        refuse(option, text, &fault);
        return false;
    }
    return o->command < AC_HELP;
}

/* 0, or the exit status after one line on stderr. */
static int parse_words(struct ac_options *o)
{
    int end = ac_command_line_walk(o, take, o);
    if (end >= 0 && o->command == AC_EXEC) {
        o->job = o->words + end;
        return 0;
    }
    if (o->command >= AC_HELP || end == o->word_count)
        return 0;
    if (end >= 0 && strcmp(o->words[end], "help") == 0) {
        o->command = AC_HELP;
        return 0;
    }
    if (end >= 0 && o->command == AC_QUIZ)
        complain("quiz: unexpected word '%s': must be --seed SEED or --answers", o->words[end]);
    else if (end >= 0)
        complain("unexpected word '%s': options start with a dash (see as-completed --help)",
                 o->words[end]);
    return AC_EXIT_USAGE;
}

/* The command, which is the first word. -1 after one line on stderr. */
static int command_of(struct ac_options *o, const char *word)
{
    if (strcmp(word, "help") == 0)
        return AC_HELP;
    if (*word != '-')
        return argument_choose("command", word, names);
    if (parse_words(o))
        return -1;
    if (o->command < AC_HELP)
        complain("no command given before '%s': one of list, run, compare, exec, http, quiz", word);
    return o->command < AC_HELP ? -1 : (int)o->command;
}

int ac_command_line_parse(struct ac_options *o, int argc, char **argv)
{
    ac_options_init(o);
    if (argc < 2) {
        complain("no command given: one of list, run, compare, exec, http, quiz (see as-completed "
                 "--help)");
        return AC_EXIT_USAGE;
    }
    o->words = argv;
    o->word_count = argc;
    int command = command_of(o, argv[1]);
    if (command < 0)
        return AC_EXIT_USAGE;
    o->command = (enum ac_command)command;
    o->words++;
    o->word_count--;
    int status = o->command < AC_HELP ? parse_words(o) : 0;
    if (status || o->command >= AC_QUIZ)
        return status;
    if (o->command == AC_LIST && argc > 2) {
        complain("list: unexpected word '%s': it takes none", argv[2]);
        return AC_EXIT_USAGE;
    }
    return ac_check_together(o) ? 0 : AC_EXIT_USAGE;
}
