# panels.gp -- loaded by figures with panels beside each other: counts them in DATA, and reads of each
# its title and how far x goes. of(p, i, value) leaves only the rows of panel p and strategy i.
panels = 0
array panel_title[4]
array right[4] = [0, 0, 0, 0]
look_at(p) = (panels = panels > p ? panels : p, \
    panel_title[p] = strcol("panel_title"), \
    right[p] = right[p] > column(4) ? right[p] : column(4), see(strcol("strategy")))
of(p, i, value) = column("panel") == p && strcol("strategy") eq strategy(i) ? value : NaN
stats DATA using (look_at(column("panel"))) nooutput
