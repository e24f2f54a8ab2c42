/* easy.c -- see easy.h. */
#include "easy.h"

#include <errno.h>
#include <string.h>

#include "../../engine/memory.h"
#include "sockets.h"

enum { EASY_LONG_URL = 65536 };

/* The body is counted, and dropped. */
static size_t easy_on_body(char *bytes, size_t size, size_t count, void *data)
{
    struct ac_transfer_easy *easy = data;
    uint64_t most = easy->transfers->max_body;
    (void)bytes;
    easy->bytes += size * count;
    easy->too_large = most && easy->bytes > most;
    return easy->too_large ? 0 : size * count;
}

static void easy_await(struct ac_transfer_easy *easy, bool awaited)
{
    easy->transfers->multi.awaited -= easy->awaited;
    easy->transfers->multi.awaited += awaited;
    easy->awaited = awaited;
}

static curl_socket_t easy_on_open(void *data, curlsocktype purpose, struct curl_sockaddr *wish)
{
    struct ac_transfer_easy *easy = data;
    (void)purpose;
    easy_await(easy, false);
    int descriptor =
        ac_socket_open(&easy->transfers->multi, wish->family, wish->socktype, wish->protocol);
    if (descriptor >= 0)
        return descriptor;
    easy->socket_error = descriptor;
    return CURL_SOCKET_BAD;
}

static int easy_on_close(void *multi, curl_socket_t descriptor)
{
    return ac_socket_close(multi, descriptor);
}

static bool easy_set_callbacks(struct ac_transfer_easy *easy)
{
    CURL *curl = easy->curl;
    return !curl_easy_setopt(curl, CURLOPT_PRIVATE, easy) &&
           !curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, easy->text) &&
           !curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, easy_on_body) &&
           !curl_easy_setopt(curl, CURLOPT_WRITEDATA, easy) &&
           !curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, easy_on_open) &&
           !curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, easy) &&
           !curl_easy_setopt(curl, CURLOPT_CLOSESOCKETFUNCTION, easy_on_close) &&
           !curl_easy_setopt(curl, CURLOPT_CLOSESOCKETDATA, &easy->transfers->multi);
}

/* NOSIGNAL saves two system calls in each call of libcurl. Without QUICK_EXIT the end of a transfer waits for
 * the look-up of its name. */
static bool easy_set_options(const struct ac_transfer_easy *easy)
{
    const struct ac_transfers *all = easy->transfers;
    CURL *curl = easy->curl;
    return !curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L) &&
           !curl_easy_setopt(curl, CURLOPT_QUICK_EXIT, 1L) &&
           !curl_easy_setopt(curl, CURLOPT_PROXY, "") &&
           !curl_easy_setopt(curl, CURLOPT_USERAGENT, "as-completed") &&
           !curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1) &&
           !curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https") &&
           !curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, "http,https") &&
           !curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, (long)all->location) &&
           !curl_easy_setopt(curl, CURLOPT_MAXREDIRS, (long)AC_TRANSFER_REDIRECTS) &&
           !curl_easy_setopt(curl, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)all->max_body);
}

static bool easy_set(struct ac_transfer_easy *easy)
{
    return easy_set_callbacks(easy) && easy_set_options(easy);
}

void ac_easy_free(struct ac_transfer_easy *easy)
{
    easy_await(easy, false);
    curl_easy_cleanup(easy->curl);
    ac_free(easy);
}

void ac_easy_free_all(struct ac_transfers *transfers)
{
    while (transfers->kept) {
        struct ac_transfer_easy *easy = transfers->kept;
        transfers->kept = easy->after;
        ac_easy_free(easy);
    }
}

static struct ac_transfer_easy *easy_new(struct ac_transfers *transfers)
{
    struct ac_transfer_easy *easy = ac_calloc(1, sizeof *easy);
    if (!easy)
        return NULL;
    easy->transfers = transfers;
    easy->curl = curl_easy_init();
    if (easy->curl && easy_set(easy))
        return easy;
    ac_easy_free(easy);
    return NULL;
}

static struct ac_transfer_easy *easy_take(struct ac_transfers *transfers)
{
    struct ac_transfer_easy *easy = transfers->kept;
    if (!easy)
        return easy_new(transfers);
    transfers->kept = easy->after;
    easy->text[0] = '\0';
    easy->bytes = 0;
    easy->too_large = false;
    easy->socket_error = 0;
    return easy;
}

/* For an idle connection libcurl looks through all that a host has, one by one. So it is told where none is idle: each
 * socket has a transfer, or will have. */
static void easy_set_fresh(struct ac_transfer_easy *easy)
{
    const struct ac_multi *multi = &easy->transfers->multi;
    bool fresh = multi->sockets + multi->awaited <= multi->running;
    if (!curl_easy_setopt(easy->curl, CURLOPT_FRESH_CONNECT, (long)fresh))
        easy_await(easy, fresh);
}

int ac_easy_get(struct ac_transfers *transfers, const char *url, struct ac_transfer_easy **easy)
{
    struct ac_transfer_easy *got = easy_take(transfers);
    if (!got)
        return -ENOMEM;
    CURLcode code = curl_easy_setopt(got->curl, CURLOPT_URL, url);
    if (code) {
        ac_easy_put(got);
        return code == CURLE_OUT_OF_MEMORY ? -ENOMEM : -E2BIG;
    }
    easy_set_fresh(got);
    got->long_url = strlen(url) > EASY_LONG_URL;
    got->closed_before = transfers->multi.closed;
    *easy = got;
    return 0;
}

/* libcurl makes a request again, five times for a handle, where it finds a kept connection closed; and it counts on with
 * each transfer of the handle. Where no socket was closed, it has not counted. */
static bool easy_is_as_new(struct ac_transfer_easy *easy)
{
    if (easy->closed_before == easy->transfers->multi.closed)
        return true;
    curl_easy_reset(easy->curl);
    return easy_set(easy);
}

void ac_easy_put(struct ac_transfer_easy *easy)
{
    easy_await(easy, false);
    if (easy->long_url || !easy_is_as_new(easy)) {
        ac_easy_free(easy);
        return;
    }
    easy->after = easy->transfers->kept;
    easy->transfers->kept = easy;
}
