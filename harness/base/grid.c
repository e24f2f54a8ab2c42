/* grid.c -- see grid.h. */
#include "grid.h"
#include "units.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define GAP 2

void grid_open(struct grid *grid, char *title, const char *const headings[])
{
    *grid = (struct grid){.title = title, .headings = headings};
    while (headings[grid->columns])
        grid->columns++;
}

void grid_add(struct grid *grid, char *word)
{
    size_t column = 0;
    while (column < grid->columns && grid->rows > 0 &&
           grid->cells[(grid->rows - 1) * grid->columns + column])
        column++;
    if (grid->rows == 0 || column == grid->columns) {
        size_t count = (grid->rows + 1) * grid->columns;
        grid->cells = text_resize(grid->cells, count * sizeof *grid->cells);
        for (size_t i = 0; i < grid->columns; i++)
            grid->cells[grid->rows * grid->columns + i] = NULL;
        grid->rows++;
        column = 0;
    }
    grid->cells[(grid->rows - 1) * grid->columns + column] = word;
}

static const char *cell(const struct grid *grid, size_t row, size_t column)
{
    const char *word = grid->cells[row * grid->columns + column];
    return word ? word : "";
}

static bool is_left(const struct grid *grid, size_t column)
{
    return grid->headings[column][0] == '<';
}

static const char *heading(const struct grid *grid, size_t column)
{
    return grid->headings[column] + is_left(grid, column);
}

static size_t width(const struct grid *grid, size_t column)
{
    size_t widest = strlen(heading(grid, column));
    for (size_t row = 0; row < grid->rows; row++) {
        size_t length = strlen(cell(grid, row, column));
        widest = length > widest ? length : widest;
    }
    return widest;
}

static void pad(struct text *out, const struct grid *grid, size_t column, const char *word)
{
    int room = (int)width(grid, column);
    if (!is_left(grid, column))
        text_printf(out, "%*s", room, word);
    else if (column + 1 < grid->columns)
        text_printf(out, "%-*s", room, word);
    else
        text_add(out, word);
    if (column + 1 < grid->columns)
        text_printf(out, "%*s", GAP, "");
}

void grid_write_text(const struct grid *grid, struct text *out)
{
    text_printf(out, "%s\n", grid->title);
    for (size_t column = 0; column < grid->columns; column++)
        pad(out, grid, column, heading(grid, column));
    text_add(out, "\n");
    for (size_t row = 0; row < grid->rows; row++) {
        for (size_t column = 0; column < grid->columns; column++)
            pad(out, grid, column, cell(grid, row, column));
        text_add(out, "\n");
    }
    text_printf(out, "%s\n", text_chars(&grid->notes));
}

void grid_write_markdown(const struct grid *grid, struct text *out)
{
    text_printf(out, "### %s\n\n|", grid->title);
    for (size_t column = 0; column < grid->columns; column++)
        text_printf(out, " %s |", heading(grid, column));
    text_add(out, "\n|");
    for (size_t column = 0; column < grid->columns; column++)
        text_add(out, is_left(grid, column) ? "---|" : "---:|");
    for (size_t row = 0; row < grid->rows; row++) {
        text_add(out, "\n|");
        for (size_t column = 0; column < grid->columns; column++)
            text_printf(out, " %s |", cell(grid, row, column));
    }
    text_add(out, "\n\n");
    for (const char *note = text_chars(&grid->notes); *note;) {
        size_t length = strcspn(note, "\n");
        text_printf(out, "- %.*s\n", (int)length, note);
        note += length + (note[length] == '\n');
    }
    text_add(out, grid->notes.length > 0 ? "\n" : "");
}

void grid_free(struct grid *grid)
{
    for (size_t i = 0; i < grid->rows * grid->columns; i++)
        free(grid->cells[i]);
    free(grid->cells);
    free(grid->title);
    text_free(&grid->notes);
    *grid = (struct grid){0};
}

static char *word(const char *(*write)(char *text, size_t size, double value), double value)
{
    char text[32];
    return text_copy(isnan(value) ? "-" : write(text, sizeof text, value));
}

char *grid_time(double ns)
{
    return word(ac_units_time, ns);
}

char *grid_bytes(double bytes)
{
    return word(ac_units_bytes, bytes);
}

char *grid_count(double count)
{
    return word(ac_units_about, count);
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
    return grid_count(value);
}

/* So many that four digits or so are left. */
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
