/* answer.c -- see answer.h. */
#include "answer.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORD = 64, PIECE = 65536 };

static const struct word {
    const char *name;
    size_t at; /* of what it sets in struct answer */
    uint64_t otherwise;
} words[] = {
    {"ok", offsetof(struct answer, nothing), 1},
    {"status", offsetof(struct answer, status), 200},
    {"bytes", offsetof(struct answer, bytes), 3},
    {"headers", offsetof(struct answer, headers), 1000},
    {"delay", offsetof(struct answer, delay_ms), 0},
    {"drip", offsetof(struct answer, drip_ms), 1000},
    {"chunked", offsetof(struct answer, chunked), 1},
    {"endless", offsetof(struct answer, endless), 1},
    {"short", offsetof(struct answer, lacks), 10},
    {"long", offsetof(struct answer, exceeds), 10},
    {"reset", offsetof(struct answer, reset_at), 0},
    {"stall", offsetof(struct answer, stall_at), 0},
    {"garbage", offsetof(struct answer, garbage), 1},
    {"gzip-bomb", offsetof(struct answer, gzip_bomb), 1},
    {"redirect", offsetof(struct answer, redirects), 1},
    {"redirect-forever", offsetof(struct answer, redirects_forever), 1},
    {"429", offsetof(struct answer, retry_after_s), 1},
    {"tries", offsetof(struct answer, fails), 1},
    {"last", offsetof(struct answer, last), 1},
    {"close", offsetof(struct answer, closes), 1},
    {"close-before", offsetof(struct answer, closes_before), 1},
};

/* Cuts the next word off. False: there is none. */
static bool next_word(const char **path, char *word)
{
    while (**path == '/')
        ++*path;
    size_t length = strcspn(*path, "/?");
    bool is = length != 0;
    snprintf(word, WORD, "%.*s", (int)(length < WORD ? length : WORD - 1), *path);
    *path += length;
    return is;
}

/* The number that comes next, if one does. */
static uint64_t next_number(const char **path, uint64_t otherwise)
{
    char word[WORD], *end;
    const char *rest = *path;
    if (!next_word(&rest, word))
        return otherwise;
    uint64_t number = strtoull(word, &end, 10);
    if (*end)
        return otherwise;
    *path = rest;
    return number;
}

static void redirect_to(struct answer *answer, const char *scheme, unsigned port)
{
    answer->status = 302;
    if (!strcmp(scheme, "file"))
        snprintf(answer->location, sizeof answer->location, "file:///etc/hostname");
    else
        snprintf(answer->location, sizeof answer->location, "%s://127.0.0.1:%u/ok", scheme, port);
}

static bool obey(struct answer *answer, const char *name, const char **path)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!strcmp(name, words[i].name)) {
            uint64_t *field = (uint64_t *)((char *)answer + words[i].at);
            *field = next_number(path, words[i].otherwise);
            return true;
        }
    return false;
}

/* --- the body --- */

/* Deflate, with its fixed codes, of zeros: one of them, and then 258 as before, again and again. */
enum { TIMES = 43000, BOMB = 1 + TIMES * 258, BOMB_ROOM = TIMES * 13 / 8 + 32 };

static struct bits {
    unsigned char bytes[BOMB_ROOM];
    size_t count; /* in bits */
} bomb;

static void put(unsigned value, unsigned count)
{
    for (; count; count--, value >>= 1, bomb.count++)
        bomb.bytes[bomb.count / 8] |= (unsigned char)((value & 1) << bomb.count % 8);
}

/* A code stands with its highest bit first. */
static void put_code(unsigned code, unsigned count)
{
    while (count--)
        put(code >> count & 1, 1);
}

static uint32_t crc_of_zeros(size_t count)
{
    uint32_t crc = UINT32_MAX;
    for (size_t i = 0; i < count * 8; i++)
        crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
    return ~crc;
}

