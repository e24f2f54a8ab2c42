/* quiz.c -- `quiz`: questions to answer before a run, and with --answers the answers; see questions.h. */
#include <stdio.h>
#include <string.h>

#include "../base/arguments.h"
#include "../base/text.h"
#include "../scenario/questions.h"
#include "command.h"

enum { SEED = 256, ANSWERS };

int ac_quiz_parse(struct ac_options *options, int argc, char **argv)
{
    static const struct option words[] = {
        {"seed", required_argument, NULL, SEED},
        {"answers", no_argument, NULL, ANSWERS},
        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0},
    };
    opterr = 0;
    for (int option; (option = getopt_long(argc, argv, ":h", words, NULL)) != -1;) {
        if (option == 'h') {
            options->command = AC_HELP;
            return 0;
        }
        if (option == ANSWERS) {
            options->answers = true;
        } else if (option != SEED) {
            argument_refused(option, argv, words);
            return AC_EXIT_USAGE;
        } else if (!argument_number("--seed", optarg, 0, UINT64_MAX, &options->seed)) {
            return AC_EXIT_USAGE;
        }
    }
    if (optind == argc)
        return 0;
    if (strcmp(argv[optind], "help") == 0) {
        options->command = AC_HELP;
        return 0;
    }
    complain("quiz: unexpected word '%s': must be --seed SEED or --answers", argv[optind]);
    return AC_EXIT_USAGE;
}

static void print(const struct ac_question *question, unsigned number, bool answers)
{
    printf("%s%u. %s\n", number > 1 ? "\n" : "", number, question->text);
    for (unsigned i = 0; i < question->choice_count; i++)
        printf("   %c) %s\n", 'a' + (int)i, question->choices[i]);
    if (answers)
        printf("   answer: %c. %s\n   see it: as-completed %s\n", 'a' + (int)question->answer,
               question->why, question->command);
}

int ac_command_quiz(const struct ac_options *options)
{
    struct ac_question question;
    for (unsigned i = 0; i < AC_QUESTIONS; i++) {
        int error = ac_question_make(&question, options->seed, i);
        if (error)
            return complain("quiz: cannot work out question %u: %s", i + 1, strerror(-error));
        print(&question, i + 1, options->answers);
    }
    return text_finish_stdout();
}
