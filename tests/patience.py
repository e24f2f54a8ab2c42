#!/usr/bin/env python3
"""patience -- ends a program that hangs, and no other, however busy the machine is.

patience.py PROGRAM [WORD...]: runs it, and ends with its status, or with 124 where it had to be ended; why stands on stderr.

A program that hangs either sleeps for good, or turns round for good. So two things are counted, of the program and of all
that it started: the CPU time that they used, and the time in which all of them slept. Time in which one of them waits for a
processor, or for a disk, is nobody's fault and counts for nothing: a limit of wall time would end a program at nice 19
beside four busy ones, which only is not let on. Where there is no /proc all time counts as sleep. AC_ASLEEP_S and AC_CPU_S
are the limits, in seconds.
"""
import os
import signal
import subprocess
import sys
import time

LOOK_S = 1.0
ASLEEP_S, CPU_S = int(os.environ.get("AC_ASLEEP_S", "300")), int(os.environ.get("AC_CPU_S", "600"))
TICKS = os.sysconf("SC_CLK_TCK")


def process(pid):
    """Its parent, whether it wants a processor or a disk, and the CPU seconds of it and of its children that have ended."""
    with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
        fields = file.read().rpartition(")")[2].split()  # what is before may hold spaces and brackets
    return int(fields[1]), fields[0] in "RD", sum(map(int, fields[11:15])) / TICKS


def family(root):
    """The process and all that come from it: {pid: (wants to run, CPU seconds)}; empty where it cannot be told."""
    known = {}
    for name in os.listdir("/proc") if os.path.isdir("/proc") else []:
        if name.isdigit():
            try:
                known[int(name)] = process(name)
            except (OSError, IndexError, ValueError):
                pass  # it has ended meanwhile
    found = [root] if root in known else []
    for pid in found:  # grows
        found += [child for child, (parent, *_) in known.items() if parent == pid]
    return {pid: known[pid][1:] for pid in found}


class Patience:
    """With one process and its family, from now on."""

    def __init__(self, pid, asleep_s=ASLEEP_S, cpu_s=CPU_S):
        self.pid, self.asleep_s, self.cpu_s = pid, asleep_s, cpu_s
        self.slept = 0.0
        self.used = sum(cpu for _, cpu in family(pid).values())
        self.looked = time.monotonic()

    def over(self):
        """Why it is over, or "". To be asked often; looks once a second."""
        passed = time.monotonic() - self.looked
        if passed < LOOK_S:
            return ""
        self.looked += passed
        members = family(self.pid).values()
        if not any(wants for wants, _ in members):
            self.slept += min(passed, 2 * LOOK_S)  # more passes only where we are not let on, either
        if self.slept > self.asleep_s:
            return f"nothing of it ran for {self.asleep_s} s"
        if sum(cpu for _, cpu in members) - self.used > self.cpu_s:
            return f"it used {self.cpu_s} s of CPU"
        return ""


def end(pid):
    """The process and its family, which cannot refuse."""
    for one in family(pid) or [pid]:
        try:
            os.kill(one, signal.SIGKILL)
        except ProcessLookupError:
            pass


def run(words, **options):
    """Runs it, with the options of Popen; returns its status, or 124."""
    with subprocess.Popen(words, preexec_fn=os.setpgrp, **options) as child:  # it may signal its own group
        patience = Patience(child.pid)
        try:
            while True:
                try:
                    status = child.wait(LOOK_S)
                    return 128 - status if status < 0 else status
                except subprocess.TimeoutExpired:
                    why = patience.over()
                if why:
                    print(f"patience: {words[0]} was ended: {why}", file=options.get("stdout", sys.stderr), flush=True)
                    return 124
        finally:
            if child.poll() is None:
                end(child.pid)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    signal.signal(signal.SIGINT, lambda *_: sys.exit(130))
    sys.exit(run(sys.argv[1:]))
