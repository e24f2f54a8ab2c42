/* stdlib.h -- memory; see libc.c. */
#ifndef PAGE_STDLIB_H
#define PAGE_STDLIB_H

#include <stddef.h>

void *malloc(size_t size);
void *realloc(void *old, size_t size);
void free(void *old);

#endif
