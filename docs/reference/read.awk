# read.awk -- what the public headers declare, and what their comments say of it; for the scripts behind it.
#
# read_headers(PATHS) reads headers, and leaves groups of items. A group is a comment, and what stands directly
# below it, up to a blank line or the next comment:
#
#     groups; file_of[g], comment_of[g], first_of[g], items_of[g]
#     items; name_of[i], kind_of[i], text_of[i]    kinds: function, inline, variable, struct, enum, constant
#     header_comment[PATH]                         the first comment of a header
#     pages; page_at[n]; page_of[NAME], groups_of[PAGE]
#
# Names that are documented together have one page. A function and a struct of one name have one, too.

function read_headers(paths,    count, path, i, line) {
    count = split(paths, path, " ")
    for (i = 1; i <= count; i++) {
        read_path = path[i]
        read_group = 0
        read_comment = read_inside = ""
        while ((getline line < read_path) > 0)
            read_line(line)
        close(read_path)
    }
    assign_pages()
}

function read_line(line) {
    if (read_inside != "")
        read_text = read_text "\n" line
    else
        read_text = line
    if (read_inside == "comment")
        read_comment_until(line)
    else if (read_inside == "directive")
        read_inside = line ~ /\\$/ ? "directive" : ""
    else if (read_inside ~ /^(struct|enum|inline)$/)
        read_item_until(line ~ /^}/, read_inside)
    else if (read_inside == "declaration")
        read_item_until(line ~ /;$/, read_text ~ /\(/ ? "function" : "variable")
    else
        read_outside(line)
}

function read_outside(line) {
    if (line ~ /^\/\*/) {
        read_group = 0
        read_inside = "comment"
        read_comment_until(line)
    } else if (line == "") {
        read_group = 0
        read_comment = ""
    } else if (line ~ /^#define AC_[A-Z0-9_]+ +[^ ]/ && line !~ /\\$/) {
        read_add("constant")
    } else if (line ~ /^#/) {
        read_inside = line ~ /\\$/ ? "directive" : ""
    } else if (line ~ /^(struct|enum) [a-z0-9_]+ [{]/) {
        read_inside = line ~ /^struct/ ? "struct" : "enum"
    } else if (line ~ /^static inline /) {
        read_inside = "inline"
    } else if (line !~ /^(struct|enum) [a-z0-9_]+;|^extern "C"|^}|^[A-Z_]+$/) {
        read_inside = "declaration"
        read_item_until(line ~ /;$/, read_text ~ /\(/ ? "function" : "variable")
    }
}

function read_comment_until(line) {
    if (line !~ /\*\/$/)
        return
    read_inside = ""
    read_comment = comment_text(read_text)
    if (read_path in header_comment)
        return
    header_comment[read_path] = read_comment
    read_comment = ""
}

# The words of a comment: its lines, without what makes it one.
function comment_text(text) {
    sub(/^\/\* ?/, "", text)
    sub(/[ \n]*\*\/$/, "", text)
    gsub(/\n \* /, "\n", text)
    gsub(/\n \*/, "\n", text)
    return text
}

function read_item_until(is_last, kind) {
    if (!is_last)
        return
    read_inside = ""
    read_add(kind)
}

function read_add(kind) {
    if (!read_group) {
        read_group = ++groups
        file_of[read_group] = read_path
        comment_of[read_group] = read_comment
        first_of[read_group] = items + 1
        read_comment = ""
    }
    items_of[read_group]++
    if (kind == "inline")
        sub(/\n?[{].*/, "", read_text)
    kind_of[++items] = kind
    text_of[items] = read_text
    name_of[items] = declared_name(kind, read_text)
}

function declared_name(kind, text,    word) {
    split(text, word, /[ \n]+/)
    if (kind == "struct" || kind == "enum" || kind == "constant")
        return word[2]
    if (kind == "variable")
        match(text, /ac_[a-z0-9_]+(\[\])?;/)
    else
        match(text, /ac_[a-z0-9_]+\(/)
    text = substr(text, RSTART, RLENGTH)
    gsub(/[^a-z0-9_]/, "", text)
    return text
}

function assign_pages(    g, i, page) {
    for (g = 1; g <= groups; g++) {
        page = ""
        for (i = first_of[g]; i < first_of[g] + items_of[g]; i++)
            if (kind_of[i] != "constant" && (page == "" || name_of[i] in page_of))
                page = name_of[i] in page_of ? page_of[name_of[i]] : name_of[i]
        if (page == "")
            continue
        if (!(page in groups_of))
            page_at[++pages] = page
        if (kind_of[first_of[g]] == "function")
            groups_of[page] = g " " groups_of[page]
        else
            groups_of[page] = groups_of[page] " " g
        for (i = first_of[g]; i < first_of[g] + items_of[g]; i++)
            page_of[name_of[i]] = page
    }
}

# How programs include a header.
function include_of(path) {
    sub(/.*\//, "", path)
    return path == "as_completed.h" ? path : "as_completed/" path
}

# Cuts a text into paragraphs, and returns how many: part[n], and whether it is code: is_code[n]. Code is indented by four.
function cut_paragraphs(text,    line, count, n, i, code, within) {
    count = split(text, line, "\n")
    n = 0
    for (i = 1; i <= count; i++) {
        code = line[i] ~ /^    /
        if (line[i] == "") {
            within = 0
            continue
        }
        if (!within || code != is_code[n])
            part[++n] = ""
        within = 1
        is_code[n] = code
        part[n] = part[n] (part[n] == "" ? "" : "\n") (code ? substr(line[i], 5) : line[i])
    }
    return n
}

# The first sentence of a comment, as a phrase behind a name.
function summary(comment,    text) {
    text = comment
    gsub(/[ \n]+/, " ", text)
    gsub(/`/, "", text)
    if (match(text, /[.:;]( |$)/))
        text = substr(text, 1, RSTART - 1)
    if (text ~ /^[A-Z][a-z ]/)
        text = tolower(substr(text, 1, 1)) substr(text, 2)
    return text
}
