/* multi.c -- see multi.h. */
#include "multi.h"

#include <curl/curl.h>
#include <errno.h>
#include <limits.h>
#include <string.h>

#include "../../engine/memory.h"
#include "sockets.h"

enum { MULTI_AGAIN_MS = 1000 }; /* a silent watchdog looks again after it */

static void multi_on_idle(uv_idle_t *idle)
{
    (void)idle;
}

/* `look` will be called after this turn's wait, which takes no time. */
static void multi_tell(struct ac_multi *m)
{
    m->news = true;
    uv_idle_start(&m->no_wait, multi_on_idle);
}

void ac_multi_fail(struct ac_multi *m, int error)
{
    if (m->error)
        return;
    m->error = error;
    m->due = false;
    multi_tell(m);
}

static int multi_errno(CURLMcode code)
{
    return code == CURLM_OUT_OF_MEMORY ? -ENOMEM : -EIO;
}

/* A handle that runs no more has ended. */
void ac_multi_act(struct ac_multi *m, int socket, int events)
{
    int running = 0;
    if (m->error)
        return;
    m->events++;
    if (socket == CURL_SOCKET_TIMEOUT)
        m->due = false; /* libcurl may say so again */
    CURLMcode code = curl_multi_socket_action(m->curl, socket, events, &running);
    if (code)
        ac_multi_fail(m, multi_errno(code));
    else if ((uint64_t)running < m->running)
        multi_tell(m);
}

static void multi_act_if_due(struct ac_multi *m)
{
    if (m->due)
        ac_multi_act(m, CURL_SOCKET_TIMEOUT, 0);
}

/* --- a turn of the loop --- */

static void multi_on_before_wait(uv_prepare_t *prepare)
{
    struct ac_multi *m = prepare->data;
    multi_act_if_due(m);
    if (m->due)
        uv_idle_start(&m->no_wait, multi_on_idle);
}

/* What `look` starts is begun before the turn ends. */
static void multi_on_after_wait(uv_check_t *check)
{
    struct ac_multi *m = check->data;
    m->waits++;
    multi_act_if_due(m);
    if (m->news) {
        m->news = false;
        m->look(m);
        m->silent = false;
        multi_act_if_due(m);
    }
    if (!m->news && !m->due)
        uv_idle_stop(&m->no_wait);
}

static void multi_on_timer(uv_timer_t *timer)
{
    ((struct ac_multi *)timer->data)->due = true;
}

/* Looks twice, with a wait of the loop in between: events may lie there unseen if the program itself has slept. */
static void multi_on_watchdog(uv_timer_t *timer)
{
    struct ac_multi *m = timer->data;
    bool waits = m->due || uv_is_active((uv_handle_t *)&m->timer);
    bool quiet = m->running && m->events == m->events_before && !waits;
    m->silent = quiet && m->doubt && m->waits != m->waits_before;
    m->doubt = quiet;
    m->events_before = m->events;
    m->waits_before = m->waits;
    if (m->silent)
        multi_tell(m);
    uv_timer_start(timer, multi_on_watchdog, quiet ? MULTI_AGAIN_MS : m->silence_ms, 0);
}

/* --- what libcurl calls --- */

/* The loop's clock may be old: a timer that is early makes libcurl set it again. */
static int multi_on_timer_set(CURLM *curl, long ms, void *data)
{
    struct ac_multi *m = data;
    (void)curl;
    m->due = ms == 0;
    if (ms <= 0) {
        uv_timer_stop(&m->timer);
        return 0;
    }
    uv_update_time(m->uv);
    uv_timer_start(&m->timer, multi_on_timer, (uint64_t)ms, 0);
    return 0;
}

/* libcurl is not told of an error. The multi is given up instead: it is only closed. */
static int multi_on_socket(CURL *easy, curl_socket_t socket, int what, void *data, void *own)
{
    (void)easy;
    (void)own;
    int error = ac_socket_watch(data, socket, what);
    if (error)
        ac_multi_fail(data, error);
    return 0;
}

/* --- handles --- */

