"""named -- is there what the documents name: targets, options, files, headings?"""

import os
import re
import shlex
import subprocess
from glob import glob

from documents import Document, run

CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"")
OPTION = re.compile(r"(?<![\w-])(--[a-z][a-z-]*|-[a-zA-Z](?![\w-]))")
PATH = re.compile(r"(?:strategies|harness|docs|tests|plots|results|peers)/[\w./*-]*$")
SHELL_WORDS = {"do", "then", "else", "!"}


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def squeezed(line):
    return " ".join(line.split())


def lexed(text):
    lexer = shlex.shlex(text, posix=True, punctuation_chars="|&;()<>")
    lexer.whitespace_split = True
    return list(lexer)


def wanting_a_shell(text):
    """The quoted commands of a line that hyperfine starts without a shell, and that need one."""
    words = lexed(text)
    without = "hyperfine" in words and ("-N" in words or "--shell=none" in words)
    return [word for word in words if without and " " in word
            and any(set(inner) & set("|&;()<>$`") for inner in lexed(word))]


def simple_commands(text):
    """The words of each command of a shell line, without redirections; quoted ones are looked into."""
    words = []
    for word in [*lexed(text), ";"]:
        if set(word) <= set("|&;()<>"):
            if words:
                yield words
            words = []
        elif " " in word:
            yield from simple_commands(word)
        elif words or not (word in SHELL_WORDS or re.match(r"\w+=", word)):
            words.append(word)


class Project:
    """What there is to be named: make's targets and variables, the programs' options."""

    def __init__(self, build):
        helps = [[["--help"]], [["--help"], ["peers", "--help"]]]
        self.options = {}
        for name, words in zip(["as-completed", "as-completed-bench"], helps):
            texts = [subprocess.run([f"{build}/{name}", *more], stdout=subprocess.PIPE,
                                    stderr=subprocess.STDOUT, text=True, check=False).stdout
                     for more in words]
            self.options[name] = set(OPTION.findall(" ".join(texts)))
        _, rules = run("make -pRrq BUILD=build : 2>/dev/null || :", ".")
        self.targets = set(re.findall(r"^([\w./-]+):", rules, re.MULTILINE))
        self.makefiles = "".join(map(read, ["Makefile", *glob("*/*.mk"), *glob("*/*/*.mk")]))

    def check(self, document):
        """Yields (line, what is wrong), without running anything."""
        yield from document.wrong_marks
        for command in document.commands:
            for problem in self._check_command(command.text):
                yield command.line, problem
        for line, file, excerpt in document.excerpts:
            for problem in self._check_excerpt(file, excerpt):
                yield line, problem
        for found in CODE.finditer(document.text):
            for problem in self._check_code(found[1]):
                yield document.text.count("\n", 0, found.start()) + 1, problem
        text = CODE.sub(lambda found: "x" * len(found[0]), document.text)
        for found in LINK.finditer(text):
            for problem in self._check_link(document, found[1] or found[2]):
                yield text.count("\n", 0, found.start()) + 1, problem

    def _check_command(self, text):
        try:
            commands = list(simple_commands(text))
        except ValueError as error:
            yield f"'{text}': {error}"
            return
        yield from (f"'{word}' needs a shell, and hyperfine -N starts none" for word in wanting_a_shell(text))
        for program, *words in commands:
            name = os.path.basename(program)
            if program == "make":
                yield from self._check_make(words)
            elif program.startswith("build/") and name in self.options:
                options = [word.split("=")[0] for word in words if OPTION.match(word)]
                yield from (f"'{option}' is no option of {name}" for option in options
                            if option not in self.options[name])
            elif program.startswith("build/") and not self._is_target(program):
                yield f"'{program}' is nothing that make builds"

    def _check_make(self, words):
        for word in words:
            variable, is_setting, _ = word.partition("=")
            if is_setting and not re.search(rf"\b{re.escape(variable)}\b", self.makefiles):
                yield f"'{variable}' is no variable of the Makefile"
            elif not is_setting and not self._is_target(word):
                yield f"'{word}' is no target of the Makefile"

    def _is_target(self, name):
        test = re.fullmatch(r"build/tests/(\w+)", name)
        return name in self.targets or bool(test and os.path.exists(f"tests/{test[1]}.c"))

    def _check_excerpt(self, file, excerpt):
        if not os.path.exists(file):
            yield f"'{file}' is not there"
            return
        text = [squeezed(line) for line in read(file).split("\n")]
        yield from (f"'{line.strip()}' is not in {file}" for line in excerpt
                    if squeezed(line) not in text)

    def _check_code(self, code):
        first = code.split()[0].split("=")[0].split("[")[0] if code.strip() else ""
        if first == "make":
            yield from self._check_make(w for w in shlex.split(code)[1:] if not w.startswith("-"))
        elif first in ("as-completed", "build/as-completed"):
            yield from self._check_command("build/" + code.removeprefix("build/"))
        elif first.startswith("--") and not any(first in known for known in self.options.values()):
            yield f"'{first}' is no option of our programs"
        elif PATH.fullmatch(code) and not re.search("[A-Z]{3}", code) and not glob(code):
            yield f"'{code}' is not there"

    @staticmethod
    def _check_link(document, target):
        if re.match(r"[a-z]+:", target):
            return
        path, _, anchor = target.partition("#")
        there = os.path.join(os.path.dirname(document.path), path) if path else document.path
        if not os.path.exists(there):
            yield f"the link to '{target}' leads nowhere"
        elif anchor and anchor not in Document(there).anchors():
            yield f"'{there}' has no heading '#{anchor}'"
