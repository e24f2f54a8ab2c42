"""strategies.py -- the strategies of a build, from its table."""
import os
import subprocess

FOLDERS = ["strategies", "tests/seven"]
CONTROL = "a control: "  # so begins what `list` says of one


def compared(program):
    """The names of those that are no controls, in the order of the table."""
    said = subprocess.run([program, "list"], capture_output=True, check=True).stdout.decode()
    rows = [line.split(maxsplit=1) for line in said.splitlines()]
    return [name for name, idea in rows if not idea.startswith(CONTROL)]


def source(root, name):
    """The file of a strategy."""
    return next(file for file in (os.path.join(root, folder, f"{name}.c") for folder in FOLDERS) if os.path.exists(file))


def holds_all(program, name):
    """Whether it pulls every task at the start: then it refuses a bound on what is unread."""
    words = [program, "run", "-s", name, "-n", "1", "--unread", "1", "--clock", "virtual", "--format", "none"]
    return subprocess.run(words, capture_output=True, check=False).returncode == 2
