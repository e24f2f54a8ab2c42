/* bytes.h -- an allocator that counts: the bytes that a run has asked for and not given back. */
#ifndef ADOPTION_BYTES_H
#define ADOPTION_BYTES_H

#include "../../../engine/allocator.h"

#include <stdint.h>

struct bytes {
    struct ac_allocator allocator; /* first */
    uint64_t now, peak;
};
extern struct bytes bytes;

#endif
