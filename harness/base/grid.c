/* grid.c -- see grid.h. */
#include "grid.h"
#include "units.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define GAP "  "

void grid_open(struct grid *grid, char *title)
{
    *grid = (struct grid){.title = title};
}

void grid_column(struct grid *grid, const char *format, ...)
{
    struct text heading = {0};
    va_list values;
    va_start(values, format);
    text_vprintf(&heading, format, values);
    va_end(values);
    words_own(&grid->headings, heading.chars);
}

void grid_columns(struct grid *grid, const char *const columns[])
{
    for (; *columns; columns++)
        grid_column(grid, "%.*s", (int)strcspn(*columns, "="), *columns);
}

const char *grid_name(const char *column)
{
    return column + strcspn(column, "=") + 1;
}

void grid_add(struct grid *grid, char *word)
{
    words_own(&grid->words, word);
}

void grid_end_line(struct grid *grid)
{
    while (grid->words.count % grid->headings.count)
        grid_add(grid, text_copy(""));
}

static bool grid_is_left(const struct grid *grid, size_t column)
{
    return grid->headings.list[column][0] == '<';
}

/* The headings, and the lines below them, of which the last may not be whole. */
static size_t grid_lines(const struct grid *grid)
{
    size_t columns = grid->headings.count;
    return 1 + (grid->words.count + columns - 1) / columns;
}

static const char *grid_word(const struct grid *grid, size_t line, size_t column)
{
    size_t at = (line - 1) * grid->headings.count + column;
    if (line == 0)
        return grid->headings.list[column] + grid_is_left(grid, column);
    return at < grid->words.count ? grid->words.list[at] : "";
}

static size_t grid_width(const struct grid *grid, size_t column)
{
    size_t widest = 0;
    for (size_t line = 0; line < grid_lines(grid); line++) {
        size_t length = strlen(grid_word(grid, line, column));
        widest = length > widest ? length : widest;
    }
    return widest;
}

void grid_write_text(const struct grid *grid, struct text *out)
{
    text_printf(out, "%s\n", grid->title);
    for (size_t line = 0; line < grid_lines(grid); line++)
        for (size_t column = 0; column < grid->headings.count; column++) {
            const char *word = grid_word(grid, line, column);
            bool last = column + 1 == grid->headings.count, left = grid_is_left(grid, column);
            int room = left && last ? 0 : (int)grid_width(grid, column);
            text_printf(out, "%*s%s", left ? -room : room, word, last ? "\n" : GAP);
        }
    text_printf(out, "%s\n", text_chars(&grid->notes));
}

void grid_write_markdown(const struct grid *grid, struct text *out)
{
    size_t columns = grid->headings.count;
    text_printf(out, "### %s\n\n", grid->title);
    for (size_t line = 0; line < grid_lines(grid); line++) {
        for (size_t column = 0; column < columns; column++)
            text_printf(out, "%s %s |", column ? "" : "|", grid_word(grid, line, column));
        text_add(out, line ? "\n" : "\n|");
        for (size_t column = 0; column < columns && line == 0; column++)
            text_printf(out, "%s|%s", grid_is_left(grid, column) ? "---" : "---:",
                        column + 1 < columns ? "" : "\n");
    }
    text_add(out, "\n");
    for (const char *note = text_chars(&grid->notes); *note;) {
        size_t length = strcspn(note, "\n");
        text_printf(out, "- %.*s\n", (int)length, note);
        note += length + (note[length] == '\n');
    }
    text_add(out, grid->notes.length > 0 ? "\n" : "");
}

void grid_free(struct grid *grid)
{
    words_free(&grid->headings);
    words_free(&grid->words);
    free(grid->title);
    text_free(&grid->notes);
    *grid = (struct grid){0};
}

static char *grid_written(const char *(*write)(char *text, size_t size, double value), double value)
{
    char text[32];
    return text_copy(isnan(value) ? "-" : write(text, sizeof text, value));
}

char *grid_time(double ns)
{
    return grid_written(ac_units_time, ns);
}

char *grid_bytes(double bytes)
{
    return grid_written(ac_units_bytes, bytes);
}

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), last = strlen(end);
    return length >= last && strcmp(text + length - last, end) == 0;
}

char *grid_figure(const char *column, double value)
{
    if (ends_with(column, "_ns"))
        return grid_time(value);
    if (ends_with(column, "_s"))
        return grid_time(value * 1e9);
    if (ends_with(column, "_bytes"))
        return grid_bytes(value);
    if (strcmp(column, "idle_slots") == 0 || ends_with(column, "_mean"))
        return isnan(value) ? text_copy("-") : text_format("%.2f", value);
    return grid_written(ac_units_about, value);
}

/* The number of decimals with which about four digits are left. */
static int decimals_of(double ratio)
{
    return ratio >= 100 ? 0 : ratio >= 10 ? 1 : ratio >= 2 ? 2 : 3;
}

char *grid_ratio(double ratio, double low, double high)
{
    if (isnan(ratio))
        return text_copy("-");
    if (isnan(low))
        return text_format("%.*f", decimals_of(ratio), ratio);
    int decimals = decimals_of(high);
    return text_format("%.*f [%.*f,%.*f]", decimals, ratio, decimals, low, decimals, high);
}

char *grid_interval(double low, double high)
{
    if (isnan(low))
        return text_copy("-");
    return text_format("[%.*f,%.*f]", decimals_of(high), low, decimals_of(high), high);
}
