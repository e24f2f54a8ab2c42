/* same.h -- whether two names are one file: by device and inode, not by their spelling.
 *
 * So a link, hard or symbolic, another way to the same folder, and a descriptor that was opened on it
 * are the file itself. Terminals, devices like /dev/null, and sockets are nobody's file: what is
 * written there destroys nothing.
 */
#ifndef AC_BASE_SAME_H
#define AC_BASE_SAME_H

#include <stdbool.h>
#include <sys/types.h>

/* What a name leads to. */
struct same_file {
    bool known;       /* there is such a file, or could be one */
    dev_t device;     /* of the file; or of the folder, where there is none yet */
    ino_t number;     /* likewise */
    const char *name; /* NULL; or its name in that folder, where there is none yet */
};

/* What the path leads to, or would once it is made. The path must outlive what is returned. */
struct same_file same_of_path(const char *path);

/* What is open as this descriptor. */
struct same_file same_of_descriptor(int descriptor);

bool same_file(const struct same_file *a, const struct same_file *b);

#endif
