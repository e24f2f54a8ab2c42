/* http_faults.c -- for LD_PRELOAD: the calls of libcurl that `http` makes fail, as do those of libuv and of the
 * kernel that a transfer needs. But for curl_easy_getinfo(), which fails for what libcurl does not know only.
 *
 * HTTP_FAULT is `COUNT` or `COUNT+`: that call fails, or all from it on; 0 only counts. HTTP_FAULT_OF is a word:
 * only calls whose names begin so are counted. Where HTTP_FAULT_LOG is a file it gets `NAME` for each that failed,
 * and at the end `met COUNT`. Only a program that has libcurl is meant. What libcurl is called with is passed on as
 * one word of the machine, which all its values fit in.
 *
 * HTTP_NAMES says what becomes of names that end with .invalid, so that no network is asked: `unknown`, or `stuck`,
 * and then no answer ever comes.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { NO_MEMORY = 27, MULTI_NO_MEMORY = 3, MULTI_BROKEN = 4, URL_NO_MEMORY = 7, FAILED_INIT = 2 };

static struct {
    bool armed, on;
    unsigned met, first;
    const char *of;
} fault;

static void note(const char *text)
{
    int file = open(getenv("HTTP_FAULT_LOG"), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    size_t length = strlen(text);
    if (file < 0 || write(file, text, length) != (ssize_t)length)
        abort();
    close(file);
}

__attribute__((constructor)) static void begin(void)
{
    const char *text = getenv("HTTP_FAULT");
    if (!text || !dlsym(RTLD_NEXT, "curl_multi_init"))
        return;
    fault.first = (unsigned)strtoul(text, NULL, 10);
    fault.on = strchr(text, '+') != NULL;
    fault.of = getenv("HTTP_FAULT_OF");
    fault.armed = true;
}

__attribute__((destructor)) static void end(void)
{
    char text[32];
    if (!fault.armed)
        return;
    fault.armed = false;
    snprintf(text, sizeof text, "met %u\n", fault.met);
    note(text);
}

static bool meets(const char *name)
{
    char text[64];
    if (!fault.armed || (fault.of && strncmp(name, fault.of, strlen(fault.of)) != 0))
        return false;
    unsigned at = ++fault.met;
    if (at != fault.first && (!fault.on || !fault.first || at < fault.first))
        return false;
    fault.armed = false;
    snprintf(text, sizeof text, "%s\n", name);
    note(text);
    fault.armed = true;
    return true;
}

#define NEXT(type, name, parameters) \
    type(*next) parameters = (type(*) parameters)dlsym(RTLD_NEXT, #name)

/* One that only fails. */
#define FAILS(type, name, parameters, arguments, failed) \
    type name parameters;                                \
    type name parameters                                 \
    {                                                    \
        NEXT(type, name, parameters);                    \
        return meets(#name) ? (failed) : next arguments; \
    }

/* One that does its work, and says that it could not. */
#define DENIES(type, name, parameters, arguments, failed) \
    type name parameters;                                 \
    type name parameters                                  \
    {                                                     \
        NEXT(type, name, parameters);                     \
        type result = next arguments;                     \
        return meets(#name) ? (failed) : result;          \
    }

/* One with a last parameter of any type. */
#define FAILS_OF_ANY(name, failed)           \
    int name(void *handle, int option, ...); \
    int name(void *handle, int option, ...)  \
    {                                        \
        va_list rest;                        \
        va_start(rest, option);              \
        void *value = va_arg(rest, void *);  \
        va_end(rest);                        \
        NEXT(int, name, (void *, int, ...)); \
        if (meets(#name))                    \
            return failed;                   \
        return next(handle, option, value);  \
    }

FAILS(int, curl_global_init_mem,
      (long flags, void *make, void *give_back, void *resize, void *copy, void *clear),
      (flags, make, give_back, resize, copy, clear), FAILED_INIT)
FAILS(void *, curl_easy_init, (void), (), NULL)
FAILS_OF_ANY(curl_easy_setopt, NO_MEMORY)
FAILS(void *, curl_multi_init, (void), (), NULL)
FAILS_OF_ANY(curl_multi_setopt, MULTI_NO_MEMORY)
FAILS(int, curl_multi_add_handle, (void *multi, void *easy), (multi, easy), MULTI_NO_MEMORY)
DENIES(int, curl_multi_remove_handle, (void *multi, void *easy), (multi, easy), MULTI_BROKEN)
FAILS(int, curl_multi_assign, (void *multi, int file, void *data), (multi, file, data),
      MULTI_BROKEN)
FAILS(int, curl_multi_socket_action, (void *multi, int file, int events, int *running),
      (multi, file, events, running), MULTI_BROKEN)
DENIES(int, curl_multi_cleanup, (void *multi), (multi), MULTI_BROKEN)
FAILS(void *, curl_url, (void), (), NULL)
FAILS(void *, curl_url_dup, (const void *url), (url), NULL)
FAILS(int, curl_url_set, (void *url, int part, const char *text, unsigned flags),
      (url, part, text, flags), URL_NO_MEMORY)
FAILS(int, curl_url_get, (const void *url, int part, char **text, unsigned flags),
      (url, part, text, flags), URL_NO_MEMORY)
FAILS(void *, curl_slist_append, (void *list, const char *text), (list, text), NULL)
FAILS(void *, curl_share_init, (void), (), NULL)

FAILS(int, uv_poll_init, (void *loop, void *poll, int file), (loop, poll, file), -EPERM)
FAILS(int, uv_poll_init_socket, (void *loop, void *poll, int file), (loop, poll, file), -EPERM)
FAILS(int, uv_poll_start, (void *poll, int events, void (*on_event)(void *, int, int)),
      (poll, events, on_event), -EEXIST)

/* Of the kernel, what libcurl calls, or the program itself; `here` is an address in the caller. */
static bool is_of_transfers(const void *here)
{
    Dl_info info;
    return fault.armed && dladdr(here, &info) && info.dli_fname &&
           (strstr(info.dli_fname, "libcurl") || strstr(info.dli_fname, "as-completed"));
}

#define FAILS_OF_TRANSFERS(type, name, parameters, arguments, error, failed) \
    type name parameters;                                                    \
    type name parameters                                                     \
    {                                                                        \
        NEXT(type, name, parameters);                                        \
        if (!is_of_transfers(__builtin_return_address(0)) || !meets(#name))  \
            return next arguments;                                           \
        errno = error;                                                       \
        return failed;                                                       \
    }

FAILS_OF_TRANSFERS(int, socket, (int domain, int type, int protocol), (domain, type, protocol),
                   EMFILE, -1)
FAILS_OF_TRANSFERS(int, connect, (int file, const struct sockaddr *address, socklen_t size),
                   (file, address, size), ENETUNREACH, -1)
FAILS_OF_TRANSFERS(ssize_t, send, (int file, const void *bytes, size_t count, int flags),
                   (file, bytes, count, flags), EPIPE, -1)
FAILS_OF_TRANSFERS(ssize_t, recv, (int file, void *bytes, size_t count, int flags),
                   (file, bytes, count, flags), EIO, -1)

int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints,
                struct addrinfo **addresses)
{
    NEXT(int, getaddrinfo,
         (const char *, const char *, const struct addrinfo *, struct addrinfo **));
    const char *what = getenv("HTTP_NAMES");
    if (!what || !strstr(name, ".invalid"))
        return next(name, service, hints, addresses);
    while (!strcmp(what, "stuck"))
        pause();
    return EAI_NONAME;
}
