/* compare_trace.c -- see compare_trace.h. */
#include "compare_trace.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../base/spawn.h"
#include "command.h"

static const char tail[] = "\n]}\n"; /* the end of every trace */
enum { TAIL = sizeof tail - 1, BUFFER = 1 << 16 };

static struct ac_compare_trace *unfinished;

/* Runs at every end of the process. */
static void release(void)
{
    if (unfinished)
        ac_output_abandon(&unfinished->file);
}

/* Finds a name that no file has. The child makes the file. */
static int name_part(struct ac_compare_trace *t)
{
    const char *folder = getenv("TMPDIR");
    snprintf(t->part, sizeof t->part, "%s/as-completed-XXXXXX",
             folder && *folder ? folder : "/tmp");
    int file = mkstemp(t->part);
    if (file < 0)
        return complain_about("cannot make a temporary file", t->part, -errno);
    close(file);
    unlink(t->part);
    spawn_unfinished(t->part);
    return 0;
}

int ac_compare_trace_open(struct ac_compare_trace *t, const char *name)
{
    *t = (struct ac_compare_trace){.name = name};
    if (!name)
        return 0;
    int status = name_part(t);
    if (status)
        return status;
    int error = ac_output_open(&t->file, name);
    if (error) {
        spawn_unfinished(NULL);
        return complain_about("--trace: cannot write", name, error);
    }
    unfinished = t;
    atexit(release);
    return 0;
}

static void put(struct ac_compare_trace *t, const char *bytes, size_t count)
{
    if (fwrite(bytes, 1, count, t->file.stream) != count)
        ac_output_note(&t->file);
}

/* Appends a file without its tail. */
static void copy(struct ac_compare_trace *t, FILE *from)
{
    char bytes[TAIL + BUFFER];
    size_t held = 0, got;
    while (!t->file.error && (got = fread(bytes + held, 1, BUFFER, from)) > 0) {
        held += got;
        if (held > TAIL) {
            put(t, bytes, held - TAIL);
            memmove(bytes, bytes + held - TAIL, TAIL);
            held = TAIL;
        }
    }
    if (ferror(from) || held != TAIL || memcmp(bytes, tail, TAIL) != 0) {
        errno = EIO;
        ac_output_note(&t->file);
    }
}

/* Reads the first line, which all traces share, and writes it once. */
static void skip_head(struct ac_compare_trace *t, FILE *from)
{
    char head[256];
    errno = 0;
    if (!fgets(head, sizeof head, from) || !strchr(head, '\n')) {
        ac_output_note(&t->file);
        return;
    }
    put(t, t->begun ? ",\n" : head, t->begun ? 2 : strlen(head));
    t->begun = true;
}

void ac_compare_trace_add(struct ac_compare_trace *t, bool failed)
{
    if (!t->name)
        return;
    FILE *from = fopen(t->part, "re");
    t->lacking |= !from && failed;
    if (!from && !failed)
        ac_output_note(&t->file);
    if (!from)
        return;
    skip_head(t, from);
    copy(t, from);
    if (fflush(t->file.stream))
        ac_output_note(&t->file);
    fclose(from);
    unlink(t->part);
}

int ac_compare_trace_close(struct ac_compare_trace *t, bool keep)
{
    if (!t->name)
        return 0;
    unfinished = NULL;
    spawn_unfinished(NULL);
    bool whole = t->begun && !t->lacking;
    if (!keep || !(whole || t->file.error)) {
        ac_output_abandon(&t->file);
        return 0;
    }
    put(t, tail, TAIL);
    int error = ac_output_commit(&t->file);
    if (error == -EPIPE)
        return AC_EXIT_FAILED;
    return error ? complain_about("--trace: cannot write", t->name, error) : 0;
}
