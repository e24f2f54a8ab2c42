/* sockets.c -- see sockets.h. */
#include "sockets.h"

#include <curl/curl.h>
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../../engine/memory.h"

struct ac_multi_socket {
    uv_poll_t poll;
    struct ac_multi *multi;
    int descriptor;
    int wanted, watched; /* UV_READABLE and UV_WRITABLE: by libcurl, by the loop */
    bool ours; /* ac_socket_close() closes it; else libcurl itself, as in a look-up of a name */
};

static struct ac_multi_socket *socket_find(const struct ac_multi *m, int descriptor)
{
    return (uint64_t)descriptor < m->watched_room ? m->watched[descriptor] : NULL;
}

static bool socket_reserve(struct ac_multi *m, int descriptor)
{
    if ((uint64_t)descriptor < m->watched_room)
        return true;
    uint64_t room = 2 * (uint64_t)descriptor + 64;
    struct ac_multi_socket **grown = ac_realloc(m->watched, (size_t)room * sizeof(void *));
    if (!grown)
        return false;
    memset(grown + m->watched_room, 0, (size_t)(room - m->watched_room) * sizeof(void *));
    m->watched = grown;
    m->watched_room = room;
    return true;
}

static void socket_on_closed(uv_handle_t *handle)
{
    struct ac_multi_socket *s = handle->data;
    s->multi->handles--;
    ac_free(s);
}

static void socket_forget(struct ac_multi_socket *s)
{
    s->multi->watched[s->descriptor] = NULL;
    s->multi->sockets -= s->ours;
    uv_close((uv_handle_t *)&s->poll, socket_on_closed);
}

static void socket_on_ready(uv_poll_t *poll, int status, int events);

/* Makes the loop watch for what libcurl waits for. */
static int socket_update(struct ac_multi_socket *s)
{
    bool is_kept = !s->wanted && s->watched == UV_READABLE;
    if (s->wanted == s->watched || is_kept)
        return 0;
    s->watched = s->wanted;
    return s->wanted ? uv_poll_start(&s->poll, s->wanted, socket_on_ready) : uv_poll_stop(&s->poll);
}

/* Where libcurl has closed a socket of that number by itself, it believes that what it waited for there is still
 * watched. 0 or a negative errno, and the descriptor is as it was. */
static int socket_add(struct ac_multi *m, int descriptor, bool ours)
{
    struct ac_multi_socket *s = socket_reserve(m, descriptor) ? ac_malloc(sizeof *s) : NULL;
    struct ac_multi_socket *old = socket_find(m, descriptor);
    if (!s)
        return -ENOMEM;
    *s = (struct ac_multi_socket){.multi = m, .descriptor = descriptor, .ours = ours};
    if (old) {
        s->wanted = old->wanted;
        socket_forget(old);
    }
    int error = uv_poll_init(m->uv, &s->poll, descriptor);
    if (error) {
        ac_free(s);
        return error;
    }
    s->poll.data = s;
    uv_unref((uv_handle_t *)&s->poll);
    m->watched[descriptor] = s;
    m->handles++;
    m->sockets += ours;
    error = socket_update(s);
    if (error)
        socket_forget(s);
    return error;
}

static int socket_flags(int events)
{
    return (events & UV_READABLE ? CURL_CSELECT_IN : 0) |
           (events & UV_WRITABLE ? CURL_CSELECT_OUT : 0);
}

/* After an error libuv watches no more. libcurl, told of what it waits for, finds the error by itself, and
 * knows of a kept connection that the server has closed; told of an error alone, it looks no further. */
static void socket_on_ready(uv_poll_t *poll, int status, int events)
{
    struct ac_multi_socket *s = poll->data;
    struct ac_multi *m = s->multi;
    int descriptor = s->descriptor;
    if (status < 0 || !s->wanted) {
        uv_poll_stop(poll);
        s->watched = 0;
    }
    if (!s->wanted)
        return;
    ac_multi_act(m, descriptor,
                 status < 0 ? socket_flags(s->wanted) | CURL_CSELECT_ERR : socket_flags(events));
    s = socket_find(m, descriptor);
    int error = s ? socket_update(s) : 0;
    if (error)
        ac_multi_fail(m, error);
}

int ac_socket_open(struct ac_multi *m, int family, int type, int protocol)
{
    int descriptor = socket(family, type | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol);
    if (descriptor < 0)
        return -errno;
    int error = socket_add(m, descriptor, true);
    if (error) {
        close(descriptor);
        return error;
    }
    m->opened++;
    if (m->sockets > m->max_sockets)
        m->max_sockets = m->sockets;
    return descriptor;
}

int ac_socket_close(struct ac_multi *m, int descriptor)
{
    struct ac_multi_socket *s = socket_find(m, descriptor);
    if (s)
        socket_forget(s);
    m->closed++;
    return close(descriptor);
}

void ac_sockets_forget(struct ac_multi *m)
{
    for (uint64_t i = 0; i < m->watched_room; i++)
        if (m->watched[i])
            socket_forget(m->watched[i]);
}

/* A socket that is not connected yet may be closed by libcurl itself once it waits for it no more. */
int ac_socket_watch(struct ac_multi *m, int descriptor, int what)
{
    struct ac_multi_socket *s = socket_find(m, descriptor);
    int wanted = (what & CURL_POLL_IN ? UV_READABLE : 0) | (what & CURL_POLL_OUT ? UV_WRITABLE : 0);
    if (!s && wanted) {
        int error = socket_add(m, descriptor, false);
        if (error)
            return error;
        s = socket_find(m, descriptor);
    }
    if (!s)
        return 0;
    s->wanted = wanted;
    if (wanted || (s->ours && s->watched == UV_READABLE))
        return socket_update(s);
    socket_forget(s);
    return 0;
}
