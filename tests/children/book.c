/* book.c -- see book.h. */
#include "book.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct entry {
    uint64_t connection, begin_ns, end_ns;
    enum book_end how;
    char *path;
};

static struct entry *entries;
static size_t count, room, first; /* first: since book_zero() */
static uint64_t connections, open_now, most_open, in_flight, most_in_flight, authorized_requests;
static uint64_t next_number = 1;

uint64_t book_opened(void)
{
    connections++;
    if (++open_now > most_open)
        most_open = open_now;
    return next_number++;
}

void book_closed(void)
{
    open_now--;
}

int64_t book_begin(uint64_t connection, const char *path, bool authorized, uint64_t now_ns)
{
    if (count == room) {
        room = 2 * room + 64;
        entries = realloc(entries, room * sizeof *entries);
        if (!entries)
            abort();
    }
    entries[count] = (struct entry){connection, now_ns, 0, BOOK_IN_FLIGHT, strdup(path)};
    authorized_requests += authorized;
    if (++in_flight > most_in_flight)
        most_in_flight = in_flight;
    return (int64_t)count++;
}

void book_end(int64_t entry, enum book_end how, uint64_t now_ns)
{
    entries[entry].how = how;
    entries[entry].end_ns = now_ns;
    in_flight--;
}

bool book_is_full(enum book_kind kind)
{
    return kind == BOOK_REQUESTS ? in_flight == most_in_flight : open_now == most_open;
}

uint64_t book_before(const char *path)
{
    uint64_t before = 0;
    for (size_t i = first; i < count; i++)
        before += entries[i].how != BOOK_DROPPED && !strcmp(entries[i].path, path);
    return before;
}

void book_zero(void)
{
    first = count;
    connections = authorized_requests = 0;
    most_open = open_now;
    most_in_flight = in_flight;
}

static FILE *begin_text(char **text, size_t *length)
{
    FILE *stream = open_memstream(text, length);
    if (!stream)
        abort();
    return stream;
}

char *book_counts(void)
{
    char *text;
    size_t length;
    FILE *stream = begin_text(&text, &length);
    fprintf(stream,
            "requests %zu\nin_flight %" PRIu64 "\nmost_in_flight %" PRIu64 "\nconnections %" PRIu64
            "\nopen %" PRIu64 "\nmost_open %" PRIu64 "\nauthorized %" PRIu64 "\n",
            count - first, in_flight, most_in_flight, connections, open_now, most_open,
            authorized_requests);
    fclose(stream);
    return text;
}

char *book_log(void)
{
    char *text;
    size_t length;
    FILE *stream = begin_text(&text, &length);
    for (size_t i = first; i < count; i++)
        fprintf(stream, "%" PRIu64 " %" PRIu64 " %" PRIu64 " %c %s\n", entries[i].connection,
                entries[i].begin_ns, entries[i].end_ns, entries[i].how, entries[i].path);
    fclose(stream);
    return text;
}
