/* questions.h -- what a class is asked before it sees a run. The numbers come from a seed; the answers from the
 * engine and the ideal, which are run for them. Freestanding but for the allocator.
 */
#ifndef AC_SCENARIO_QUESTIONS_H
#define AC_SCENARIO_QUESTIONS_H

#include <stdint.h>

enum { AC_QUESTIONS = 4, AC_CHOICES = 20 };

struct ac_question {
    char text[320];
    char choices[AC_CHOICES][400];
    unsigned choice_count;
    unsigned answer; /* the right choice, from 0 */
    char why[800];
    char command[120]; /* the words after `as-completed` that show it */
};

/* Question `i` of a seed, from 0 to AC_QUESTIONS - 1. 0 or a negative errno: -EOVERFLOW where there are more than AC_CHOICES
 * strategies, or their names do not fit. */
int ac_question_make(struct ac_question *question, uint64_t seed, unsigned i);

#endif
