/* result.c -- see result.h. */
#include "result.h"

#include <curl/curl.h>
#include <errno.h>
#include <string.h>

#include "../../engine/memory.h"
#include "easy.h"

enum { RESULT_MOST_S = 86400 }; /* of a wait that a server asks for */

/* What a CURLcode means here; any other is an end by AC_TRANSFER_LOST. */
static const struct result_row {
    CURLcode code;
    enum ac_transfer_end end;
    int error;
} result_rows[] = {
    {CURLE_OK, AC_TRANSFER_REPLIED, 0},
    {CURLE_URL_MALFORMAT, AC_TRANSFER_BAD_URL, -EINVAL},
    {CURLE_UNSUPPORTED_PROTOCOL, AC_TRANSFER_BAD_URL, -EPROTONOSUPPORT},
    {CURLE_COULDNT_RESOLVE_HOST, AC_TRANSFER_UNKNOWN, UV_EAI_NONAME},
    {CURLE_COULDNT_CONNECT, AC_TRANSFER_UNCONNECTED, -ECONNREFUSED},
    {CURLE_OPERATION_TIMEDOUT, AC_TRANSFER_UNCONNECTED, -ETIMEDOUT},
    {CURLE_SSL_CONNECT_ERROR, AC_TRANSFER_UNSAFE, -EPROTO},
    {CURLE_PEER_FAILED_VERIFICATION, AC_TRANSFER_UNSAFE, -EPROTO},
    {CURLE_SSL_CACERT_BADFILE, AC_TRANSFER_UNSAFE, -EPROTO},
    {CURLE_SSL_CIPHER, AC_TRANSFER_UNSAFE, -EPROTO},
    {CURLE_SSL_CERTPROBLEM, AC_TRANSFER_UNSAFE, -EPROTO},
    {CURLE_SSL_INVALIDCERTSTATUS, AC_TRANSFER_UNSAFE, -EPROTO},
    {CURLE_GOT_NOTHING, AC_TRANSFER_CUT, -ECONNRESET},
    {CURLE_PARTIAL_FILE, AC_TRANSFER_CUT, -ECONNRESET},
    {CURLE_RECV_ERROR, AC_TRANSFER_CUT, -ECONNRESET},
    {CURLE_SEND_ERROR, AC_TRANSFER_CUT, -ECONNRESET},
    {CURLE_WEIRD_SERVER_REPLY, AC_TRANSFER_GARBAGE, -EPROTO},
    {CURLE_BAD_CONTENT_ENCODING, AC_TRANSFER_GARBAGE, -EPROTO},
    {CURLE_WRITE_ERROR, AC_TRANSFER_GARBAGE, -EPROTO},
    {CURLE_FILESIZE_EXCEEDED, AC_TRANSFER_TOO_LARGE, -EFBIG},
    {CURLE_TOO_MANY_REDIRECTS, AC_TRANSFER_REDIRECTED, -ELOOP},
    {CURLE_OUT_OF_MEMORY, AC_TRANSFER_LOST, -ENOMEM},
};

static long result_long(const struct ac_transfer_easy *easy, CURLINFO what)
{
    long value = 0;
    return curl_easy_getinfo(easy->curl, what, &value) ? 0 : value;
}

static uint64_t result_large(const struct ac_transfer_easy *easy, CURLINFO what)
{
    curl_off_t value = 0;
    return curl_easy_getinfo(easy->curl, what, &value) || value < 0 ? 0 : (uint64_t)value;
}

/* --- how it ended --- */

/* libcurl has one code for a redirect to another scheme and for a reply that does not begin as HTTP does. */
static void result_end(struct ac_transfer *transfer, CURLcode code)
{
    const struct ac_transfer_easy *easy = transfer->easy;
    transfer->end = AC_TRANSFER_LOST;
    transfer->error = -EIO;
    for (size_t i = 0; i < sizeof result_rows / sizeof *result_rows; i++) {
        if (result_rows[i].code == code) {
            transfer->end = result_rows[i].end;
            transfer->error = result_rows[i].error;
        }
    }
    if (easy->too_large) {
        transfer->end = AC_TRANSFER_TOO_LARGE;
        transfer->error = -EFBIG;
    } else if (code == CURLE_UNSUPPORTED_PROTOCOL && !transfer->status) {
        transfer->end = AC_TRANSFER_GARBAGE;
        transfer->error = -EPROTO;
    } else if (code == CURLE_COULDNT_CONNECT) {
        long number = result_long(easy, CURLINFO_OS_ERRNO);
        if (easy->socket_error)
            transfer->error = easy->socket_error;
        else if (number > 0)
            transfer->error = -(int)number;
    }
}

