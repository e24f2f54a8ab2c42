/* server.c -- see server.h. */
#include "server.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <uv.h>

#include "../../harness/base/text.h"
#include "check.h"
#include "machine.h"
#include "program.h"

/* Beside the program that is tested. */
static char *path_of_server(void)
{
    const char *program = getenv("AS_COMPLETED");
    char *folder = text_copy(program ? program : "build/as-completed"), *end = strrchr(folder, '/');
    assert_non_null(end);
    *end = '\0';
    char *path = text_format("%s/tests/http_server", folder);
    free(folder);
    return path;
}

static void become(const char *path, int lease, int said)
{
    char *words[] = {strdup(path), NULL};
    dup2(lease, STDIN_FILENO);
    dup2(said, STDOUT_FILENO);
    program_limit_cpu();
    execv(path, words);
    _exit(127);
}

struct server server_start(void)
{
    struct server server = {.port = 0};
    int lease[2], said[2];
    char text[64], *path = path_of_server();
    assert_int_equal(pipe2(lease, O_CLOEXEC) | pipe2(said, O_CLOEXEC), 0);
    server.pid = fork();
    if (server.pid == 0)
        become(path, lease[0], said[1]);
    assert_true(server.pid > 0);
    close(lease[0]);
    close(said[1]);
    ssize_t length = read(said[0], text, sizeof text - 1);
    text[length > 0 ? length : 0] = '\0';
    close(said[0]);
    if (sscanf(text, "%u %u", &server.port, &server.control) != 2)
        fail_msg("%s does not start", path);
    free(path);
    server.lease = lease[1];
    return server;
}

void server_end(struct server *server)
{
    int status;
    close(server->lease);
    assert_int_equal(waitpid(server->pid, &status, 0), server->pid);
    assert_int_equal(status, 0);
}

struct server server_of_group;

int server_group_begin(void **state)
{
    uv_loop_t first;
    (void)state;
    uv_loop_init(&first); /* what libuv opens once stays open */
    uv_loop_close(&first);
    server_of_group = server_start();
    return 0;
}

int server_group_end(void **state)
{
    (void)state;
    server_end(&server_of_group);
    return 0;
}

int server_send(unsigned port, const char *path)
{
    char *request = text_format("GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", path);
    ssize_t size = (ssize_t)strlen(request);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int file = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(file >= 0);
    assert_int_equal(connect(file, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(send(file, request, (size_t)size, MSG_NOSIGNAL), size);
    free(request);
    return file;
}

/* Asks, and reads to the end of the connection or, where `once`, of one answer that has a length. */
static char *ask(unsigned port, const char *path, size_t *length, bool once)
{
    int file = server_send(port, path);
    char *text = NULL;
    ssize_t got;
    size_t used = 0, all = SIZE_MAX;
    do {
        text = realloc(text, used + 65537);
        assert_non_null(text);
        got = recv(file, text + used, 65536, 0);
        used += got > 0 ? (size_t)got : 0;
        text[used] = '\0';
        const char *body = strstr(text, "\r\n\r\n"), *said = strstr(text, "Content-Length: ");
        if (once && body && said && said < body)
            all = (size_t)(body + 4 - text) + strtoul(said + 16, NULL, 10);
    } while (got > 0 && used < all);
    close(file);
    *length = used;
    return text;
}

char *server_ask(unsigned port, const char *path, size_t *length)
{
    return ask(port, path, length, false);
}

/* The body of what the server says of itself. */
static char *control(const struct server *server, const char *path)
{
    size_t length;
    char *text = ask(server->control, path, &length, true), *body = strstr(text, "\r\n\r\n");
    assert_non_null(body);
    char *copy = text_copy(body + 4);
    free(text);
    return copy;
}

uint64_t server_count(const struct server *server, const char *name)
{
    char *counts = control(server, "/counts"), *wanted = text_format("\n%s ", name);
    char *all = text_format("\n%s", counts), *found = strstr(all, wanted);
    if (!found)
        fail_msg("the server does not count %s", name);
    uint64_t value = strtoull(found + strlen(wanted), NULL, 10);
    free(counts);
    free(wanted);
    free(all);
    return value;
}

struct awaited {
    const struct server *server;
    const char *name;
    uint64_t value;
};

static bool is_reached(const void *what)
{
    const struct awaited *awaited = what;
    return server_count(awaited->server, awaited->name) == awaited->value;
}

void server_await(const struct server *server, const char *name, uint64_t value)
{
    struct awaited awaited = {server, name, value};
    machine_wait_until(is_reached, &awaited, name);
}

char *server_log(const struct server *server)
{
    return control(server, "/log");
}

void server_zero(const struct server *server)
{
    free(control(server, "/zero"));
}

unsigned server_refused_port(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t size = sizeof address;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int file = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(file >= 0); /* bound, and so nobody else's, but it does not listen */
    assert_int_equal(bind(file, (struct sockaddr *)&address, size), 0);
    assert_int_equal(getsockname(file, (struct sockaddr *)&address, &size), 0);
    return ntohs(address.sin_port);
}
