/* http_server.c -- see http_server.h. */
#include "http_server.h"
#include "../../base/text.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

/* nginx makes these folders even where nothing is ever put into one. */
static const char *const folders[] = {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"};

unsigned http_server_port(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
    socklen_t length = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool free = fd >= 0 && bind(fd, (struct sockaddr *)&address, length) == 0 &&
                getsockname(fd, (struct sockaddr *)&address, &length) == 0;
    if (fd >= 0)
        close(fd);
    return free ? ntohs(address.sin_port) : 0;
}

int http_server_write(const char *scratch, unsigned port, uint64_t connections)
{
    struct text text = {0};
    char *path = text_format("%s/nginx.conf", scratch);
    text_printf(
        &text,
        "daemon off;\nmaster_process off;\nworker_processes 1;\n"
        "pid %s/nginx.pid;\nerror_log stderr crit;\n"
        "events { worker_connections %llu; }\n"
        "http {\naccess_log off;\nkeepalive_requests 1000000000;\nkeepalive_timeout 600s;\n",
        scratch, (unsigned long long)connections);
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        text_printf(&text, "%s_temp_path %s/nginx.%s;\n", folders[i], scratch, folders[i]);
    text_printf(&text,
                "server {\nlisten 127.0.0.1:%u backlog=4096;\n"
                "location / { default_type text/plain; return 200 \"hello, world\\n\"; }\n}\n}\n",
                port);
    int error = text_write_file(text_chars(&text), path);
    text_free(&text);
    free(path);
    return error;
}

char *http_server_command(const char *scratch)
{
    return text_format("nginx -p %s -e stderr -c %s/nginx.conf", scratch, scratch);
}

void http_server_clear(const char *scratch)
{
    static const char *const files[] = {"nginx.conf", "nginx.pid"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char *path = text_format("%s/%s", scratch, files[i]);
        unlink(path);
        free(path);
    }
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        char *path = text_format("%s/nginx.%s", scratch, folders[i]);
        rmdir(path);
        free(path);
    }
}
