"""mutants.py -- every small change that the operators below make to the functions of a C file.

A mutant is a span of the text and what stands there instead. The parser knows as much C as strategies/ and
harness/engine/ use: functions at the top level, if, while, do, for, return, declarations, expressions.
"""

import re
from collections import namedtuple

# `operator` is one of the names in mutants(); `function` is where it is.
Mutant = namedtuple("Mutant", "start end text operator function")

Token = namedtuple("Token", "text start end")

TOKEN = re.compile(
    r"""/\*.*?\*/ | //[^\n]* | \#[^\n]*            # comments, directives: dropped
      | "(?:\\.|[^"\\])*" | [A-Za-z_]\w* | \d\w*
      | -> | \+\+ | -- | && | \|\| | [-+*/|&<>=!]=? | \S""",
    re.VERBOSE | re.DOTALL,
)

RELATIONAL = ["<", "<=", ">", ">=", "==", "!="]
SWAPPED = {"++": "--", "--": "++", "+=": "-=", "-=": "+=", "+": "-", "-": "+", "&&": "||",
           "||": "&&", "true": "false", "false": "true"}
TYPES = {"struct", "enum", "uint64_t", "uint32_t", "bool", "const", "size_t", "int", "unsigned", "void"}
FLAGS = ["0", "AC_NO_LIMIT", "AC_HOLDS_ALL", "AC_POLLED", "AC_QUEUES"]


def tokens_of(text):
    found = (Token(m.group(), m.start(), m.end()) for m in TOKEN.finditer(text))
    return [t for t in found if not t.text.startswith(("/*", "//", "#"))]


def closing(tokens, at):
    """The place of the bracket that closes the one at `at`."""
    depth = 0
    for i in range(at, len(tokens)):
        depth += tokens[i].text in "([{"
        depth -= tokens[i].text in ")]}"
        if depth == 0:
            return i
    raise ValueError("an open bracket")


def functions_of(tokens):
    """(name, place of the parameters' bracket, place of the body's) for each function."""
    i = 0
    while i < len(tokens):
        if tokens[i].text == "(" and tokens[closing(tokens, i) + 1].text == "{":
            body = closing(tokens, i) + 1
            yield tokens[i - 1].text, i, body
            i = closing(tokens, body)
        elif tokens[i].text in "({":
            i = closing(tokens, i)
        i += 1


