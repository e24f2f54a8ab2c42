/* replay.c -- feeds a fuzz target the bytes that were kept for it, as a cmocka test of their number.
 *
 * The program is replay_TARGET, and the bytes are the files of tests/fuzz/corpus/TARGET. With arguments
 * it feeds those files instead, each named before it is fed: what a fuzzer found can be looked at in
 * a debugger, in any build.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../support/check.h"
#include "../support/files.h"
#include "fuzz.h"

static char corpus[1024];

static void feed(const char *path)
{
    size_t size;
    char *bytes = file_read(path, &size);
    assert_non_null(bytes);
    uint8_t *exact = malloc(size ? size : 1); /* so that a look behind the end is seen */
    assert_non_null(exact);
    memcpy(exact, bytes, size);
    free(bytes);
    LLVMFuzzerTestOneInput(exact, size);
    free(exact);
}

static int is_plain(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static void fuzz_the_corpus_holds(void **state)
{
    (void)state;
    struct dirent **entries;
    char path[2048];
    int count = scandir(corpus, &entries, is_plain, alphasort);
    assert_true(count > 0);
    for (int i = 0; i < count; i++) {
        snprintf(path, sizeof path, "%s/%s", corpus, entries[i]->d_name);
        feed(path);
        free(entries[i]);
    }
    free(entries);
}

int main(int count, char **words)
{
    const char *name = strstr(words[0], "replay_");
    assert_non_null(name);
    snprintf(corpus, sizeof corpus, "tests/fuzz/corpus/%s", name + strlen("replay_"));
    for (int i = 1; i < count; i++) {
        puts(words[i]);
        fflush(stdout);
        feed(words[i]);
    }
    if (count > 1)
        return 0;
    const struct CMUnitTest tests[] = {cmocka_unit_test(fuzz_the_corpus_holds)};
    return cmocka_run_group_tests_name(name, tests, NULL, NULL);
}
