# The shell: a process for each task, by xargs or GNU parallel.
PEERS      += shell
DEPS_PEERS += $(call unless_found,parallel,parallel)

shell_COMMAND := peers/shell/peer.sh
shell_LIMITED := xargs parallel
shell_VERSION := xargs --version | head -n 1; parallel --version </dev/null 2>&1 | head -n 1; true
shell_SOURCE  := peers/shell/peer.sh
