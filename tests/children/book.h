/* book.h -- what the tests' server has counted, and its requests one by one.
 */
#ifndef TEST_BOOK_H
#define TEST_BOOK_H

#include <stdbool.h>
#include <stdint.h>

/* How a request stands in the log. */
enum book_end {
    BOOK_IN_FLIGHT = '-',
    BOOK_ENDED = 'e',
    BOOK_DROPPED = 'd', /* its connection was closed in place of an answer: close-before */
    BOOK_LEFT = 'l',    /* by its client */
};

enum book_kind { BOOK_REQUESTS, BOOK_CONNECTIONS };

/* A connection was accepted. Its number, from 1. */
uint64_t book_opened(void);
void book_closed(void);

/* A request has come. Its entry, for book_end(). */
int64_t book_begin(uint64_t connection, const char *path, bool authorized, uint64_t now_ns);
void book_end(int64_t entry, enum book_end how, uint64_t now_ns);

/* Whether one more would be more than there were at once before. */
bool book_is_full(enum book_kind kind);

/* How many requests for a path have come, but for those that were dropped. */
uint64_t book_before(const char *path);

/* Counts from here on. */
void book_zero(void);

/* What is counted, and the log, as lines; to be freed. */
char *book_counts(void);
char *book_log(void);

#endif
