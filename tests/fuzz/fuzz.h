/* fuzz.h -- what the fuzz targets share.
 *
 * A target is one file with one function, which does something with any bytes at all and calls
 * fuzz_check() on what must hold. `make fuzz` links it with libFuzzer, which looks for bytes that break
 * it; replay.c links it with cmocka, which feeds it the kept bytes of corpus/TARGET on every `make
 * test`.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The target; the name is libFuzzer's. Returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Bytes that are used up one after the other; then zeroes. */
struct fuzz_bytes {
    const uint8_t *at, *end;
};

static inline uint8_t fuzz_byte(struct fuzz_bytes *bytes)
{
    return bytes->at < bytes->end ? *bytes->at++ : 0;
}

/* From 0 to count - 1; count from 1 to 256. */
static inline unsigned fuzz_below(struct fuzz_bytes *bytes, unsigned count)
{
    return fuzz_byte(bytes) % count;
}

/* The bytes as a string, the caller's to free. */
char *fuzz_string(const uint8_t *data, size_t size);

/* A file in memory with these bytes, and its path in path[32]; the caller closes it. */
int fuzz_file(const void *data, size_t size, char path[32]);

/* From here on stderr is kept; fuzz_release_stderr() gives the number of lines that were written, and
 * what they were until the next call in *said unless NULL. */
void fuzz_keep_stderr(void);
unsigned fuzz_release_stderr(const char **said);

/* Ends the program with a line, and with the signal that a fuzzer looks for. */
_Noreturn void fuzz_fail(const char *what, const char *file, int line);

#define fuzz_check(condition)                          \
    do {                                               \
        if (!(condition))                              \
            fuzz_fail(#condition, __FILE__, __LINE__); \
    } while (0)

#endif
