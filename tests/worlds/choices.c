/* choices.c -- see choices.h. */
#include "choices.h"

#include <stdlib.h>

uint32_t choose(struct choices *c, uint32_t answers)
{
    if (c->made == CHOICES_MOST)
        abort();
    if (c->made == c->known) {
        c->at[c->known].answer = 0;
        c->at[c->known++].answers = answers;
    }
    return c->at[c->made++].answer;
}

bool choices_next(struct choices *c)
{
    c->known = c->made;
    while (c->known && c->at[c->known - 1].answer + 1 == c->at[c->known - 1].answers)
        c->known--;
    if (c->known)
        c->at[c->known - 1].answer++;
    return c->known;
}
