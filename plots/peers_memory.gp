# peers_memory.gp DATA OUT -- peak resident memory per task, beside ours.
here = ARG0[1:strlen(ARG0)-15]
call here."style.gp" ARG1 ARG2 860 400
DATA = ARG1
unit = "B"
scale = 1
of_line(p) = best[p]
set xtics ("1" 1, "10" 10, "100" 100, "1k" 1000)
load here."peers_dots.gp"
