/* same.c -- see same.h. */
#include "same.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static struct same_file same_of(const struct stat *status)
{
    bool nobodys = S_ISCHR(status->st_mode) || S_ISSOCK(status->st_mode);
    return (
        struct same_file){.known = !nobodys, .device = status->st_dev, .number = status->st_ino};
}

/* A missing file is identified by its folder, and its name there. */
static struct same_file same_of_new(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash ? strndup(path, (size_t)(slash - path) + 1) : NULL;
    struct stat status;
    struct same_file file = {.known = false};
    if ((folder || !slash) && stat(folder ? folder : ".", &status) == 0) {
        file = same_of(&status);
        file.name = slash ? slash + 1 : path;
    }
    free(folder);
    return file;
}

struct same_file same_of_path(const char *path)
{
    struct stat status;
    if (stat(path, &status) == 0)
        return same_of(&status);
    return errno == ENOENT ? same_of_new(path) : (struct same_file){.known = false};
}

struct same_file same_of_descriptor(int descriptor)
{
    struct stat status;
    if (fstat(descriptor, &status))
        return (struct same_file){.known = false};
    return same_of(&status);
}

bool same_file(const struct same_file *a, const struct same_file *b)
{
    if (!a->known || !b->known || !a->name != !b->name)
        return false;
    return a->device == b->device && a->number == b->number &&
           (!a->name || strcmp(a->name, b->name) == 0);
}
