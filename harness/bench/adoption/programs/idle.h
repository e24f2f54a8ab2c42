/* idle.h -- lets the default loop turn for tally.tasks ms, in which nothing happens, and counts its iterations. */
#ifndef ADOPTION_IDLE_H
#define ADOPTION_IDLE_H

/* Begins to measure after some turns, and ends with all handles of its own closed. The count is in
 * tally.iterations. */
void idle_wait(void);

#endif
