# lives.awk -- a trace, one line an event, as rows that a picture needs.
#
# rows=tasks:  a row a task: its slot (the lowest free one), when it was launched, when and how it
#              finished, until when it kept the slot: with keeps=1 until it was taken.
# rows=counts: a row an instant: how many wait, are in flight, are unread.
# panel, title: what each row begins with.
BEGIN { FS = OFS = "\t" }
NR == 1 { next }
NR == 2 { now = $1 }
$1 != now { settle(); now = $1 }
$2 == "pull" { waiting++ }
$2 == "drop" { waiting-- }
$2 == "launch" { waiting--; in_flight++; launch[$3] = $1; order[++launched] = $3 }
$2 ~ /^(finish|fail|timeout|cancel)$/ {
    in_flight--
    unread += $2 != "cancel"
    finish[$3] = until[$3] = $1
    how[$3] = $2
    if (!keeps)
        delete busy[slot_of[$3]]
}
$2 == "take" {
    unread--
    if (keeps) {
        until[$3] = $1
        delete busy[slot_of[$3]]
    }
}
END {
    settle()
    for (i = 1; rows == "tasks" && i <= launched; i++) {
        task = order[i]
        print panel, title, task, slots, slot_of[task], launch[task], finish[task], how[task],
            until[task]
    }
}
# An instant is over: what was launched in it gets what is free now.
function settle(    slot)
{
    while (settled < launched) {
        for (slot = 1; slot in busy; slot++)
            ;
        busy[slot] = 1
        slot_of[order[++settled]] = slot
        slots = slot > slots ? slot : slots
    }
    if (rows == "counts")
        print panel, title, now, waiting + 0, in_flight + 0, unread + 0
}
