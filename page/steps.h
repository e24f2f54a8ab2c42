/* steps.h -- a step is counted wherever the compiled C branches or goes round (page.mk: -fsanitize-coverage), also in
 * a loop in which nothing happens: no run goes on for ever.
 */
#ifndef PAGE_STEPS_H
#define PAGE_STEPS_H

#include <stdbool.h>
#include <stdint.h>

/* From here on at most so many: then the module traps, and what it had so far can be read. */
void page_steps_allow(uint64_t most);

uint64_t page_steps_made(void); /* since then */

bool page_steps_used_up(void); /* it trapped */

#endif
