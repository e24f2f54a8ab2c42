/* talk.h -- what `run` says on stderr beside complaints about its words: one line for each. */
#ifndef AC_CLI_TALK_H
#define AC_CLI_TALK_H

#include "../scenario/consume.h"
#include "../scenario/options.h"
#include "../workloads/workload.h"

/* What of the command line does not do what one might expect, in a run of so many tasks. */
void ac_talk_notes(const struct ac_options *options, uint64_t tasks);

/* Why the run ended before its time, and what it held then; nothing if it did not. Before ac_end(). */
void ac_talk_error(const struct ac_options *options, const struct ac_workload *workload,
                   const struct ac_run *run);

/* What --timeout cost. After ac_end(). */
void ac_talk_timeout(const struct ac_options *options, const struct ac_counts *counts);

#endif
