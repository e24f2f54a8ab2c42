/* viewers.h -- a trace as those who open it lay it out: Chrome's own page (Catapult) and Perfetto.
 *
 * Both make a slice of each `X`, and one without length of each `i`. Catapult, after
 * tracing/extras/importer/trace_event_importer.html, model/slice_group.html, model/timed_event.html,
 * base/sorted_array_utils.html and base/time_display_modes.html of catapult-project/catapult:
 *
 * - Stamps are doubles of ms: what stands there, over 1000.
 * - The slices of a thread are sorted by their start, else as they stand in the file. A slice is laid
 *   inside the one before it unless it starts before it or ends after it; both are compared after
 *   rounding to ns or, with `displayTimeUnit` "ms" or none, to us.
 * - A flow's stamp is looked up among the slices of its thread: the last that starts before it, if it
 *   ends there or later, else the first that starts there.
 * - Flow events are gone through by their stamps, else as they stand in the file. A flow is known by
 *   its `id` alone, whatever the process; from its `s` to its `f` no other may have it.
 *
 * Perfetto, after src/trace_processor/importers/json and importers/common/{slice,flow}_tracker.cc of
 * google/perfetto:
 *
 * - Stamps are whole ns. All events are gone through by their stamps, else as they stand in the file.
 * - A slice ends what ended before it or where it starts (two without length at the same stamp
 *   excepted); it lies inside what is left, and is dropped where it would end after that.
 * - A flow is bound to the slice of its thread that started last. It is known by cat, name and id,
 *   which no other may have.
 */
#ifndef TEST_VIEWERS_H
#define TEST_VIEWERS_H

#include <jansson.h>
#include <stdbool.h>

enum { VIEWERS_WHY = 200 };

/* What one trace came to. */
struct viewers {
    size_t slices, starts, flows; /* `X` and `i`; `s`; those with both ends bound */
};

/* False, with the reason in one line, unless in both viewers no slice lies inside another, or meets it
 * halfway; no flow is lost; each starts in a slice of its own that is called "task N", and each that
 * ends does so in one that is called "take N", with the same N in the same process. `root` is the
 * whole file; nothing but this is checked in it. */
bool viewers_check(const json_t *root, struct viewers *seen, char why[VIEWERS_WHY]);

#endif
