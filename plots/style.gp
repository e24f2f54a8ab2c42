# style.gp -- what all figures share; a figure's script begins with
#     call FOLDER."style.gp" DATA OUT WIDTH HEIGHT
# Each strategy has one colour, one point and one dash, everywhere. The data's first line is the title,
# `message`; the second one has the strategies of the table, in its order, and their colours. Colours without a
# strategy are Okabe and Ito's palette, safe for colour-blind eyes. Sizes are for a README of about 860 px.
set encoding utf8
set micro
set datafile separator "\n" commentschars ""
stats ARG1 using (message = strcol(1), 0) every ::0:0:0:0 nooutput
stats ARG1 using (coloured = strcol(1), 0) every ::1:0:1:0 nooutput
message = message[3:*]
coloured = coloured[1:11] eq "# colours: " ? coloured[12:*] : ""
set datafile separator tab missing "null" columnheaders commentschars "#"
if (ARG2[strlen(ARG2)-3:*] eq ".svg") {
    set terminal svg size ARG3,ARG4 font "DejaVu Sans,Verdana,sans-serif,12" \
        background "white" noenhanced
    title_font = ",16"
    size = 0.6
} else {
    set terminal pngcairo size ARG3,ARG4 font "DejaVu Sans,9" background "white" noenhanced
    title_font = ",13"
    size = 0.8
}
set output ARG2

# The strategies of the data, in its order: see() notes one and says its number; look() is its line.
shown = ""
see(name) = (strstrt(shown." ", " ".name." ") ? 0 : (shown = shown." ".name), \
    sum [i=1:words(shown)] (name eq word(shown, i) ? i : 0))
strategy(i) = word(shown, i)
place(name) = sum [i=1:words(coloured)/2] (name eq word(coloured, 2*i-1) ? i : 0)
look(name) = place(name) ? 8 + place(name) : 8
set linetype 1 lc rgb "#D55E00" lw 1.8 pt  5 ps size dt solid
set linetype 2 lc rgb "#E69F00" lw 1.8 pt  9 ps size*1.1 dt (14,4)
set linetype 3 lc rgb "#0072B2" lw 1.8 pt  7 ps size dt solid
set linetype 4 lc rgb "#CC79A7" lw 1.8 pt 13 ps size*1.2 dt (10,3,2,3)
set linetype 5 lc rgb "#009E73" lw 1.8 pt 11 ps size*1.1 dt (6,3)
set linetype 6 lc rgb "#000000" lw 1.4 pt  2 ps size*0.9 dt (2,3)
set linetype 7 lc rgb "#56B4E9" lw 1.8 pt  4 ps size dt (14,4,2,4)
set linetype 8 lc rgb "#777777" lw 1.8 pt  1 ps size dt solid
points = "5 9 7 13 11 2 4"
set dashtype 2 (14,4)
set dashtype 3 (10,3,2,3)
set dashtype 4 (6,3)
set dashtype 5 (2,3)
set dashtype 6 (14,4,2,4)
dashes = "1 2 1 3 4 5 6"
do for [i=1:words(coloured)/2] {
    set linetype 8+i lc rgb word(coloured, 2*i) lw 1.8 pt int(word(points, (i-1)%7 + 1)) ps size dt int(word(dashes, (i-1)%7 + 1))
}
set linetype cycle 8+words(coloured)/2

set border 3 lc rgb "#555555"
set tics nomirror out scale 0.6 textcolor rgb "#333333"
set grid xtics ytics lt -1 lc rgb "#E4E4E4" lw 0.7 dt solid
set style fill solid 1.0
set key noautotitle
