/* easy.h -- a handle of libcurl for one transfer at a time, kept for the next one with all that does not change. */
#ifndef AC_HTTP_EASY_H
#define AC_HTTP_EASY_H

#include <curl/curl.h>

#include "transfer.h"

struct ac_transfer_easy {
    CURL *curl;
    struct ac_transfers *transfers;
    struct ac_transfer *transfer;   /* that has it now */
    struct ac_transfer_easy *after; /* of those that nobody has */
    uint64_t bytes;                 /* of the body so far */
    bool too_large;                 /* the body is longer than it may be */
    bool awaited;                   /* it will open a socket, and has not yet */
    bool long_url;                  /* it is not kept, or its memory would be */
    uint64_t closed_before;         /* sockets, when it was taken */
    int socket_error;               /* no socket could be opened: a negative errno */
    char text[CURL_ERROR_SIZE];     /* why the transfer failed */
};

/* A handle with the URL set. 0 or a negative errno: -ENOMEM; -E2BIG, where libcurl takes no URL so long. */
int ac_easy_get(struct ac_transfers *transfers, const char *url, struct ac_transfer_easy **easy);

/* Keeps it, which is in no multi. */
void ac_easy_put(struct ac_transfer_easy *easy);

/* Frees it, wherever it is. */
void ac_easy_free(struct ac_transfer_easy *easy);

/* Frees those that are kept. */
void ac_easy_free_all(struct ac_transfers *transfers);

#endif
