/* messages.h -- what `run` says on stderr beside complaints about options: one line for each. */
#ifndef AC_CLI_MESSAGES_H
#define AC_CLI_MESSAGES_H

#include "../scenario/consume.h"
#include "../scenario/options.h"
#include "../workloads/sleep.h"

/* Prints a note for each option that is ignored, and for a window below the limit. */
void ac_messages_notes(const struct ac_options *options, uint64_t tasks);

/* Prints why the run ended early, and how many tasks it held; nothing if it did not. Call it before
 * ac_end(). */
void ac_messages_error(const struct ac_options *options, const struct ac_sleeps *sleeps,
                       const struct ac_run *run);

/* Prints how many tasks --timeout cut off. Call it after ac_end(). */
void ac_messages_timeout(const struct ac_options *options, const struct ac_counts *counts);

#endif
