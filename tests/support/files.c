/* files.c -- see files.h. */
#include "files.h"

#include <dirent.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"

static char scratch[256];

int scratch_make(void **state)
{
    (void)state;
    const char *parent = getenv("TMPDIR");
    snprintf(scratch, sizeof scratch, "%s/as-completed-test-XXXXXX", parent ? parent : "/tmp");
    return mkdtemp(scratch) ? 0 : -1;
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *place)
{
    (void)status;
    (void)type;
    (void)place;
    return remove(path);
}

int scratch_remove(void **state)
{
    (void)state;
    return nftw(scratch, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

const char *scratch_path(const char *name)
{
    static char paths[8][1024];
    static unsigned next;
    char *path = paths[next++ % 8];
    snprintf(path, sizeof paths[0], "%s/%s", scratch, name);
    return path;
}

static size_t prefix(const char *text, const char *path)
{
    size_t length = strlen(path);
    return length > 1 && strncmp(text, path, length) == 0 ? length : 0;
}

size_t scratch_prefix(const char *text)
{
    char current[1024];
    size_t length = prefix(text, scratch);
    return length || !getcwd(current, sizeof current) ? length : prefix(text, current);
}

unsigned scratch_count(const char *name, char *entry)
{
    unsigned count = 0;
    DIR *dir = opendir(scratch);
    assert_non_null(dir);
    for (struct dirent *item = readdir(dir); item; item = readdir(dir)) {
        if (!strcmp(item->d_name, ".") || !strcmp(item->d_name, "..") ||
            strncmp(item->d_name, name, strlen(name)) != 0)
            continue;
        if (entry)
            snprintf(entry, 256, "%s", item->d_name);
        count++;
    }
    closedir(dir);
    return count;
}

void file_write(const char *path, const char *text)
{
    FILE *stream = fopen(path, "w");
    assert_non_null(stream);
    assert_true(fputs(text, stream) >= 0);
    assert_int_equal(fclose(stream), 0);
}

char *file_read(const char *path, size_t *length)
{
    FILE *stream = fopen(path, "r");
    char *text = NULL;
    size_t used = 0, got;
    if (!stream)
        return NULL;
    do {
        char *grown = realloc(text, used + 65537);
        assert_non_null(grown);
        text = grown;
        got = fread(text + used, 1, 65536, stream);
        used += got;
    } while (got);
    fclose(stream);
    text[used] = '\0';
    if (length)
        *length = used;
    return text;
}

bool file_exists(const char *path)
{
    struct stat status;
    return lstat(path, &status) == 0;
}

unsigned open_descriptors(void)
{
    unsigned count = 0;
    DIR *dir = opendir("/proc/self/fd");
    assert_non_null(dir);
    while (readdir(dir))
        count++;
    closedir(dir);
    return count - 3; /* itself, and the two dots */
}
