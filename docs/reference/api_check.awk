# api_check.awk -- is docs/api.md about all that is public, and about nothing else?
#
#     awk -f read.awk -f members.awk -f api_check.awk -v headers="HEADER..." docs/api.md
#
# Complains of a public name without a comment, a header or a function that the page leaves out, and a name in the page's
# own text, `ac_...` or `AC_...`, that no header declares. A function stands at the start of a row of a table, and each
# stage of a task somewhere.

BEGIN {
    read_headers(headers)
    for (i = 1; i <= items; i++)
        note_names(text_of[i])
}

# Every name in the declarations: also of members and constants.
function note_names(text) {
    while (match(text, /[Aa][Cc]_[A-Za-z0-9_]+/)) {
        declared[substr(text, RSTART, RLENGTH)]
        text = substr(text, RSTART + RLENGTH)
    }
}

/^<!-- reference / {
    shown[$3]
    within = 1
}

/^<!-- end of reference/ {
    within = 0
}

!within && /^\| `ac_/ {
    split($0, cell, "|")
    while (match(cell[2], /ac_[a-z0-9_]+/)) {
        row[substr(cell[2], RSTART, RLENGTH)]
        cell[2] = substr(cell[2], RSTART + RLENGTH)
    }
}

!within {
    text = $0
    while (match(text, /(^|[^A-Za-z_])(ac_[a-z0-9_]+|AC_[A-Z0-9_]+)/)) {
        name = substr(text, RSTART, RLENGTH)
        text = substr(text, RSTART + RLENGTH)
        sub(/^[^A-Za-z_]/, "", name)
        named[name]
        if (!(name in declared))
            complain(FILENAME ":" FNR ": no public header declares " name)
    }
}

END {
    count = split(headers, path, " ")
    for (i = 1; i <= count; i++)
        if (!(path[i] in shown))
            complain(FILENAME ": leaves out " path[i])
    for (g = 1; g <= groups; g++)
        for (i = first_of[g]; i < first_of[g] + items_of[g]; i++)
            check_item(g, i)
    exit failed
}

function check_item(g, i) {
    if (kind_of[i] ~ /^(function|inline|variable)$/ && !(name_of[i] in row))
        complain(FILENAME ": no row of a table begins with " name_of[i])
    if (kind_of[i] != "constant" && comment_of[g] == "")
        complain(file_of[g] ": " name_of[i] " has no comment directly above it")
    if (name_of[i] == "ac_stage")
        check_stages(i)
}

function check_stages(i,    n, count) {
    count = cut_members(text_of[i])
    for (n = 1; n <= count; n++)
        if (!(member[n] in named))
            complain(FILENAME ": leaves out the stage " member[n])
}

function complain(text) {
    print text
    failed = 1
}
