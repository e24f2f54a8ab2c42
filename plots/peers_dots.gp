# peers_dots.gp -- loaded by the figures of ours beside the peers: a panel a comparison, a row a peer, a dot
# a mode, of the data that harness/bench/figures/peers.c writes. Expects DATA, unit and scale.
panels = 0
rows = 0
array panel_title[8]
array best[8]
array name[64]
do for [p=1:8] { best[p] = 1e99 }
clean(title) = (i = strstrt(title, "|"), i ? title[1:i-1]."\n".clean(title[i+1:*]) : title)
larger(a, b) = a > b ? a : b
stats DATA using (p = int(column("panel")), panels = larger(panels, p), panel_title[p] = clean(strcol("panel_title")), \
    r = int(column("row")), rows = larger(rows, r), name[r] = strcol("peer"), r) nooutput
stats DATA using (p = int(column("panel")), v = column("value")*scale, \
    best[p] = strcol("kind") eq "ours" && v < best[p] ? v : best[p], v) nooutput
of(p, kind) = column("panel") == p && strcol("kind") eq kind ? column("value")*scale : NaN
set logscale x
set yrange [rows + 0.6:0.4]
set format x "%.0s%c".unit
set ytics 1 scale 0
set format y ""
set border 1
left = 0.155
wide = (0.985 - left)/panels
set bmargin at screen 0.10
set tmargin at screen 0.76
unset mxtics
set multiplot title message font title_font
do for [p=1:panels] {
    set lmargin at screen left + (p-1)*wide + 0.01
    set rmargin at screen left + p*wide - 0.02
    set title panel_title[p] offset 0,-0.4 textcolor rgb "#333333"
    unset arrow
    unset label
    if (p == 1) { do for [r=1:rows] { set label r name[r] at screen left - 0.004, first r right \
        textcolor rgb r == 1 ? "#0072B2" : "#333333" } }
    set arrow 1 from (of_line(p)), graph 0 to (of_line(p)), graph 1 nohead back lc rgb "#9DC3E0" lw 1.4
    plot DATA using (of(p, "other")):"row" with points pt 6 ps size*1.2 lw 1 lc rgb "#999999", \
        DATA using (of(p, "best")):"row" with points pt 7 ps size*1.5 lc rgb "#444444", \
        DATA using (of(p, "early")):"row" with points pt 2 ps size*1.3 lw 1.6 lc rgb "#D55E00", \
        DATA using (of(p, "ours")):"row" with points pt 7 ps size*1.6 lc rgb "#0072B2", \
        DATA using (column("panel") == p && strcol("kind") eq "failed" ? best[p] : NaN):"row":("did not end") \
            with labels left offset 0.5,0 textcolor rgb "#999999"
}
unset multiplot
