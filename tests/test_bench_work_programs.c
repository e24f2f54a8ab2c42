/* test_bench_work_programs.c -- the programs of the benches of real work, which stand beside the driver: the
 * meter, the job, a server that is late, and what runs a command beside a server.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../harness/base/text.h"
#include "../harness/bench/work/http_server.h"
#include "../harness/bench/work/stamps.h"
#include "support/check.h"
#include "support/files.h"
#include "support/program.h"

static char *driver;

static int set_up(void **state)
{
    const char *bench = getenv("AS_COMPLETED_BENCH");
    driver = text_copy(bench ? bench : "build/as-completed-bench");
    return scratch_make(state);
}

static int tear_down(void **state)
{
    free(driver);
    return scratch_remove(state);
}

static char *beside(const char *name)
{
    return text_format("%.*s%s", (int)(strrchr(driver, '/') + 1 - driver), driver, name);
}

/* The meter exits as the program does, and says where it is wrong. */
static void meter_passes_the_exit_on(void **state)
{
    (void)state;
    static const struct {
        const char *words, *says;
        int status;
    } cases[] = {{"/bin/sh -c 'exit 3'", "wall_ns", 3},
                 {"/bin/sh -c 'kill -9 $$'", "wall_ns", 137},
                 {"/nowhere/at/all", "wall_ns", 127},
                 {"-r 3 /bin/true", "", 2},
                 {"", "", 2}};
    char *meter = beside("work-meter"), *job = beside("work-job");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct program program =
            program_run_in((struct program){.in.path = meter}, "%s", cases[i].words);
        PROGRAM_CHECK(program, program.status == cases[i].status);
        PROGRAM_CHECK(program, strncmp(program.output, cases[i].says, strlen(cases[i].says)) == 0);
        program_free(&program);
    }
    struct program program = program_run_in((struct program){.in.path = job}, "/dev/null 1");
    PROGRAM_CHECK(program, program.status == 2 && program.errors_lines == 1);
    program_free(&program);
    free(meter);
    free(job);
}

/* With -e how the program ended is a figure. */
static void meter_keeps_outputs(void **state)
{
    (void)state;
    char *meter = beside("work-meter"), *output = text_copy(scratch_path("output")),
         *errors = text_copy(scratch_path("errors"));
    struct program program =
        program_run_in((struct program){.in.path = meter},
                       "-o %s -e %s /bin/sh -c 'echo out; echo err >&2; exit 3'", output, errors);
    PROGRAM_CHECK(program, program.status == 0 && !*program.errors);
    PROGRAM_CHECK(program, strstr(program.output, "\tstatus\n") && strstr(program.output, "\t3\n"));
    char *out = file_read(output, NULL), *err = file_read(errors, NULL);
    assert_string_equal(out, "out\n");
    assert_string_equal(err, "err\n");
    free(out);
    free(err);
    program_free(&program);
    free(meter);
    free(output);
    free(errors);
}

/* --- a server beside ----------------------------------------------------------------------------- */

static const char client[] = "import sys, urllib.request\n"
                             "for url in sys.argv[1:]:\n"
                             "    with urllib.request.urlopen(url) as reply:\n"
                             "        sys.stdout.write(reply.read().decode())\n"
                             "sys.exit(3)\n";

static bool takes_connections(unsigned port)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)port),
                                  .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(fd >= 0);
    bool takes = connect(fd, (struct sockaddr *)&address, sizeof address) == 0;
    close(fd);
    return takes;
}

/* The replies are as late as their URLs say, the server stamps them, and is gone when the command is. */
static void command_runs_beside_its_server(void **state)
{
    (void)state;
    char *served = beside("work-served"), *delays = beside("work-delays");
    struct stamps stamps;
    unsigned port = http_server_port();
    assert_true(port > 0);
    file_write(scratch_path("client.py"), client);
    char *stamped = text_copy(scratch_path("stamps"));
    struct program program = program_run_in(
        (struct program){.in.path = served},
        "%u '%s %u %s' python3 %s http://127.0.0.1:%u/7/0 http://127.0.0.1:%u/9/20000", port,
        delays, port, stamped, scratch_path("client.py"), port, port);
    PROGRAM_CHECK(program, program.status == 3 && !*program.errors);
    PROGRAM_CHECK(program, strcmp(program.output, "hello, world\nhello, world\n") == 0);
    assert_false(takes_connections(port));
    assert_int_equal(stamps_load(&stamps, stamped), 0);
    assert_int_equal(stamps.count, 2);
    assert_int_equal(stamps.items[1].number, 9);
    assert_true(stamps.items[1].end_ns - stamps.items[1].start_ns >= 19000000);
    stamps_free(&stamps);
    program_free(&program);
    free(stamped);
    free(served);
    free(delays);
}

/* What is said of a server that does not serve, and of one that is none. */
static void server_that_takes_nothing_is_said(void **state)
{
    (void)state;
    static const char *const servers[] = {"/bin/true", "/nowhere/at/all", "/bin/false now"};
    char *served = beside("work-served");
    unsigned port = http_server_port();
    for (size_t i = 0; i < sizeof servers / sizeof *servers; i++) {
        struct program program = program_run_in((struct program){.in.path = served},
                                                "%u '%s' /bin/echo ran", port, servers[i]);
        PROGRAM_CHECK(program, program.status == 1 && !*program.output);
        PROGRAM_CHECK(program, strstr(program.errors, "takes no connection on port"));
        program_free(&program);
    }
    struct program program =
        program_run_in((struct program){.in.path = served}, "port /bin/true /bin/true");
    PROGRAM_CHECK(program, program.status == 2 && program.errors_lines == 1);
    program_free(&program);
    free(served);
}

/* Two ports that are free are not the same one while it is held; and a configuration is removed whole. */
static void configuration_is_removed(void **state)
{
    (void)state;
    char name[256], *folder = text_copy(scratch_path("server"));
    assert_int_equal(mkdir(folder, 0777), 0);
    assert_int_equal(http_server_write(folder, http_server_port(), 64), 0);
    char *conf = file_read(scratch_path("server/nginx.conf"), NULL);
    assert_non_null(strstr(conf, "worker_connections 64;"));
    assert_non_null(strstr(conf, "access_log off;"));
    free(conf);
    http_server_clear(folder);
    assert_int_equal(rmdir(folder), 0);
    assert_int_equal(scratch_count("server", name), 0);
    free(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(meter_passes_the_exit_on),
        cmocka_unit_test(meter_keeps_outputs),
        cmocka_unit_test(command_runs_beside_its_server),
        cmocka_unit_test(server_that_takes_nothing_is_said),
        cmocka_unit_test(configuration_is_removed),
    };
    return cmocka_run_group_tests_name("bench_work_programs", tests, set_up, tear_down);
}
