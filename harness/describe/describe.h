/* describe.h -- what the tables of the programs' options say, for their manual pages and the completion. */
#ifndef AC_DESCRIBE_DESCRIBE_H
#define AC_DESCRIBE_DESCRIBE_H

#include "../base/text.h"

/* A part of a template: adds what stands in its place. */
typedef void describe_part(struct text *text);

/* For a manual page, in the language of man(7): the command lines of as-completed, and its commands; its strategies; its
 * options. The same of as-completed-bench. In roff.c. */
describe_part describe_synopsis, describe_commands, describe_strategies, describe_options;
describe_part describe_bench_commands, describe_bench_options;

/* For bash: tables of the words, options and values of both programs. In bash.c. */
describe_part describe_tables;

#endif
