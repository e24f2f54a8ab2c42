/* joblog.h -- `exec` with a job log in the scratch folder, named "log". */
#ifndef TEST_JOBLOG_H
#define TEST_JOBLOG_H

#define JOBLOG_HEADER "Seq\tHost\tStarttime\tJobRuntime\tSend\tReceive\tExitval\tSignal\tCommand\n"

/* Runs it, and checks its exit status and, unless NULL, what it prints. */
void joblog_run(const char *lines, const char *words, int status, const char *output,
                const char *errors);

/* The options, with that log. Good until the next call. */
const char *joblog_with(const char *options);

/* The log without its two times, which are checked, as "1 0 2 0 0 echo 1;..." in the order of Seq from 1 to 9. It
 * may be no log that a crash has cut. Good until the next call. */
char *joblog_read(void);

#endif
