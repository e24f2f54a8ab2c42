# slots.gp DATA OUT HEIGHT -- which task held which slot, and when; a panel for each run. A slot is as high, and a
# second as long, in all of them.
call "plots/style.gp" ARG1 ARG2 860 ARG3
DATA = ARG1
array slots[9]
do for [p=1:9] { slots[p] = 0 }
array says[9]
panels = 0
end_s = 0
larger(a, b) = a > b ? a : b
stats DATA using (p = column("panel"), slots[p] = larger(slots[p], column("lane")), says[p] = strcol("title"), \
    panels = larger(panels, p), end_s = larger(end_s, column("free_ns")*1e-9), p) nooutput
height = real(ARG3)
slot_height = (height - 54 - 34*panels)/(sum [p=1:int(panels)] slots[p])
ends = "finish fail timeout cancel"
colours = "#0072B2 #D55E00 #E69F00 #999999"
words_of = "- fails timeout cancelled"
s(name) = column(name)*1e-9
mine(p, value) = column("panel") == p ? value : NaN
ended(p, k) = mine(p, strcol("how") eq word(ends, k) ? s("launch_ns") : NaN)
fits(text) = s("finish_ns") - s("launch_ns") > 0.011*end_s*(1 + strlen(text))
how(name) = sum [k=1:4] (name eq word(ends, k) ? k : 0)
full(task) = strcol("how") eq "finish" ? task : task." ".word(words_of, how(strcol("how")))
text(task) = fits(full(task)) ? full(task) : task
wide(p) = mine(p, fits(strcol("task")) ? s("launch_ns") : NaN)
set style fill solid 1.0 noborder
gap = 0.002*end_s
set xrange [0:1.01*end_s]
set format y "slot %g"
set grid noytics
set lmargin at screen 0.075
set rmargin at screen 0.975
set multiplot title message font title_font
top = height - 32
do for [p=1:panels] {
    set title says[p] offset 0,-0.6 textcolor rgb "#333333"
    set tmargin at screen (top - 24)/height
    set bmargin at screen (top - 24 - slots[p]*slot_height)/height
    top = top - 34 - slots[p]*slot_height
    if (p == panels) { set format x "%g s" } else { set format x "" }
    set yrange [slots[p]+0.5:0.5] reverse
    set ytics 1, larger(slots[p]-1, 1)
    plot for [k=1:4] DATA using (ended(p, k)):"lane":(s("launch_ns")):(s("finish_ns") - gap): \
            (column("lane")-0.44):(column("lane")+0.44) with boxxyerror fc rgb word(colours, k), \
        DATA using (mine(p, s("free_ns") > s("finish_ns") ? s("finish_ns") : NaN)):"lane":(s("finish_ns") - gap):(s("free_ns") - gap): \
            (column("lane")-0.44):(column("lane")+0.44) with boxxyerror fc rgb "#F0D8A0", \
        DATA using (wide(p)):"lane":(text(strcol("task"))) with labels left offset 0.3,0 font ",10" textcolor rgb "white"
}
unset multiplot
