/* test_cli_no_http.c -- `http` where its program is missing, and what is refused before that program is looked for. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "support/check.h"
#include "support/files.h"
#include "support/program.h"

/* A copy of the program in the scratch folder, where nothing stands beside it. */
static const char *lonely_program(void)
{
    const char *program = getenv("AS_COMPLETED");
    size_t length;
    char *bytes = file_read(program ? program : "build/as-completed", &length);
    assert_non_null(bytes);
    FILE *copy = fopen(scratch_path("as-completed"), "wb");
    assert_non_null(copy);
    assert_int_equal(fwrite(bytes, 1, length, copy), length);
    fclose(copy);
    free(bytes);
    chmod(scratch_path("as-completed"), 0700);
    return scratch_path("as-completed");
}

static void no_http_is_said_in_one_line(void **state)
{
    (void)state;
    struct program program =
        program_run_in((struct program){.in.path = lonely_program()}, "http -s callback -l 2");
    PROGRAM_CHECK(program, program.status == 2 && !*program.output);
    PROGRAM_CHECK(program, !strcmp(program.errors,
                                   "as-completed: http: there is no as-completed-http beside "
                                   "this program: make deps-work, then make\n"));
    program_free(&program);
}

static void no_http_for_wrong_usage(void **state)
{
    (void)state;
    static const struct {
        const char *words, *says;
    } all[] = {
        {"", "http: no strategy given"},
        {"-s callback", "http: no limit given: -l LIMIT"},
        {"-s callback,polling", "http: no limit given"},
        {"-s nobody -l 2", "'nobody'"},
        {"-s callback -l 2 http://localhost/", "unexpected word 'http://localhost/'"},
        {"-s callback -l 2 --shell", "--shell"},
        {"-s callback -l 2 --joblog log", "--joblog"},
        {"-s callback -l 2 --dry-run --report r", "--report 'r' and --dry-run contradict"},
        {"-s callback -l 2 --scale 1s", "--scale"},
        {"-s callback -l 2 -n 3", "-n"},
        {"-s callback -l 2 --max-body 0", "--max-body '0': must be a size"},
        {"-s callback -l 2 --max-body 0KiB", "--max-body '0KiB': must be a size"},
        {"-s callback -l 2 --max-body 10MB", "--max-body '10MB': must be a size"},
        {"-s callback -l 2 --max-body KiB", "--max-body 'KiB': must be a size"},
        {"-s callback -l 2 --max-body 8589934592GiB", "must be a size"},
        {"-s callback -l 2 --max-body -1", "must be a size"},
        {"-s callback -l 2 --location=yes", "--location"},
        {"-s callback -l 2 --retries 2 --ordered", "a transfer that waits"},
        {"-s callback -l 2 --on-error stop,fail=3%", "how many transfers there are"},
        {"-s unbounded --unread 3", "--unread '3'"},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct program program = program_run("http %s", all[i].words);
        PROGRAM_CHECK(program, program.status == 2 && !*program.output);
        PROGRAM_CHECK(program, program.errors_lines == 1 && strstr(program.errors, all[i].says));
        program_free(&program);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_http_is_said_in_one_line),
        cmocka_unit_test(no_http_for_wrong_usage),
    };
    return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