class Function:
    """The mutants of one function."""

    def __init__(self, text, tokens, function, members, siblings):
        self.text, self.tokens, self.members, self.siblings = text, tokens, members, siblings
        self.name, self.parameters, self.body = function
        self.found = []
        end = closing(tokens, self.body)
        self.of_words(self.body + 1, end)
        i = self.body + 1
        while i < end:
            i = self.statement(i)

    def add(self, operator, first, last, text):
        """Replaces the tokens from `first` to `last`, both included."""
        self.found.append(Mutant(self.tokens[first].start, self.tokens[last].end, text, operator,
                                 self.name))

    def source(self, first, last):
        return self.text[self.tokens[first].start:self.tokens[last].end]

    def of_words(self, first, end):
        """Operators that look at one token, or at one call."""
        locals_of = self.locals_by_name()
        for i in range(first, end):
            word, before = self.tokens[i].text, self.tokens[i - 1].text
            if word in RELATIONAL:
                for other in RELATIONAL:
                    self.add("relation", i, i, other)
            if word in SWAPPED and not (word in "+-" and before in ("(", "=", "return", ",")):
                self.add("operator", i, i, SWAPPED[word])
            if word == "!":
                self.add("operator", i, i, "")
            if word.isdigit():
                for other in ("0", "1", str(int(word) + 1)):
                    self.add("constant", i, i, other)
            if before in ("->", "."):
                for other in self.members.get(word, ()):
                    self.add("member", i, i, other)
            elif word in locals_of and self.tokens[i + 1].text != "(":
                for other in locals_of[word]:
                    self.add("variable", i, i, other)
            if self.tokens[i + 1].text == "(" and re.match(r"[a-z]\w*_", word):
                self.of_call(i)

    def of_call(self, at):
        word, end = self.tokens[at].text, closing(self.tokens, at + 1)
        for other in self.siblings.get(word, ()):
            self.add("call", at, at, other)
        arguments = self.split(at + 2, end, ",")
        if word == "ac_fifo_put" and len(arguments) == 2:
            self.add("call", at, end, f"ac_fifo_get({self.source(*arguments[0])})")
        for (a, b), (c, d) in zip(arguments, arguments[1:]):
            self.add("argument", a, d, f"{self.source(c, d)}, {self.source(a, b)}")

    def locals_by_name(self):
        """For each local name, the others of the same type."""
        kinds = {}
        text = self.source(self.parameters, closing(self.tokens, self.body))
        for kind, name in re.findall(r"((?:struct \w+|uint64_t|bool) \*?)(\w+)\s*[,;=)]", text):
            kinds.setdefault(kind, [])
            if name not in kinds[kind]:
                kinds[kind].append(name)
        return {n: [o for o in names if o != n] for names in kinds.values() for n in names}

    def split(self, first, end, *separators):
        """The spans between separators at the top level of tokens[first:end]."""
        spans, start, i = [], first, first
        while i < end:
            if self.tokens[i].text in "([":
                i = closing(self.tokens, i)
            elif self.tokens[i].text in separators:
                spans.append((start, i - 1))
                start = i + 1
            i += 1
        return spans + [(start, end - 1)] if start < end else spans

    def condition(self, first, last):
        """Negates, forces and ignores a condition, and each operand of its && and ||."""
        source = self.source(first, last)
        ignored = (f"({source}, 1)",) if "(" in source else ()
        for other in (f"!({source})", "1", "0", *ignored):
            self.add("condition", first, last, other)
        if self.tokens[first].text == "(" and closing(self.tokens, first) == last:
            first, last = first + 1, last - 1
        operands = self.split(first, last + 1, "&&", "||")
        for operand in operands if len(operands) > 1 else ():
            self.condition(*operand)

    def statement(self, i):
        """Deletes the statement that begins at `i`, and what is in it; returns where it ends."""
        word = self.tokens[i].text
        if word == "{":
            end, i = closing(self.tokens, i), i + 1
            while i < end:
                i = self.statement(i)
            return end + 1
        if word in ("if", "while", "for"):
            end = self.control(i)
        elif word == "do":
            end = self.control(self.statement(i + 1))
        else:
            end = i
            while self.tokens[end].text != ";":
                end = closing(self.tokens, end) + 1 if self.tokens[end].text in "([{" else end + 1
            self.simple(i, end)
            end += 1
        if word not in TYPES and self.source(i, end - 1) != ";":
            self.add("statement", i, end - 1, ";")
        return end

    def control(self, i):
        word, close = self.tokens[i].text, closing(self.tokens, i + 1)
        if word == "for":
            first, last = self.split(i + 2, close, ";")[1]
            if first <= last:
                self.condition(first, last)
        else:
            self.condition(i + 2, close - 1)
        end = self.statement(close + 1)
        if word == "if" and self.tokens[end].text == "else":
            end = self.statement(end + 1)
        return end

    def simple(self, first, last):
        """A declaration, return or expression; `last` is its semicolon."""
        words = [t.text for t in self.tokens[first:last]] or [""]
        before = words[:words.index("?")] if "?" in words else ()
        starts = [before.index(w) + 1 for w in ("=", "return") if w in before]
        if starts:
            self.condition(first + max(starts), first + len(before) - 1)
        if words[0] == "return" and len(words) > 1:
            pointer = "*" in self.source(self.parameters - 2, self.parameters - 1)
            value = self.source(first + 1, last - 1)
            for other in ("NULL",) if pointer else ("0", "1", f"!({value})"):
                self.add("return", first + 1, last - 1, other)
        if words[0] in TYPES and "=" in words and words[-3:] != ["run", "->", "state"]:
            start = first + words.index("=") + 1
            self.add("initialiser", start, last - 1, "0")


def members_of(text):
    """For each member of a struct, the others of the same type in it."""
    others = {}
    for body in re.findall(r"^struct \w+ \{(.*?)^\};", text, re.DOTALL | re.MULTILINE):
        kinds = {}
        for kind, names in re.findall(r"^ +((?:struct )?\w+) ([*\w, ]+);", body, re.MULTILINE):
            for name in names.split(", "):
                kinds.setdefault(kind + "*" * name.count("*"), []).append(name.strip("*"))
        for names in kinds.values():
            others.update({n: [o for o in names if o != n] for n in names})
    return others


def of_table(text):
    """The strategy's entry: other flags, and a done that is not there."""
    flags = re.search(r"\.flags = (.*),", text)
    for other in FLAGS if flags else ():
        yield Mutant(flags.start(1), flags.end(1), other, "flags", "table")
    done = re.search(r"\.done = (.*),", text)
    if done:
        yield Mutant(done.start(1), done.end(1), "NULL", "flags", "table")


def mutants(text, declared=""):
    """All mutants of a file, in the order of the text. `declared`: text with more structs."""
    tokens, found = tokens_of(text), []
    functions, members = list(functions_of(tokens)), members_of(declared + text)
    shapes = {f[0]: text[tokens[f[1]].start:tokens[closing(tokens, f[1])].end] for f in functions}
    siblings = {n: [o for o in shapes if o != n and shapes[o] == shapes[n]] for n in shapes}
    for function in functions:
        found += Function(text, tokens, function, members, siblings).found
    seen, kept = {text}, []
    for mutant in sorted([*found, *of_table(text)]):
        changed = text[:mutant.start] + mutant.text + text[mutant.end:]
        if changed not in seen:
            seen.add(changed)
            kept.append(mutant)
    return kept
