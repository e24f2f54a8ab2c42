/* test_http_example.c -- examples/get_urls.c, which gets URLs of the tests' server.
 */
#include <stdlib.h>
#include <string.h>

#include "../harness/base/text.h"
#include "support/check.h"
#include "support/example.h"
#include "support/files.h"
#include "support/server.h"

#define GET_URLS "no_proxy=* " EXAMPLE("GET_URLS")

enum { LIMIT = 4, MANY = 40 };

static void check_line(const struct program *program, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void check_line(const struct program *program, const char *format, ...)
{
    struct text line = {.chars = NULL};
    va_list arguments;
    va_start(arguments, format);
    text_vprintf(&line, format, arguments);
    va_end(arguments);
    PROGRAM_CHECK(*program, example_has_line(program->output, text_chars(&line)));
    text_free(&line);
}

static void get_urls_says_what_each_came_to(void **state)
{
    (void)state;
    unsigned port = server_of_group.port, refused = server_refused_port();
    struct program program =
        example_run(NULL,
                    GET_URLS " 127.0.0.1:%u/bytes/1000000 127.0.0.1:%u/status/404 127.0.0.1:%u/ok "
                             "127.0.0.1:%u/reset",
                    port, port, refused, port);
    PROGRAM_CHECK(program, program.status == 1 && !*program.errors);
    PROGRAM_CHECK(program, example_count_lines(program.output) == 4);
    check_line(&program, "200 127.0.0.1:%u/bytes/1000000: No error", port);
    check_line(&program, "404 127.0.0.1:%u/status/404: HTTP response code said error", port);
    check_line(&program, "0 127.0.0.1:%u/ok: %s", refused, "Couldn\47t connect to server");
    program_free(&program);
}

static void get_urls_has_no_more_than_four_at_a_time(void **state)
{
    (void)state;
    server_zero(&server_of_group);
    struct program program =
        example_run(NULL, GET_URLS " $(yes 127.0.0.1:%u/delay/10 | head -n %u)",
                    server_of_group.port, (unsigned)MANY);
    PROGRAM_CHECK(program, program.status == 0 && !*program.errors);
    PROGRAM_CHECK(program, example_count_lines(program.output) == MANY);
    assert_int_equal(server_count(&server_of_group, "requests"), MANY);
    assert_in_range(server_count(&server_of_group, "most_in_flight"), 1, LIMIT);
    program_free(&program);
}

static void get_urls_without_a_word_does_nothing(void **state)
{
    (void)state;
    struct program program = example_run(NULL, GET_URLS);
    PROGRAM_CHECK(program, program.status == 0 && !*program.output && !*program.errors);
    program_free(&program);
}

static int begin(void **state)
{
    return example_begin(state) ? -1 : server_group_begin(state);
}

static int end(void **state)
{
    server_group_end(state);
    return scratch_remove(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(get_urls_says_what_each_came_to),
        cmocka_unit_test(get_urls_has_no_more_than_four_at_a_time),
        cmocka_unit_test(get_urls_without_a_word_does_nothing),
    };
    return cmocka_run_group_tests_name("http_example", tests, begin, end);
}