/* In libcurl's words, or in ours where those say too little; in one line. Where there is no memory, there are
 * none. */
static void result_text(struct ac_transfer *transfer, CURLcode code)
{
    const struct ac_transfer_easy *easy = transfer->easy;
    const char *text = *easy->text ? easy->text : curl_easy_strerror(code);
    if (transfer->end == AC_TRANSFER_UNCONNECTED)
        text = uv_strerror(transfer->error);
    else if (transfer->end == AC_TRANSFER_TOO_LARGE)
        text = "the body is too long";
    size_t size = strlen(text) + 1;
    transfer->text = ac_malloc(size);
    if (!transfer->text)
        return;
    memcpy(transfer->text, text, size);
    for (char *at = transfer->text; (at = strpbrk(at, "\t\r\n"));)
        *at = ' ';
}

const char *ac_transfer_reason(const struct ac_transfer *transfer)
{
    if (transfer->text)
        return transfer->text;
    if (transfer->end == AC_TRANSFER_SILENT)
        return "no event for too long";
    if (transfer->end == AC_TRANSFER_CANCELLED)
        return "cancelled";
    return transfer->error ? uv_strerror(transfer->error) : "";
}

/* --- when --- */

/* libcurl counts us from its own start, which is a little after ours; both know the end. */
static uint64_t result_instant(const struct ac_transfer *transfer, uint64_t total_us, uint64_t us)
{
    uint64_t before_end_ns = total_us > us ? (total_us - us) * 1000 : 0;
    if (!us)
        return AC_TRANSFER_NEVER;
    return transfer->done_ns > before_end_ns ? transfer->done_ns - before_end_ns : 0;
}

static void result_instants(struct ac_transfer *transfer)
{
    const struct ac_transfer_easy *easy = transfer->easy;
    uint64_t total_us = result_large(easy, CURLINFO_TOTAL_TIME_T);
    uint64_t connect_us = result_large(easy, CURLINFO_CONNECT_TIME_T);
    uint64_t tls_us = result_large(easy, CURLINFO_APPCONNECT_TIME_T);
    uint64_t first_us = result_large(easy, CURLINFO_STARTTRANSFER_TIME_T);
    transfer->done_ns = uv_hrtime() - transfer->start_ns;
    transfer->connect_ns =
        transfer->reused ? 0 : result_instant(transfer, total_us, tls_us ? tls_us : connect_us);
    transfer->first_byte_ns = result_instant(transfer, total_us, first_us);
}

static uint64_t result_retry_after(const struct ac_transfer_easy *easy)
{
    uint64_t seconds = result_large(easy, CURLINFO_RETRY_AFTER);
    return (seconds < RESULT_MOST_S ? seconds : RESULT_MOST_S) * 1000000000;
}

void ac_result_fill(struct ac_transfer *transfer, int code)
{
    const struct ac_transfer_easy *easy = transfer->easy;
    transfer->status = (unsigned)result_long(easy, CURLINFO_RESPONSE_CODE);
    transfer->bytes = easy->bytes;
    transfer->connects = (unsigned)result_long(easy, CURLINFO_NUM_CONNECTS);
    transfer->reused = !transfer->connects && transfer->status;
    if (transfer->status >= 400)
        transfer->retry_after_ns = result_retry_after(easy);
    result_end(transfer, (CURLcode)code);
    result_instants(transfer);
    if (transfer->error)
        result_text(transfer, (CURLcode)code);
}

void ac_result_cut(struct ac_transfer *transfer, enum ac_transfer_end end, int error)
{
    transfer->end = end;
    transfer->error = error;
    transfer->bytes = transfer->easy->bytes;
    transfer->status = (unsigned)result_long(transfer->easy, CURLINFO_RESPONSE_CODE);
    transfer->done_ns = uv_hrtime() - transfer->start_ns;
    transfer->connect_ns = transfer->first_byte_ns = AC_TRANSFER_NEVER;
}
