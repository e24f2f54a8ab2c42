# lines.gp -- loaded by the figures that are lines: one panel or two beside each other, of the data that
# harness/bench/figures/lines.c writes. Expects here, DATA, x_axis, y_axis, unit and scale.
load here."panels.gp"
set logscale xy
set xrange [*:*] noextend
set format x "%.0s%c"
set format y "%.0s %c".unit
set xlabel x_axis
set multiplot layout 1,panels title message font title_font
do for [p=1:panels] {
    set title panel_title[p]
    set ylabel p == 1 ? y_axis : ""
    plot for [i=1:words(shown)] DATA using (of(p, i, column("x"))):(column("low")*scale):(0): \
            ((column("high") - column("low"))*scale) with vectors nohead lt look(strategy(i)) dt solid, \
        for [i=1:words(shown)] DATA using (of(p, i, column("x"))):(column("median")*scale) with linespoints lt look(strategy(i)), \
        for [i=1:words(shown)] DATA using (of(p, i, right[p])):(column("name_y")*scale):(strcol("name")) \
            with labels left offset 1,0 textcolor lt look(strategy(i))
}
unset multiplot
