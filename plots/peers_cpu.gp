# peers_cpu.gp DATA OUT -- CPU time per task, beside ours.
here = ARG0[1:strlen(ARG0)-12]
call here."style.gp" ARG1 ARG2 860 400
DATA = ARG1
unit = "s"
scale = 1
of_line(p) = best[p]
set xtics 100
load here."peers_dots.gp"
