# shellcheck shell=sh
# lines.sh -- what the lines of sh in the tests of installing have at hand: see tests/support/installed.h.

# As make install, in the $PREFIX of now, and make uninstall.
install_there() {
    (cd "$TREE" && harness/library/install "$BUILD")
}

uninstall() {
    (cd "$TREE" && harness/library/install --remove)
}

# entries FOLDER: all that is in it.
entries() {
    (cd "$1" && find . -mindepth 1 | LC_ALL=C sort)
}

# What is installed, but for programs, man pages and plots.
files() {
    (cd "$PREFIX" && find . ! -type d ! -path './bin/*' ! -path '*/man/*' ! -name '*.gp') |
        sed 's/[.]so[.][0-9.]*/.so.N/' | LC_ALL=C sort
}

# build PREFIX NAME WORD...: builds a program of this folder with what pkg-config says of the library in PREFIX.
build() {
    where=$1 name=$2
    shift 2
    eval "cc -o $name \"\$TREE/tests/installed/$name.c\" $(PKG_CONFIG_PATH=$where/lib/pkgconfig pkg-config "$@")"
}

# alone COMPILER WORD...: each public header, with nothing before it; where there is such a compiler.
alone() {
    command -v "$1" >/dev/null || return 0
    for header in as_completed.h as_completed/*.h; do
        echo "#include <$header>" |
            "$@" -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror -I. -fsyntax-only - || return
    done
}

# The version of the headers.
version() {
    sed -n 's/^.define AC_VERSION "\(.*\)"/\1/p' "$PREFIX/include/as_completed/version.h"
}

# What the headers declare: surface symbols, or surface text.
surface() {
    find "$PREFIX/include" -name '*.h' -exec "$TREE/tests/surface" "$1" {} +
}

declared() {
    surface symbols | LC_ALL=C sort -u
}

# symbols WORD...: names of what nm prints of these words. AddressSanitizer has a few of its own.
symbols() {
    nm "$@" | awk 'NF > 1 && $NF !~ /__odr_asan/ { sub("@.*", "", $NF); print $NF }' | LC_ALL=C sort -u
}

# Who says which version this is, besides.
versions() {
    PKG_CONFIG_PATH=$PREFIX/lib/pkgconfig pkg-config --modversion as_completed
    readlink -f "$PREFIX/lib/libas_completed.so" | sed 's/.*[.]so[.]//'
    "$PREFIX/bin/as-completed" --version | sed 's/as-completed \(.*\),.*/\1/'
    sed -n 's/^version: //p' "$TREE/CITATION.cff"
    sed -n 's/^## \[\([0-9.]*\)\].*/\1/p' "$TREE/CHANGELOG.md" | head -n 1
    sed -n 's/.*(version \([0-9.]*\)).*/\1/p' "$TREE/README.md"
}
