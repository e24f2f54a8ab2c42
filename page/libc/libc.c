/* libc.c -- all of a C library that the engine needs in a page: bytes, and memory.
 *
 * An instance of the module lives for one picture, or follows one record after another. So a block is
 * carved off the end, and only the last one is given back there or grown in place. Another that is
 * given back is used again for a block of about its size.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE = 65536, ALIGN = 16 };

struct header {
    size_t size;
    struct header *next; /* of those given back */
    size_t unused[2];
};

_Static_assert(sizeof(struct header) == ALIGN, "what follows a header is aligned");

extern unsigned char __heap_base; /* where the linker put the end of everything else */
static unsigned char *end;        /* of the blocks; NULL: there are none yet */
static struct header *given_back; /* those that were not the last */

static size_t rounded(size_t size)
{
    return (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
}

/* True once there is memory for `size` bytes from `start` on. */
static int reach(const unsigned char *start, size_t size)
{
    uint64_t have = (uint64_t)__builtin_wasm_memory_size(0) * PAGE;
    uint64_t until = (uint64_t)(uintptr_t)start + size + ALIGN;
    if (until > UINT32_MAX)
        return 0;
    return until <= have ||
           __builtin_wasm_memory_grow(0, (size_t)((until - have + PAGE - 1) / PAGE)) != SIZE_MAX;
}

static struct header *header_of(void *block)
{
    return (struct header *)block - 1;
}

static int is_last(void *block)
{
    return (unsigned char *)block + rounded(header_of(block)->size) == end;
}

/* A block that was given back, at most twice as large; NULL: none. */
static void *used_again(size_t size)
{
    for (struct header **link = &given_back; *link; link = &(*link)->next) {
        struct header *header = *link;
        if (header->size >= size && header->size / 2 <= size) {
            *link = header->next;
            return header + 1;
        }
    }
    return NULL;
}

void *malloc(size_t size)
{
    void *again = used_again(size);
    if (again)
        return again;
    if (!end)
        end = &__heap_base + (-(uintptr_t)&__heap_base & (ALIGN - 1));
    if (size > SIZE_MAX / 2 || !reach(end, sizeof(struct header) + size))
        return NULL;
    struct header *header = (void *)end;
    header->size = size;
    end += sizeof *header + rounded(size);
    return header + 1;
}

void *realloc(void *old, size_t size)
{
    if (!old)
        return malloc(size);
    size_t old_size = header_of(old)->size;
    if (is_last(old)) {
        if (size > SIZE_MAX / 2 || !reach(old, size))
            return NULL;
        header_of(old)->size = size;
        end = (unsigned char *)old + rounded(size);
        return old;
    }
    void *moved = malloc(size);
    if (!moved)
        return NULL;
    memcpy(moved, old, old_size < size ? old_size : size);
    free(old);
    return moved;
}

void free(void *old)
{
    if (!old)
        return;
    struct header *header = header_of(old);
    if (is_last(old)) {
        end = (unsigned char *)header;
        return;
    }
    header->next = given_back;
    given_back = header;
}

void *memcpy(void *to, const void *from, size_t size)
{
    return memmove(to, from, size);
}

void *memmove(void *to, const void *from, size_t size)
{
    unsigned char *t = to;
    const unsigned char *f = from;
    if (t <= f)
        for (size_t i = 0; i < size; i++)
            t[i] = f[i];
    else
        while (size--)
            t[size] = f[size];
    return to;
}

void *memset(void *to, int byte, size_t size)
{
    unsigned char *t = to;
    for (size_t i = 0; i < size; i++)
        t[i] = (unsigned char)byte;
    return to;
}

int memcmp(const void *a, const void *b, size_t size)
{
    const unsigned char *x = a, *y = b;
    for (size_t i = 0; i < size; i++)
        if (x[i] != y[i])
            return x[i] - y[i];
    return 0;
}

size_t strlen(const char *text)
{
    size_t length = 0;
    while (text[length])
        length++;
    return length;
}
