# slots.gp DATA OUT HEIGHT -- which task held which slot, and when; a panel for each run.
call "plots/style.gp" ARG1 ARG2 860 ARG3
DATA = ARG1
array slots[9]
array says[9]
panels = 0
end_s = 0
larger(a, b) = a > b ? a : b
stats DATA using (p = column("panel"), slots[p] = column("slots"), says[p] = strcol("title"), \
    panels = larger(panels, p), end_s = larger(end_s, column("until_ns")*1e-9), p) nooutput
ends = "finish fail timeout cancel"
colours = "#0072B2 #D55E00 #E69F00 #999999"
s(name) = column(name)*1e-9
mine(p, value) = column("panel") == p ? value : NaN
ended(p, k) = mine(p, strcol("how") eq word(ends, k) ? s("launch_ns") : NaN)
wide(p) = mine(p, s("finish_ns") - s("launch_ns") > 0.012*end_s*(1 + strlen(strcol("task"))) ? s("launch_ns") : NaN)
set style fill solid 1.0 noborder
gap = 0.002*end_s
set xrange [0:1.01*end_s]
set format x "%g s"
set grid noytics
set lmargin 7
set rmargin 3
set multiplot layout panels,1 title message font title_font
do for [p=1:panels] {
    set title says[p] offset 0,-0.6 textcolor rgb "#333333"
    set yrange [slots[p]+0.5:0.5] reverse
    set ytics 1, larger(slots[p]-1, 1)
    set ylabel "slot" offset 2,0
    plot for [k=1:4] DATA using (ended(p, k)):"slot":(s("launch_ns")):(s("finish_ns") - gap): \
            (column("slot")-0.44):(column("slot")+0.44) with boxxyerror fc rgb word(colours, k), \
        DATA using (mine(p, s("until_ns") > s("finish_ns") ? s("finish_ns") : NaN)):"slot":(s("finish_ns") - gap):(s("until_ns") - gap): \
            (column("slot")-0.44):(column("slot")+0.44) with boxxyerror fc rgb "#F0D8A0", \
        DATA using (wide(p)):"slot":(strcol("task")) with labels left offset 0.3,0 font ",10" textcolor rgb "white"
}
unset multiplot
