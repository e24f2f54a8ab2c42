# man3.awk -- makes the manual pages of section 3 from the public headers.
#
#     awk -f read.awk -f members.awk -f man3.awk -v version=1.0.0 -v date=2026-11-28 -v out=FOLDER -v headers="HEADER..." as_completed.3
#
# Each public function, variable, struct and enum has a page, or a link to the page that it shares. as_completed.3 is the
# page about all of them; in the place of a line @HEADER PATH@ it says what that header holds.

BEGIN {
    read_headers(headers)
    for (n = 1; n <= pages; n++)
        write_page(page_at[n])
    for (n = 1; n <= items; n++)
        if (kind_of[n] != "constant" && page_of[name_of[n]] != name_of[n])
            write_link(name_of[n], page_of[name_of[n]])
    overview = out "/as_completed.3"
}

/^@HEADER .*@$/ {
    sub(/@$/, "", $2)
    write_header(overview, $2)
    next
}

/^@EXAMPLE@$/ {
    while ((getline line < example) > 0)
        print escaped(line) > overview
    next
}

{
    gsub(/@VERSION@/, version)
    gsub(/@DATE@/, date)
    print > overview
}

END {
    count = split(headers, path, " ")
    for (n = 1; n <= count; n++)
        if (!(path[n] in told)) {
            print FILENAME ": has no line @HEADER " path[n] "@"
            exit 1
        }
}

# --- a page ---

function write_page(page,    file, count, g, n) {
    file = out "/" page ".3"
    count = split(groups_of[page], g, " ")
    shown = ""
    print ".\\\" Made from " file_of[g[1]] "." > file
    print ".TH " page " 3 \"" date "\" \"as-completed " version "\" \"as-completed\"" > file
    print ".SH NAME" > file
    print names_of(page) " \\- " escaped(summary(comment_of[g[1]])) > file
    print ".SH LIBRARY\nAs completed, with a limit\n.RI ( libas_completed ,\n.IR \\-las_completed )" > file
    print ".SH SYNOPSIS\n.nf" > file
    for (n = 1; n <= count; n++)
        write_synopsis(file, g[n], n == 1 || file_of[g[n]] != file_of[g[n - 1]])
    print ".fi\n.SH DESCRIPTION" > file
    for (n = 1; n <= count; n++)
        write_description(file, page, g[n], n > 1)
    write_see_also(file, page)
    close(file)
}

# The names that have this page, each once; its own first.
function names_of(page,    count, g, n, i, names, known) {
    names = page
    known[page]
    count = split(groups_of[page], g, " ")
    for (n = 1; n <= count; n++)
        for (i = first_of[g[n]]; i < first_of[g[n]] + items_of[g[n]]; i++)
            if (kind_of[i] != "constant" && !(name_of[i] in known)) {
                names = names ", " name_of[i]
                known[name_of[i]]
            }
    return names
}

function write_link(name, page,    file) {
    if (name in linked)
        return
    linked[name]
    file = out "/" name ".3"
    print ".so man3/" page ".3" > file
    close(file)
}

# --- its parts ---

function write_synopsis(file, g, first,    i) {
    if (first)
        print ".B #include <" include_of(file_of[g]) ">" > file
    for (i = first_of[g]; i < first_of[g] + items_of[g]; i++) {
        print ".PP" > file
        if (kind_of[i] == "struct" || kind_of[i] == "enum")
            write_code(file, "\\fB" escaped(without_comments(text_of[i])) "\\fP")
        else
            write_code(file, "\\fB" escaped(wrapped(text_of[i])) "\\fP")
    }
}

function write_code(file, text) {
    gsub(/\n/, "\\fP\n\\fB", text)
    print text > file
}

# A declaration, broken behind its parameters into lines that fit on a page.
function wrapped(text,    count, word, i, line, all) {
    gsub(/[ \n]+/, " ", text)
    sub(/^static inline /, "", text)
    sub(/;?$/, ";", text)
    count = parameters_of(text, word)
    line = word[1]
    for (i = 2; i <= count; i++) {
        if (length(line) + 1 + length(word[i]) > 72) {
            all = all line "\n"
            line = "   "
        }
        line = line " " word[i]
    }
    return all line
}

# Cuts a declaration behind each comma that is in no inner brackets.
function parameters_of(text, word,    count, i, depth, sign, from) {
    count = depth = 0
    from = 1
    for (i = 1; i <= length(text); i++) {
        sign = substr(text, i, 1)
        depth += (sign == "(") - (sign == ")")
        if ((sign == "," && depth == 1) || i == length(text)) {
            word[++count] = substr(text, from, i - from + 1)
            from = i + 2
        }
    }
    return count
}

