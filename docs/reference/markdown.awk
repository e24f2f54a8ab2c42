# markdown.awk -- writes what the public headers say into docs/api.md, between two lines for each header:
#
#     <!-- reference PATH -->
#     <!-- end of reference -->
#
#     awk -f read.awk -f markdown.awk -v headers="HEADER..." docs/api.md
#
# All other lines stay as they are. Blocks of C are named by their header: tests/docs looks whether they stand there.

BEGIN {
    read_headers(headers)
}

/^<!-- end of reference -->$/ {
    within = 0
}

!within {
    print
}

/^<!-- reference [^ ]+ -->$/ {
    within = 1
    print ""
    print_header($3)
}

function print_header(path,    g) {
    if (path in header_comment)
        print_text(without_name(header_comment[path]))
    for (g = 1; g <= groups; g++)
        if (file_of[g] == path)
            print_group(g)
}

function without_name(text) {
    sub(/^[a-z_]+[.]h -- /, "", text)
    return toupper(substr(text, 1, 1)) substr(text, 2)
}

function print_group(g,    i, title, joined) {
    for (i = first_of[g]; i < first_of[g] + items_of[g]; i++) {
        title = title joined (kind_of[i] ~ /^(struct|enum)$/ ? kind_of[i] " " : "") name_of[i]
        joined = ", "
    }
    print "### " title "\n\n```c " file_of[g]
    for (i = first_of[g]; i < first_of[g] + items_of[g]; i++)
        print text_of[i]
    print "```\n"
    print_text(comment_of[g])
}

function print_text(text,    n, count) {
    count = cut_paragraphs(text)
    for (n = 1; n <= count; n++)
        print (is_code[n] ? "```text\n" part[n] "\n```" : marked(part[n])) "\n"
}

# A text with the names in it as code, and with no sign that Markdown would take for one of its own.
function marked(text,    all, word) {
    gsub(/</, "\\&lt;", text)
    gsub(/\*/, "\\*", text)
    while (match(text, /`[^`]*`|(struct |enum )?ac_[a-z0-9_]+(\(\))?|AC_[A-Z0-9_]+/)) {
        word = substr(text, RSTART, RLENGTH)
        all = all substr(text, 1, RSTART - 1) (word ~ /^`/ ? word : "`" word "`")
        text = substr(text, RSTART + RLENGTH)
    }
    return all text
}
