/* output.c -- temporary name, then rename; see output.h. */
#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "parse.h"

static void output_forget(struct ac_output *output)
{
    free(output->temporary);
    free(output->path);
    *output = (struct ac_output){.stream = NULL};
}

static int open_in_place(struct ac_output *output, const char *path)
{
    output->stream = fopen(path, "we");
    return output->stream ? 0 : -errno;
}

int ac_output_descriptor(const char *path)
{
    uint64_t number;
    if (strcmp(path, "-") == 0 || strcmp(path, "/dev/stdout") == 0)
        return STDOUT_FILENO;
    if (strcmp(path, "/dev/stderr") == 0)
        return STDERR_FILENO;
    if (strncmp(path, "/dev/fd/", 8) == 0 && ac_parse_number(path + 8, 0, INT_MAX, &number))
        return (int)number;
    return -1;
}

static int open_descriptor(struct ac_output *output, int descriptor)
{
    int copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
    if (copy < 0)
        return -errno;
    output->stream = fdopen(copy, "w");
    if (output->stream)
        return 0;
    int error = errno == EINVAL ? -EBADF : -errno; /* it is not open for writing */
    close(copy);
    return error;
}

/* PATH.XXXXXX. If a name of that length is not allowed, XXXXXX replaces its end. */
static char *name_beside(const char *path)
{
    static const char ending[] = ".XXXXXX";
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    size_t length = strlen(path), name_length = strlen(name);
    if (name_length + sizeof ending - 1 > NAME_MAX && name_length <= NAME_MAX)
        length -= sizeof ending - 1;
    size_t bytes = length + sizeof ending;
    char *beside = malloc(bytes);
    if (beside)
        snprintf(beside, bytes, "%.*s%s", (int)length, path, ending);
    return beside;
}

/* Makes a temporary file with the mode of the real one, or the mode that a new file would have. */
static int open_beside(struct ac_output *output, mode_t mode)
{
    output->temporary = name_beside(output->path);
    if (!output->temporary)
        return -ENOMEM;
    int file = mkstemp(output->temporary);
    if (file < 0) {
        int error = -errno;
        free(output->temporary);
        output->temporary = NULL;
        return error;
    }
    output->stream = fchmod(file, mode) == 0 ? fdopen(file, "w") : NULL;
    if (!output->stream) {
        int error = -errno;
        close(file);
        unlink(output->temporary);
        return error;
    }
    return 0;
}

static mode_t default_mode(void)
{
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

/* Replaces the existing file. */
static int open_existing(struct ac_output *output, const char *path, mode_t mode)
{
    output->path = realpath(path, NULL);
    if (!output->path || access(output->path, W_OK))
        return -errno;
    return open_beside(output, mode);
}

/* Makes a new file. A link that leads nowhere must not be replaced. */
static int open_new(struct ac_output *output, const char *path)
{
    struct stat status;
    if (lstat(path, &status) == 0)
        return -ENOENT;
    if (errno != ENOENT)
        return -errno;
    output->path = strdup(path);
    return output->path ? open_beside(output, default_mode()) : -ENOMEM;
}

int ac_output_write(int descriptor, const char *bytes, size_t count)
{
    while (count) {
        ssize_t wrote = write(descriptor, bytes, count);
        if (wrote < 0 && errno != EINTR)
            return -errno;
        bytes += wrote > 0 ? wrote : 0;
        count -= wrote > 0 ? (size_t)wrote : 0;
    }
    return 0;
}

int ac_output_open(struct ac_output *output, const char *path)
{
    struct stat status;
    *output = (struct ac_output){.stream = NULL};
    if (!*path)
        return -ENOENT;
    int descriptor = ac_output_descriptor(path);
    if (descriptor >= 0)
        return open_descriptor(output, descriptor);
    int error = stat(path, &status) ? -errno : 0;
    if (!error && !S_ISREG(status.st_mode))
        return open_in_place(output, path);
    if (!error)
        error = open_existing(output, path, status.st_mode & 07777);
    else if (error == -ENOENT)
        error = open_new(output, path);
    if (error)
        output_forget(output);
    return error;
}

void ac_output_note(struct ac_output *output)
{
    if (!output->error)
        output->error = errno ? -errno : -EIO;
}

int ac_output_commit(struct ac_output *output)
{
    if (fflush(output->stream) || ferror(output->stream))
        ac_output_note(output);
    int error = output->error;
    if (fclose(output->stream) && !error)
        error = -errno;
    output->stream = NULL;
    if (!error && output->temporary && rename(output->temporary, output->path))
        error = -errno;
    if (!error) {
        free(output->temporary);
        output->temporary = NULL;
    }
    ac_output_abandon(output);
    return error;
}

void ac_output_remove(const struct ac_output *output)
{
    if (output->temporary)
        unlink(output->temporary);
}

void ac_output_abandon(struct ac_output *output)
{
    if (output->stream)
        fclose(output->stream);
    ac_output_remove(output);
    output_forget(output);
}
