/* test_http_faults.c -- every call of libcurl that `http` makes fails, one after the other: once, and from then on.
 * So do the calls of libuv and of the kernel that a transfer needs; and all that the program itself makes, for which
 * as for libcurl it takes all memory (tests/faults/faults.h).
 *
 * After each fault: each row is right, or says why its URL has failed; where rows are missing a line says why the
 * run has ended; no connection is left, and nothing hangs. `make test-full` tries each, here some are.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../harness/base/text.h"
#include "support/check.h"
#include "support/files.h"
#include "support/http.h"
#include "support/machine.h"

enum { MOST_URLS = 16, TRIED = 40 };

static const struct scene {
    const char *words, *paths;
    const char *right; /* a character for each row: y, it goes well; n, it does not */
} scenes[] = {
    {"-s callback -l 2", "/ok /bytes/5000 /status/404 /ok /reset /chunked /ok", "yynynyy"},
    {"-s callback -l 2 --location --task-timeout 150ms", "/redirect/2 /stall /ok", "yny"},
    {"-s semaphore -l 2 --retries 1 --retry-delay 1ms", "/tries/1 /ok", "yy"},
    {"-s serial -l 1 --take 1", "/ok /stall", "yy"},
};

/* How calls are made to fail, and who says how many there were: the library that is loaded before, or the program
 * that was linked so. */
static const char *fault_name = "HTTP_FAULT";

static char *play(const struct scene *scene, const char *fault, struct program *program)
{
    char *lines = http_lines(&http_server, scene->paths);
    setenv(fault_name, fault, 1);
    unlink(scratch_path("met"));
    server_zero(&http_server); /* /tries counts anew */
    *program = http_run_in((struct program){.pid = 0}, lines, "%s", scene->words);
    unsetenv(fault_name);
    server_await(&http_server, "open", 0);
    free(lines);
    char *log = file_read(scratch_path("met"), NULL);
    if (!log)
        fail_msg("the faults are not there");
    return log;
}

/* Whether all is as it would be without a fault, and whether what is not is told of. */
static void judge(const struct scene *scene, const char *fault, const char *log,
                  struct program *program)
{
    bool take = strstr(scene->words, "--take");
    unsigned all = take ? 1 : (unsigned)strlen(scene->right), failed = 0, wrong = 0;
    struct http_rows rows = {.count = 0};
    if (*program->output)
        rows = http_rows(program);
    for (unsigned i = 0; i < rows.count; i++) {
        const struct http_row *row = &rows.rows[i];
        bool well = scene->right[row->number - 1] == 'y';
        failed += *row->error != '\0';
        wrong += (well && row->status != 200 && !*row->error) || (!well && !*row->error);
    }
    bool complete = rows.count == all && program->status == (failed != 0);
    bool told = program->status == 1 && program->errors_lines >= 1 && program->errors_lines <= 2;
    if (wrong || (!complete && !told))
        fail_msg("%s, %s=%s, %.*s: status %d, %u rows, stderr '%s', stdout '%.500s'", scene->words,
                 fault_name, fault, (int)strcspn(log, "\n"), log, program->status, rows.count,
                 program->errors, program->output);
    http_rows_free(&rows);
    program_free(program);
}

/* How many calls there were. */
static unsigned try(const struct scene *scene, const char *format, unsigned at)
{
    struct program program;
    char *fault = text_format(format, at), *log = play(scene, fault, &program);
    judge(scene, fault, log, &program);
    const char *met = strstr(log, "met ");
    unsigned count = met ? (unsigned)strtoul(met + 4, NULL, 10) : 0;
    free(log);
    free(fault);
    return count;
}

static void try_all(unsigned tried)
{
    unsigned runs = 0;
    for (size_t i = 0; i < sizeof scenes / sizeof *scenes; i++) {
        unsigned met = try(&scenes[i], "%u", 0);
        unsigned stride = long_form() ? 1 : met / tried + 1;
        assert_in_range(met, 20, 100000);
        for (unsigned k = 1 + (unsigned)i % stride; k <= met; k += stride, runs += 2) {
            try(&scenes[i], "%u", k);
            try(&scenes[i], "%u+", k);
        }
    }
    print_message("# %u runs\n", runs);
}

static void faults_of_libcurl_fail_a_row_or_end_with_a_line(void **state)
{
    (void)state;
    http_preload(true);
    try_all(TRIED);
    http_preload(false);
}

static void faults_of_the_program_fail_a_row_or_end_with_a_line(void **state)
{
    (void)state;
    char *path = text_copy(machine_program()), *end = strrchr(path, '/');
    *end = '\0';
    char *linked = text_format("%s/tests/as-completed-http", path);
    setenv("AS_COMPLETED", linked, 1);
    setenv("AC_FAULTS_LOG", scratch_path("met"), 1);
    setenv("ASAN_OPTIONS", "exitcode=99", 1);
    fault_name = "AC_FAULTS";
    try_all(under_instruments() ? TRIED / 5 : TRIED);
    setenv("AS_COMPLETED", machine_program(), 1);
    free(linked);
    free(path);
}

/* Each kind of call is met, so that each has failed in the long form. */
static void faults_meet_each_kind_of_call(void **state)
{
    (void)state;
    static const char *const kinds[] = {"curl_global_init_mem",
                                        "curl_easy_init",
                                        "curl_easy_setopt",
                                        "curl_multi_init",
                                        "curl_multi_setopt",
                                        "curl_multi_add_handle",
                                        "curl_multi_remove",
                                        "curl_multi_socket",
                                        "uv_poll_init",
                                        "uv_poll_start",
                                        "socket",
                                        "connect",
                                        "send",
                                        "recv"};
    http_preload(true);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        setenv("HTTP_FAULT_OF", kinds[i], 1);
        unsigned met = try(&scenes[0], "%u", 1);
        if (!met)
            fail_msg("%s is not called", kinds[i]);
        try(&scenes[0], "%u+", 1);
        try(&scenes[0], "%u", met);
    }
    unsetenv("HTTP_FAULT_OF");
    http_preload(false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(faults_meet_each_kind_of_call),
        cmocka_unit_test(faults_of_libcurl_fail_a_row_or_end_with_a_line),
        cmocka_unit_test(faults_of_the_program_fail_a_row_or_end_with_a_line),
    };
    return cmocka_run_group_tests(tests, http_begin, http_end);
}
