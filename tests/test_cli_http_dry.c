/* test_cli_http_dry.c -- `http --dry-run` prints the URLs that it would ask for, and asks for none. */
#include <stdlib.h>
#include <string.h>

#include "../strategies/as_completed.h"
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/http.h"

static const char urls[] = "http://host/a http://user:secret@host/b no-url https://host/c";

static void check_dry(const char *words, const char *output, const char *errors)
{
    char *lines = http_lines(&http_server, urls);
    struct program program = http_run_in((struct program){0}, lines, "--dry-run %s", words);
    PROGRAM_CHECK(program, program.status == 1 && !strcmp(program.output, output));
    PROGRAM_CHECK(program, !strcmp(program.errors, errors));
    program_free(&program);
    free(lines);
}

/* What is no URL fails as it would. */
static void dry_run_prints_each_url_once(void **state)
{
    (void)state;
    static const char output[] = "http://host/a\nhttp://host/b\nhttps://host/c\n";
    static const char errors[] =
        "as-completed: 4 transfers: 3 done, 1 failed (no URL of http or https)\n";
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++) {
        char words[64];
        snprintf(words, sizeof words, "-s %s -l 2 --ordered", (*s)->name);
        check_dry(words, output, errors);
    }
    check_dry("-s all -l 2 --ordered", output, errors);
    check_dry("-s serial,polling -l 2 --retries 2 --retry-delay 1ms", output, errors);
}

static void dry_run_asks_for_nothing(void **state)
{
    (void)state;
    char *lines = http_lines(&http_server, "/ok /stall");
    server_zero(&http_server);
    struct program program = http_run_in((struct program){0}, lines, "-s all -l 2 --dry-run");
    PROGRAM_CHECK(program, program.status == 0 && !*program.errors);
    PROGRAM_CHECK(program, !strcmp(program.output, lines));
    assert_int_equal(server_count(&http_server, "connections"), 0);
    program_free(&program);
    free(lines);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dry_run_prints_each_url_once),
        cmocka_unit_test(dry_run_asks_for_nothing),
    };
    return cmocka_run_group_tests(tests, http_begin, http_end);
}
