# lateness.gp DATA OUT -- which share of the finishes is noticed, and delivered, within which time.
here = ARG0[1:strlen(ARG0)-11]
call here."style.gp" ARG1 ARG2 860 380
DATA = ARG1
load here."panels.gp"
says(p) = p == 1 ? "lateness: due until noticed" : "delivery: noticed until taken"
set logscale x
set xrange [1e-8:*]
set xtics 100
unset mxtics
set format x "%.0s %cs"
set xlabel "time, logarithmic"
set yrange [0:100]
set format y "%.0f %%"
set key at screen 0.99,0.5 right center vertical Left reverse samplen 3 spacing 1.4
set multiplot layout 1,2 margins 0.105,0.79,0.18,0.77 spacing 0.07,0 \
    title message font title_font
do for [p=1:2] {
    set title says(p)."\n".panel_title[p]
    set ylabel p == 1 ? "share of the results" : ""
    plot for [i=1:words(shown)] DATA using (of(p, i, (column("upper_ns") > 1 ? column("upper_ns") : 1)*1e-9)):(column("share")*100) \
        with steps lt look(strategy(i)) title p == 1 ? strategy(i) : ""
}
unset multiplot
