/* http_run.h -- a run of requests: what it reads, and its command line with its server. */
#ifndef AC_BENCH_WORK_HTTP_RUN_H
#define AC_BENCH_WORK_HTTP_RUN_H

#include "part.h"

/* The programs in peers/. */
#define HTTP_GO_PROGRAM     "build/peers/go-http"
#define HTTP_NODE_PROGRAM   "peers/node/http_get.mjs"
#define HTTP_PYTHON         "/usr/bin/python3"
#define HTTP_PYTHON_PROGRAM "peers/python/http_get.py"

/* Whether the server of a stage is the one that is late. */
bool http_run_is_late(const char *stage);

/* Whether ours make a report: where its price does not count. */
bool http_run_reports(const struct plan_cell *cell);

/* The longest that a reply waits. */
uint64_t http_run_delay_us(enum work_size size);

/* As part.h says. */
int http_run_write(struct bench *bench, const struct plan_cell *cell);
void http_run_add_words(const struct bench *bench, const struct plan_cell *cell,
                        struct words *command);
void http_run_clear(const struct bench *bench);

#endif