static void make_bomb(void)
{
    static const unsigned char head[10] = {0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255};
    memcpy(bomb.bytes, head, sizeof head);
    bomb.count = 8 * sizeof head;
    put(3, 3);         /* the last block, of fixed codes */
    put_code(0x30, 8); /* a zero */
    for (int i = 0; i < TIMES; i++) {
        put_code(0xc5, 8); /* 258 bytes */
        put_code(0, 5);    /* from one before */
    }
    put_code(0, 7); /* the end */
    bomb.count = (bomb.count + 7) / 8 * 8;
    put(crc_of_zeros(BOMB), 32);
    put(BOMB, 32);
}

const char *answer_body(const struct answer *answer, uint64_t at, size_t *count)
{
    static char filler[PIECE];
    if (!*filler)
        memset(filler, 'x', PIECE);
    if (answer->gzip_bomb)
        return (const char *)bomb.bytes + at;
    *count = *count < PIECE ? *count : PIECE;
    return filler;
}

/* --- the answer --- */

static bool has_body(const struct answer *answer)
{
    return answer->status >= 200 && answer->status != 204 && answer->status != 304;
}

/* What follows from some words. */
static void complete(struct answer *answer, const char *path, uint64_t before)
{
    if (answer->retry_after_s != ANSWER_NEVER)
        answer->status = 429;
    if (answer->redirects && answer->redirects != ANSWER_NEVER) {
        answer->status = 302;
        snprintf(answer->location, sizeof answer->location, "/redirect/%llu%.*s",
                 (unsigned long long)answer->redirects - 1, 200, path + strcspn(path, "?"));
    }
    if (answer->redirects_forever) {
        answer->status = 302;
        snprintf(answer->location, sizeof answer->location, "%s", path);
    }
    if (answer->fails > before)
        answer->status = 503;
    if (answer->gzip_bomb) {
        if (!bomb.count)
            make_bomb();
        answer->bytes = bomb.count / 8;
    }
    answer->bytes += answer->exceeds;
    if (!has_body(answer))
        answer->bytes = 0;
    if (answer->endless) {
        answer->chunked = 1;
        answer->bytes = ANSWER_NEVER;
    }
}

struct answer answer_to(const char *path, unsigned port, uint64_t before)
{
    struct answer answer = {.status = 200,
                            .bytes = 3,
                            .reset_at = ANSWER_NEVER,
                            .stall_at = ANSWER_NEVER,
                            .redirects = ANSWER_NEVER,
                            .retry_after_s = ANSWER_NEVER};
    char name[WORD], scheme[WORD];
    const char *rest = path;
    while (next_word(&rest, name)) {
        if (!strcmp(name, "redirect-to") && next_word(&rest, scheme))
            redirect_to(&answer, scheme, port);
        else if (!obey(&answer, name, &rest))
            answer.status = 404;
    }
    complete(&answer, path, before);
    return answer;
}

char *answer_head(const struct answer *answer)
{
    char *text;
    size_t length;
    FILE *head = open_memstream(&text, &length);
    if (!head)
        abort();
    fprintf(head, "HTTP/1.1 %u Said\r\n", (unsigned)answer->status);
    if (answer->chunked)
        fputs("Transfer-Encoding: chunked\r\n", head);
    else if (has_body(answer))
        fprintf(head, "Content-Length: %llu\r\n",
                (unsigned long long)(answer->bytes + answer->lacks - answer->exceeds));
    if (answer->gzip_bomb)
        fputs("Content-Encoding: gzip\r\n", head);
    if (*answer->location)
        fprintf(head, "Location: %s\r\n", answer->location);
    if (answer->retry_after_s != ANSWER_NEVER)
        fprintf(head, "Retry-After: %llu\r\n", (unsigned long long)answer->retry_after_s);
    if (answer->last)
        fputs("Connection: close\r\n", head);
    for (uint64_t i = 0; i < answer->headers; i += 100)
        fprintf(head, "X-%08u: %086d\r\n", (unsigned)i, 0);
    fputs("\r\n", head);
    if (fclose(head))
        abort();
    return text;
}