function write_description(file, page, g, follows,    i) {
    if (comment_of[g] != "" && follows)
        print ".PP" > file
    write_text(file, page, comment_of[g])
    for (i = first_of[g]; i < first_of[g] + items_of[g]; i++)
        if (kind_of[i] == "struct" || kind_of[i] == "enum")
            write_members(file, page, text_of[i])
}

function write_members(file, page, text,    n, count) {
    count = cut_members(text)
    for (n = 1; n <= count; n++) {
        if (heading[n] != "")
            print ".PP\n" inline_text(heading[n], page) > file
        if (said[n] != "")
            print ".TP\n.B " escaped(member[n]) "\n" inline_text(said[n], page) > file
        delete heading[n]
        delete said[n]
    }
}

function write_text(file, page, text,    n, count) {
    count = cut_paragraphs(text)
    for (n = 1; n <= count; n++) {
        if (n > 1)
            print (is_code[n] ? ".PP\n.in +4n" : ".PP") > file
        if (is_code[n])
            print (".nf\n" escaped(part[n]) "\n.fi" (n > 1 ? "\n.in" : "")) > file
        else
            print inline_text(part[n], page) > file
    }
}

# The pages that this one names, each once, and the page about all of them.
function write_see_also(file, page,    count, g, n, i, list, text, name, known) {
    known[page]
    count = split(groups_of[page], g, " ")
    for (n = 1; n <= count; n++) {
        text = text " " comment_of[g[n]]
        for (i = first_of[g[n]]; i < first_of[g[n]] + items_of[g[n]]; i++)
            text = text " " text_of[i] " " callers_of(i)
    }
    while (match(text, /ac_[a-z0-9_]+/)) {
        name = substr(text, RSTART, RLENGTH)
        text = substr(text, RSTART + RLENGTH)
        if (!(name in page_of) || page_of[name] in known)
            continue
        known[page_of[name]]
        list = list ".BR " page_of[name] " (3),\n"
    }
    print ".SH SEE ALSO\n" list ".BR as_completed (3)" > file
}

# The functions that take or return a struct or an enum, if they are few.
function callers_of(i,    n, count, list) {
    for (n = 1; n <= items && kind_of[i] ~ /^(struct|enum)$/; n++)
        if (kind_of[n] ~ /^(function|inline)$/ && index(text_of[n], kind_of[i] " " name_of[i] " ")) {
            list = list " " name_of[n]
            count++
        }
    return count <= 8 ? list : ""
}

# --- what a header holds ---

function write_header(file, path,    text) {
    text = header_comment[path]
    sub(/^[a-z_]+[.]h -- /, "", text)
    print ".SS <" include_of(path) ">" > file
    write_text(file, "", toupper(substr(text, 1, 1)) substr(text, 2))
    write_contents(file, path)
    told[path]
}

# A line for each page of a header.
function write_contents(file, path,    g, i, name) {
    for (g = 1; g <= groups; g++)
        for (i = first_of[g]; file_of[g] == path && i < first_of[g] + items_of[g]; i++) {
            if (kind_of[i] == "constant")
                print ".TP\n.B " escaped(constant_of(text_of[i])) "\n" inline_text(said_of(text_of[i], g), "") > file
            else if (i == first_of[g])
                print ".TP\n.BR " name_of[i] " (3)\n" escaped(summary(comment_of[g])) > file
        }
}

function constant_of(text) {
    sub(/^#define /, "", text)
    sub(/ +\/\*.*/, "", text)
    sub(/ .*/, "", text)
    return text
}

function said_of(text, g) {
    return text ~ /\/\*/ ? comment_text(substr(text, index(text, "/*"))) : comment_of[g]
}

# --- words ---

function escaped(text) {
    gsub(/\\/, "\\e", text)
    gsub(/-/, "\\-", text)
    return guarded(text)
}

# No line may begin as a request of roff does.
function guarded(text,    count, line, i, all) {
    count = split(text, line, "\n")
    for (i = 1; i <= count; i++)
        all = all (i > 1 ? "\n" : "") (line[i] ~ /^[.']/ ? "\\&" : "") line[i]
    return all
}

# A text with the names in it set apart: other pages with their section, `words` of a header in italics.
function inline_text(text, page,    all, word, name) {
    text = escaped(text)
    while (match(text, /`[^`]*`|ac_[a-z0-9_]+(\(\))?|AC_[A-Z0-9_]+/)) {
        word = substr(text, RSTART, RLENGTH)
        all = all substr(text, 1, RSTART - 1)
        text = substr(text, RSTART + RLENGTH)
        name = word
        sub(/\(\)$/, "", name)
        if (word ~ /^`/)
            word = "\\fI" substr(word, 2, length(word) - 2) "\\fP"
        else if (word ~ /^AC/ || (name in page_of && page_of[name] == page))
            word = "\\fB" name "\\fP"
        else if (name in page_of)
            word = "\\fB" name "\\fP(3)"
        all = all word
    }
    return guarded(all text)
}
