/* quiz.c -- `quiz`: questions to answer before a run, and with --answers the answers; see questions.h. */
#include <stdio.h>
#include <string.h>

#include "../base/text.h"
#include "../scenario/questions.h"
#include "command.h"

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
