# members.awk -- the members of a struct or an enum, and what stands beside each.
#
# cut_members(TEXT) returns how many there are: member[n], as declared, and said[n]: the comment above it, or the one that
# begins on its line. heading[n] is a comment above an enum's value that ends with a colon: it is of all that follow.

function cut_members(text,    line, count, i) {
    count = split(text, line, "\n")
    members = 0
    cut_above = cut_declared = cut_in = ""
    for (i = 2; i < count; i++)
        cut_line(line[i])
    cut_end_member()
    return members
}

function cut_line(line,    at) {
    sub(/^ +/, "", line)
    if (cut_in != "") {
        sub(/^\* ?/, "", line)
        cut_words = cut_words " " line
        cut_comment_until(line)
    } else if (line == "") {
        cut_above = ""
    } else if ((at = index(line, "/*")) > 0) {
        cut_declaration(substr(line, 1, at - 1))
        cut_in = at > 1 ? "beside" : "above"
        cut_words = substr(line, at + 3)
        cut_comment_until(line)
    } else {
        cut_declaration(line)
    }
}

function cut_comment_until(line) {
    if (line !~ /\*\/$/)
        return
    sub(/ *\*\/$/, "", cut_words)
    if (cut_in == "beside")
        said[members] = said[members] (said[members] == "" ? "" : " ") cut_words
    else
        cut_above = cut_words
    cut_in = ""
}

# A declaration may take several lines.
function cut_declaration(code,    open, shut) {
    sub(/ +$/, "", code)
    cut_declared = cut_declared (cut_declared == "" || code == "" ? "" : " ") code
    open = gsub(/[({]/, "&", cut_declared)
    shut = gsub(/[)}]/, "&", cut_declared)
    if (open == shut && cut_declared ~ /[;,]$/)
        cut_end_member()
}

function cut_end_member() {
    if (cut_declared == "")
        return
    sub(/[;,]$/, "", cut_declared)
    member[++members] = cut_declared
    heading[members] = cut_above ~ /:$/ ? cut_above : ""
    said[members] = cut_above ~ /:$/ ? "" : cut_above
    cut_declared = cut_above = ""
}

# The struct or the enum without its comments.
function without_comments(text) {
    while (match(text, /[ \n]*\/\*/)) {
        text = substr(text, 1, RSTART - 1) substr(text, RSTART + index(substr(text, RSTART), "*/") + 1)
    }
    gsub(/\n\n+/, "\n", text)
    return text
}
