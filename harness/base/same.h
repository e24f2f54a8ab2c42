/* same.h -- whether two names lead to one file. Device and inode decide, not the spelling.
 *
 * So a hard or symbolic link to a file is that file, and so is another path, or an open descriptor.
 * Terminals, devices like /dev/null, and sockets are never equal: a write there destroys nothing.
 */
#ifndef AC_BASE_SAME_H
#define AC_BASE_SAME_H

#include <stdbool.h>
#include <sys/types.h>

/* What a name leads to. */
struct same_file {
    bool known;       /* the file exists, or could be made */
    dev_t device;     /* of the file; of its folder if there is no file yet */
    ino_t number;     /* of the file; of its folder if there is no file yet */
    const char *name; /* NULL; the name in the folder if there is no file yet */
};

/* What the path leads to, or would lead to once the file is made. The path must outlive the result.
 */
struct same_file same_of_path(const char *path);

/* What the descriptor leads to. */
struct same_file same_of_descriptor(int descriptor);

bool same_file(const struct same_file *a, const struct same_file *b);

#endif
