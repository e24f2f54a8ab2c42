/* test_http_secrets.c -- the user and the password of a URL reach its server, and nothing that people see.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../harness/base/text.h"
#include "../strategies/as_completed.h"
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/files.h"
#include "support/http.h"
#include "support/machine.h"

#define EACH_STRATEGY(s) (const struct ac_strategy *const *s = ac_strategies; *s; s++)

/* HERE stands for the address of the server. */
static const char *const urls[] = {
    "http://admin:hunter2@HERE/ok",
    "http://admin:hunter2@HERE/status/404",
    "http://admin:hunter2@HERE/reset",
    "http://admin:hunter2@HERE/stall",
    "http://admin:hunter2@HERE/redirect-to/file",
    "http://admin:hunter2@127.0.0.1:1/",
    "http://admin:hunter2@no-such.invalid/",
    "http://admin:hunter2@[::bad/",
    "http://admin:hunter2@HERE:99999/",
    "http://admin:hunter2@",
    "http://:hunter2@HERE/ok",
    "http://admin@HERE:hunter2@HERE/ok",
    "http://admin:hun@hunter2@HERE/ok",
    "http://admin:%68unter2hunter2@HERE/ok",
    "https://admin:hunter2@HERE/ok",
    "ftp://admin:hunter2@HERE/ok",
    "no-scheme:hunter2@HERE/ok",
    "//admin:hunter2@HERE/ok",
    "admin:hunter2@HERE/ok",
    "http:admin:hunter2@HERE/ok",
    "http:/admin:hunter2@HERE/ok",
    "http:///admin:hunter2@HERE/ok",
    "http:\\\\admin:hunter2@HERE/ok",
    "HTTP://admin:hunter2@HERE/ok",
    "http://admin:hunter2 @HERE/ok",
    "http://admin:hunter2\t@HERE/ok",
    " http://admin:hunter2@HERE/ok",
    "http://admin:hunter2/with/slashes@HERE/ok",
    "http://admin:hunter2?mark@HERE/ok",
    "http://admin:hunter2#hash@HERE/ok",
};

enum { URLS = sizeof urls / sizeof *urls };

static char *all_lines(void)
{
    struct text text = {.chars = NULL};
    for (unsigned i = 0; i < URLS; i++) {
        char *copy = text_copy(urls[i]), *rest = copy;
        for (char *here; (here = strstr(rest, "HERE")); rest = here + 4) {
            *here = '\0';
            text_printf(&text, "%s127.0.0.1:%u", rest, http_server.port);
        }
        text_printf(&text, "%s\n", rest);
        free(copy);
    }
    char *lines = text_copy(text_chars(&text));
    text_free(&text);
    return lines;
}

static void refuse_secret(const char *where, const char *text)
{
    if (text && strstr(text, "hunter2"))
        fail_msg("%s: %.*s", where, 300, strstr(text, "hunter2") - 20);
}

static void run_with(const char *options)
{
    char *lines = all_lines(), *report;
    struct program program = http_run_in((struct program){.pid = 0}, lines, "%s", options);
    PROGRAM_CHECK(program, program.status == 0 || program.status == 1);
    refuse_secret("stdout", program.output);
    refuse_secret("stderr", program.errors);
    refuse_secret("report", report = file_read(scratch_path("report"), NULL));
    unlink(scratch_path("report"));
    program_free(&program);
    free(lines);
    free(report);
}

static void secrets_are_sent_and_not_shown(void **state)
{
    (void)state;
    char *report = text_format("--report %s", scratch_path("report"));
    const char *const more[] = {report, "--location --max-body 2", "--retries 1 --retry-delay 1ms"};
    for
        EACH_STRATEGY(s)
        {
            char *words = text_format("-s %s -l 4 --task-timeout 100ms %s", (*s)->name,
                                      more[(s - ac_strategies) % 3]);
            run_with(words);
            free(words);
        }
    free(report);
}

static void secrets_reach_the_server(void **state)
{
    (void)state;
    char *lines = text_format("http://admin:hunter2@127.0.0.1:%u/ok\n", http_server.port);
    server_zero(&http_server);
    struct program program = http_run_in((struct program){.pid = 0}, lines, "-s serial -l 1");
    PROGRAM_CHECK(program, program.status == 0);
    PROGRAM_CHECK(program, strstr(program.output, "\thttp://127.0.0.1:"));
    assert_int_equal(server_count(&http_server, "authorized"), 1);
    program_free(&program);
    free(lines);
}

static void secrets_are_not_shown_by_several_runs(void **state)
{
    (void)state;
    run_with("-s callback,serial -l 2 --task-timeout 100ms");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(secrets_are_sent_and_not_shown),
        cmocka_unit_test(secrets_reach_the_server),
        cmocka_unit_test(secrets_are_not_shown_by_several_runs),
    };
    return cmocka_run_group_tests(tests, http_begin, http_end);
}
