/* project.c -- see project.h. */
#include "project.h"
#include "../base/text.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <uv.h>

static bool project_has(const char *folder, const char *name)
{
    char *path = text_format("%s/%s", folder, name);
    bool there = access(path, F_OK) == 0;
    free(path);
    return there;
}

/* Leaves the folder of the folder or file at `path`; false: that is in none. */
static bool project_up(char *path)
{
    char *slash = strrchr(path, '/');
    if (slash)
        *slash = '\0';
    return slash != NULL;
}

static void project_self(char *path, size_t size)
{
    if (uv_exepath(path, &size) != 0)
        *path = '\0';
}

/* The folder above this program's own, if it is installed in that. The caller frees it. */
static char *project_prefix(void)
{
    char path[4096];
    project_self(path, sizeof path);
    project_up(path);
    project_up(path);
    return project_has(path, "share/as-completed/plots/draw") ? text_copy(path) : NULL;
}

/* The nearest folder above this program, or else the current one, that has the strategies. */
static char *project_tree(void)
{
    static const char contract[] = "strategies/as_completed.h";
    char path[4096];
    size_t length = sizeof path;
    project_self(path, sizeof path);
    while (project_up(path))
        if (project_has(path, contract))
            return text_copy(path);
    return uv_cwd(path, &length) == 0 && project_has(path, contract) ? text_copy(path) : NULL;
}

char *project_folder(void)
{
    char *prefix = project_prefix();
    if (!prefix)
        return project_tree();
    char *folder = text_format("%s/share/as-completed", prefix);
    free(prefix);
    return folder;
}

char *project_program(const char *driver, const char *name)
{
    const char *slash = strrchr(driver, '/');
    char *beside = text_format("%.*s%s", slash ? (int)(slash + 1 - driver) : 0, driver, name);
    char *prefix = access(beside, X_OK) == 0 ? NULL : project_prefix();
    if (!prefix)
        return beside;
    free(beside);
    char *path = text_format("%s/libexec/as-completed/%s", prefix, name);
    free(prefix);
    return path;
}