int ac_multi_add(struct ac_multi *m, void *easy)
{
    CURLMcode code = curl_multi_add_handle(m->curl, easy);
    if (code)
        return multi_errno(code);
    if (!m->running++)
        uv_ref((uv_handle_t *)&m->after_wait);
    return 0;
}

bool ac_multi_remove(struct ac_multi *m, void *easy)
{
    if (!--m->running)
        uv_unref((uv_handle_t *)&m->after_wait);
    return curl_multi_remove_handle(m->curl, easy) == CURLM_OK;
}

void *ac_multi_next(struct ac_multi *m, int *code)
{
    const CURLMsg *message;
    int left;
    do
        message = curl_multi_info_read(m->curl, &left);
    while (message && message->msg != CURLMSG_DONE);
    if (!message)
        return NULL;
    *code = (int)message->data.result;
    return message->easy_handle;
}

/* --- its life --- */

static char *multi_strdup(const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = ac_malloc(size);
    return copy ? memcpy(copy, text, size) : NULL;
}

static int multi_open_curl(struct ac_multi *m)
{
    long most = m->most < LONG_MAX ? (long)m->most : LONG_MAX;
    if (curl_global_init_mem(CURL_GLOBAL_DEFAULT, ac_malloc, ac_free, ac_realloc, multi_strdup,
                             ac_calloc))
        return -ENOMEM;
    m->curl = curl_multi_init();
    if (m->curl && !curl_multi_setopt(m->curl, CURLMOPT_SOCKETFUNCTION, multi_on_socket) &&
        !curl_multi_setopt(m->curl, CURLMOPT_SOCKETDATA, m) &&
        !curl_multi_setopt(m->curl, CURLMOPT_TIMERFUNCTION, multi_on_timer_set) &&
        !curl_multi_setopt(m->curl, CURLMOPT_TIMERDATA, m) &&
        !curl_multi_setopt(m->curl, CURLMOPT_MAXCONNECTS, most))
        return 0;
    curl_multi_cleanup(m->curl);
    curl_global_cleanup();
    return -ENOMEM;
}

static void multi_each_handle(struct ac_multi *m, void (*call)(struct ac_multi *, uv_handle_t *))
{
    call(m, (uv_handle_t *)&m->before_wait);
    call(m, (uv_handle_t *)&m->after_wait);
    call(m, (uv_handle_t *)&m->no_wait);
    call(m, (uv_handle_t *)&m->timer);
    call(m, (uv_handle_t *)&m->watchdog);
}

/* None of them keeps the loop alive but `after_wait`, while something runs. */
static void multi_begin_handle(struct ac_multi *m, uv_handle_t *handle)
{
    handle->data = m;
    uv_unref(handle);
    m->handles++;
}

int ac_multi_open(struct ac_multi *m)
{
    int error = multi_open_curl(m);
    if (error)
        return error;
    uv_prepare_init(m->uv, &m->before_wait);
    uv_check_init(m->uv, &m->after_wait);
    uv_idle_init(m->uv, &m->no_wait);
    uv_timer_init(m->uv, &m->timer);
    uv_timer_init(m->uv, &m->watchdog);
    multi_each_handle(m, multi_begin_handle);
    uv_prepare_start(&m->before_wait, multi_on_before_wait);
    uv_check_start(&m->after_wait, multi_on_after_wait);
    if (m->silence_ms)
        uv_timer_start(&m->watchdog, multi_on_watchdog, m->silence_ms, 0);
    return 0;
}

static void multi_on_closed(uv_handle_t *handle)
{
    ((struct ac_multi *)handle->data)->handles--;
}

static void multi_end_handle(struct ac_multi *m, uv_handle_t *handle)
{
    (void)m;
    uv_close(handle, multi_on_closed);
}

void ac_multi_close(struct ac_multi *m)
{
    curl_multi_cleanup(m->curl);
    curl_global_cleanup();
    ac_sockets_forget(m);
    multi_each_handle(m, multi_end_handle);
    while (m->handles)
        uv_run(m->uv, UV_RUN_NOWAIT);
    ac_free(m->watched);
    m->watched = NULL;
}
