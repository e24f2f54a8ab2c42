/* answer.h -- what the tests' server answers: the path of a request says it, a word after the other.
 *
 *     /ok                         200 and three bytes
 *     /delay/50/status/503        503, after 50 ms
 *     /bytes/1000/reset/10?17     the connection is reset behind byte 10 of 1,000; ? and more is not read
 *
 * A word may have a number behind it; what stands in brackets is meant where it has none.
 *
 *     ok                  nothing
 *     status/N     [200]  the status; a body only where that status has one
 *     bytes/N        [3]  the length of the body
 *     headers/N   [1000]  so many bytes of headers more
 *     delay/MS       [0]  the answer comes so much later
 *     drip/MS     [1000]  a byte of the body each so many milliseconds
 *     chunked             the body in chunks, without its length
 *     endless             likewise, and it has no end
 *     short/N       [10]  Content-Length says so many bytes more than come before the connection is closed
 *     long/N        [10]  it says so many bytes fewer
 *     reset/N        [0]  behind so many bytes of the body the connection is reset; 0: in place of an answer
 *     stall/N        [0]  behind so many nothing comes any more; 0: no answer
 *     garbage             bytes that are no HTTP
 *     gzip-bomb           11 MB of zeros, as 70 kB of gzip
 *     redirect/N     [1]  to a path with N - 1 in the place of N, with what is behind ?; 0: to no other
 *     redirect-forever    to itself
 *     redirect-to/SCHEME  to another scheme, or to http
 *     429/S          [1]  that status, and S seconds to wait in Retry-After
 *     tries/N        [1]  503 to the first N requests for this very path, with what is behind ?
 *     last                says that the connection will be closed, and closes it
 *     close               closes it behind the answer, unsaid
 *     close-before        closes it when the next request has come
 *
 * Another word gets 404.
 */
#ifndef TEST_ANSWER_H
#define TEST_ANSWER_H

#include <stddef.h>
#include <stdint.h>

#define ANSWER_NEVER UINT64_MAX

struct answer {
    uint64_t nothing, status, bytes, headers, delay_ms, drip_ms, chunked, endless, lacks, exceeds,
        reset_at, stall_at, garbage, gzip_bomb, redirects, redirects_forever, retry_after_s, fails,
        last, closes, closes_before;
    char location[256]; /* "": none */
};

/* The answer to a request for `path` at this port, for which `before` requests have come. */
struct answer answer_to(const char *path, unsigned port, uint64_t before);

/* Its head, as text to be freed. */
char *answer_head(const struct answer *answer);

/* Where byte `at` of the body is, in memory that goes on for *count bytes of it at least; *count is
 * at most what it was. */
const char *answer_body(const struct answer *answer, uint64_t at, size_t *count);

#endif
