# peers_wall.gp DATA OUT -- what ours and the peers take, as a multiple of the ideal, beside ours.
here = ARG0[1:strlen(ARG0)-13]
call here."style.gp" ARG1 ARG2 860 400
DATA = ARG1
unit = ""
scale = 1
of_line(p) = 1
set xtics (1,3,10,"" 30,100)
load here."peers_dots.gp"
