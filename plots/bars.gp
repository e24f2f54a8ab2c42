# bars.gp -- panels of horizontal bars side by side: who stands in the column `who` of DATA, at the left of each row of
# panels. Loaded with these set: DATA, columns (panels in a row), rows, panel[], field[], unit[], left and step (of the
# screen's width), wide (of a panel), and says(p, value).
count = 0
stats DATA using (count = count + 1, 0) nooutput
set multiplot title message font title_font
set yrange [count - 0.4:-0.6]
set border 2
set grid noxtics noytics
unset xtics
unset ytics
top = 0.78
bottom = 0.04
high = (top - bottom - (rows - 1)*0.12)/rows
do for [p=1:columns*rows] {
    c = (p - 1)%columns
    r = (p - 1)/columns
    set title panel[p] offset 0,0.3
    set tmargin at screen top - r*(high + 0.12)
    set bmargin at screen top - r*(high + 0.12) - high
    set lmargin at screen left + c*step
    set rmargin at screen left + c*step + wide
    most = 0
    stats DATA using (most = column(field[p])*unit[p] > most ? column(field[p])*unit[p] : most) nooutput
    set xrange [0:most > 0 ? most : 1]
    plot DATA using (column(field[p])*unit[p]/2):0:(0):(column(field[p])*unit[p]):(column(0)-0.36): \
            (column(0)+0.36):(look(strcol("who"))) \
            with boxxyerror lc variable fs solid noborder, \
        DATA using (c == 0 ? 0 : NaN):0:(strcol("who")) with labels right offset -0.5,0, \
        DATA using (column(field[p])*unit[p]):0:(says(p, column(field[p])*unit[p])) \
            with labels left offset 0.5,0
}
unset multiplot
