/* text.c -- see text.h. */
#include "text.h"
#include "complain.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "output.h"
#include "utf8.h"

int text_flush_stdout(void)
{
    static int failed; /* the first error, which later calls would hide */
    errno = 0;
    if (!failed && (fflush(stdout) != 0 || ferror(stdout)))
        failed = errno ? -errno : -EIO;
    return failed;
}

int text_finish_stdout(void)
{
    int error = text_flush_stdout();
    if (error && error != -EPIPE && error != -EBADF && error != -EINTR)
        complain("cannot write 'stdout': %s", strerror(-error));
    return error != 0;
}

void *text_resize(void *memory, size_t bytes)
{
    void *resized = realloc(memory, bytes);
    if (!resized) {
        complain("out of memory for %zu bytes", bytes);
        exit(1);
    }
    return resized;
}

static void text_reserve(struct text *text, size_t more)
{
    size_t needed = text->length + more + 1;
    if (needed <= text->room)
        return;
    text->room = needed * 2;
    text->chars = text_resize(text->chars, text->room);
}

void text_add_bytes(struct text *text, const char *bytes, size_t count)
{
    text_reserve(text, count);
    if (count > 0)
        memcpy(text->chars + text->length, bytes, count);
    text->length += count;
    text->chars[text->length] = '\0';
}

void text_add(struct text *text, const char *more)
{
    text_add_bytes(text, more, strlen(more));
}

/* The first try, into the room that is there, finds the length. */
void text_vprintf(struct text *text, const char *format, va_list values)
{
    va_list again;
    va_copy(again, values);
    text_reserve(text, 80);
    size_t room = text->room - text->length;
    int length = vsnprintf(text->chars + text->length, room, format, values);
    if (length > 0 && (size_t)length >= room) {
        text_reserve(text, (size_t)length);
        vsnprintf(text->chars + text->length, (size_t)length + 1, format, again);
    }
    text->length += length > 0 ? (size_t)length : 0;
    va_end(again);
}

void text_printf(struct text *text, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    text_vprintf(text, format, values);
    va_end(values);
}

void text_add_quoted(struct text *text, const char *word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789-_./=,:+@%";
    if (*word && word[strspn(word, plain)] == '\0') {
        text_add(text, word);
        return;
    }
    text_add(text, "'");
    for (; *word; word++) {
        if (*word == '\'')
            text_add(text, "'\\''");
        else
            text_add_bytes(text, word, 1);
    }
    text_add(text, "'");
}

const char *text_chars(const struct text *text)
{
    return text->chars ? text->chars : "";
}

void text_free(struct text *text)
{
    free(text->chars);
    *text = (struct text){0};
}

char *text_format(const char *format, ...)
{
    struct text text = {0};
    va_list values;
    va_start(values, format);
    text_vprintf(&text, format, values);
    va_end(values);
    return text.chars ? text.chars : text_copy("");
}

char *text_copy(const char *chars)
{
    size_t size = strlen(chars) + 1;
    return memcpy(text_resize(NULL, size), chars, size);
}

int text_read_file(struct text *text, const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return -errno;
    char buffer[4096];
    size_t count;
    while ((count = fread(buffer, 1, sizeof buffer, file)) > 0)
        text_add_bytes(text, buffer, count);
    int error = !ferror(file) ? 0 : errno ? -errno : -EIO;
    fclose(file);
    return error;
}

int text_write_file(const char *chars, const char *path)
{
    struct ac_output output;
    int error = ac_output_open(&output, path);
    if (error)
        return error;
    fputs(chars, output.stream);
    return ac_output_commit(&output);
}
