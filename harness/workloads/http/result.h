/* result.h -- what a transfer came to: how it ended, its status, its bytes and its instants. */
#ifndef AC_HTTP_RESULT_H
#define AC_HTTP_RESULT_H

#include "transfer.h"

/* libcurl says that it has ended, with a CURLcode; it has its handle. */
void ac_result_fill(struct ac_transfer *transfer, int code);

/* It has not come to its end. */
void ac_result_cut(struct ac_transfer *transfer, enum ac_transfer_end end, int error);

#endif
