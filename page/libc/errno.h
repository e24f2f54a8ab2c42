/* errno.h -- the error numbers that the engine uses, as Linux has them. */
#ifndef PAGE_ERRNO_H
#define PAGE_ERRNO_H

#define EINTR     4
#define EIO       5
#define E2BIG     7
#define ENOMEM    12
#define EBUSY     16
#define EINVAL    22
#define EDEADLK   35
#define EPROTO    71
#define EOVERFLOW 75
#define ETIMEDOUT 110

#endif
