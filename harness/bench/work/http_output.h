/* http_output.h -- what programs that GET say of their requests, each in its own form. */
#ifndef AC_BENCH_WORK_HTTP_OUTPUT_H
#define AC_BENCH_WORK_HTTP_OUTPUT_H

#include <stdint.h>

/* What a program prints. */
enum http_form {
    HTTP_TSV,     /* ours: a header, and a row a request */
    HTTP_SECONDS, /* curl: what each took, a line each */
    HTTP_NS,      /* those in peers/: the same in ns */
    HTTP_OF_WRK   /* a summary */
};

/* The median of what the requests took, in ns; NAN: it is not there. */
double http_output_median(const char *path, enum http_form form);

/* How many requests wrk made; NAN: it is not there. */
double http_output_requests(const char *path);

/* The system calls that strace -c counted; NAN: it is not there. */
double http_output_calls(const char *path);

/* How many rows of ours have a reason in the column `error`; and the most frequent one, or the first line of
 * the file `errors` if there is none: NULL where that is empty, too. The caller frees it. */
uint64_t http_output_failures(const char *path, const char *errors, char **reason);

#endif
