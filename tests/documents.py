"""documents -- what tests/docs has to know of Markdown, and of what commands print."""

import os
import re
import subprocess

from patience import LOOK_S, Patience, end

FENCE = re.compile(r"^( *)```([a-z]*) *(.*)$")
INDENTED = re.compile(r"^ {4,}(\$ |make |build/)")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
QUANTITY = re.compile(r"(?<![\w.,])-?\d[\d,]*(?:\.\d+)?"
                      r"(?: ?(?:(?P<time>[num]?s|[mh])|(?P<size>B|[KMG]iB))(?!\w))?")
MARK = re.compile(r"|measured|in the plain build|exits \d+|not run: .+")
SLOTS = re.compile(r"\|[^|]*\|$")
PATIENCE_S = 100  # asleep, or of CPU

# --- what commands print --------------------------------------------------------------------------


def masked(text):
    return QUANTITY.sub(lambda found: f"<{found.lastgroup or 'number'}>", text)


def comparable(text, measured):
    """Its lines as words, with a placeholder for each quantity that differs from run to run."""
    lines, columns = [], {}
    for line in text.rstrip().split("\n"):
        cells = re.split(r" {2,}", line.strip())
        if measured:
            line = masked(SLOTS.sub("<slots>", line))
        elif cells[0] == "cpu":
            line = masked(line)
        elif {"cpu", "resident"} & set(cells):
            columns = {at for at, cell in enumerate(cells) if cell in ("cpu", "resident")}
        elif columns and line.strip():
            line = " ".join(masked(c) if at in columns else c for at, c in enumerate(cells))
        else:
            columns = {}
            line = re.sub(r"[\d.]+ \w+(?= resident)", "<size>", line)
        lines.append(" ".join(line.split()))
    return lines


def same(shown, printed, measured):
    return comparable(shown, measured) == comparable(printed, measured)


def make_variables():
    """As the make that runs this was given them, so that what a command builds is what is there already; in the
    folder of the commands it stands in build."""
    _, given, variables = os.environ.get("MAKEFLAGS", "").partition("-- ")
    return f" -- {variables} BUILD=build" if given else ""


def run(command, folder):
    """Its status, or why there is none, and what it prints; what a build without timerfd says of
    itself is left out."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    environment["MAKEFLAGS"] = make_variables()
    with subprocess.Popen(["bash", "-o", "pipefail", "-c", command], cwd=folder, env=environment,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, start_new_session=True) as process:
        patience, why, printed = Patience(process.pid, PATIENCE_S, PATIENCE_S), "", None
        while printed is None:
            try:
                printed, _ = process.communicate(timeout=LOOK_S)
            except subprocess.TimeoutExpired:
                why = patience.over()
                if why:
                    end(process.pid)
        status = why or process.returncode
    printed = re.sub(r"^as-completed: a uv_timer_t wakes the loop.*\n", "", printed, flags=re.MULTILINE)
    return status, printed.rstrip()


# --- Markdown -------------------------------------------------------------------------------------


class Command:
    def __init__(self, line, text, mark):
        self.line, self.text = line, text
        self.measured, self.not_run = mark == "measured", mark.startswith("not run: ")
        self.plain = mark == "in the plain build"
        self.status = int(mark.removeprefix("exits ")) if mark.startswith("exits ") else 0
        self.from_line = self.to_line = line + 1  # of what is shown below it, from 1
        self.shown = ""


class Document:
    """A Markdown file: its commands, its excerpts (line, file, text), and the text around them."""

    def __init__(self, path):
        self.path = path
        with open(path, encoding="utf-8") as file:
            self.lines = file.read().split("\n")
        self.commands, self.excerpts, self.wrong_marks = [], [], []
        outside, fence = [], None
        for number, line in enumerate(self.lines, 1):
            found = FENCE.match(line)
            if found and not fence:
                fence = found
                self._open(number, *found.groups()[1:])
            elif found:
                fence = None
            elif fence:
                self._inside(number, line[len(fence[1]):], fence)
            elif INDENTED.match(line):
                self.wrong_marks.append((number, f"'{line.strip()}' is in no fenced block: nobody runs it"))
            outside.append("" if found or fence else line)
        keep_lines = lambda found: "\n" * found[0].count("\n")  # noqa: E731
        self.text = COMMENT.sub(keep_lines, "\n".join(outside))

    def _open(self, number, language, mark):
        if language == "console" and not MARK.fullmatch(mark):
            self.wrong_marks.append((number, f"'{mark}': must be measured, exits N, in the plain build or not run: WHY"))
        elif language != "console" and mark:
            self.excerpts.append((number, mark, []))

    def _inside(self, number, line, fence):
        if fence[2] != "console":
            if line.startswith("$ "):
                self.wrong_marks.append((number, f"'{line}' is in no block of ```console: nobody runs it"))
            if fence[3]:
                self.excerpts[-1][2].append(line)
        elif line.startswith("$ "):
            self.commands.append(Command(number, line[2:], fence[3]))
        elif self.commands and self.commands[-1].text.endswith("\\"):
            command = self.commands[-1]
            command.text = command.text[:-1] + line.strip()
            command.from_line = command.to_line = number + 1
        elif self.commands:
            self.commands[-1].to_line = number + 1
            self.commands[-1].shown += line + "\n"

    def replace(self, command, printed):
        """Shows what a command prints; from the last to the first, or line numbers are wrong."""
        indent = re.match(" *", self.lines[command.line - 1])[0]
        shown = [(indent + line).rstrip() for line in printed.split("\n")]
        self.lines[command.from_line - 1:command.to_line - 1] = shown

    def save(self):
        with open(self.path, encoding="utf-8") as file:
            before = file.read()
        if before != "\n".join(self.lines):
            with open(self.path, "w", encoding="utf-8") as file:
                file.write("\n".join(self.lines))

    def anchors(self):
        """The names by which its headings are linked to, as GitHub makes them."""
        headings = re.findall(r"^#+ +(.*)$", self.text, re.MULTILINE)
        return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
