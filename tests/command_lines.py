"""command_lines.py -- random command lines of as-completed, with the files that they read.

A command line is drawn from a seed and a number, so each can be drawn again alone. All run on the
virtual clock, and end soon: times are drawn around one time unit, and endless runs have an end.
Some are refused, by chance or on purpose.
"""
import random
from dataclasses import dataclass, field

STRATEGIES = ["unbounded", "polling", "callback", "semaphore", "bounded_queue", "floor", "serial"]
MOST_TIMES = 20  # of the time unit, that a time is
FEW_TASKS, MANY_TASKS = 60, 3000
NUMBERS = ["0", "1", "-1", "", "x", "1.5", "18446744073709551615", "18446744073709551616", "9223372036854775808", "007"]
TIMES = ["", "5", "ms", "-1ms", "1 ms", "1e-05s", "1.5µs", "1h2m3.5s", "99999999h", "0s", "0.3ns", "1ms1s", "five"]
CHOICES = ["", "fast", "Virtual", "stop,fail=0", "now,fail=101%", "continue,fail=1", "text,json"]
PATHS = ["", "missing/trace", ".", "@"]
WORDS = ["--nope", "--ordered=yes", "--t", "--ta", "word", "-x", "-s", "-n", "--take", "--", "--drain", "--precise", "--histogram"]


@dataclass
class CommandLine:
    words: list
    stdin: str = ""
    files: dict = field(default_factory=dict)


class Drawn:
    """One random command line."""

    def __init__(self, seed, number):
        self.random = random.Random(f"{seed} {number}")
        self.unit_ns = 10 ** self.random.randint(3, 9)
        self.line = CommandLine([])

    def often(self, share):
        return self.random.random() < share

    def ns(self, least=0.0):
        """A time in ns, of which many are whole multiples of the unit, so that instants meet."""
        times = self.random.uniform(least, MOST_TIMES) if self.often(0.3) else self.random.randint(1, MOST_TIMES)
        return int(times * self.unit_ns)

    def time(self, least=0.0, share=1.0):
        """A time as people write it."""
        ns = int(self.ns(least) * share)
        name, size = self.random.choice([("ns", 1), ("us", 1000), ("ms", 10**6), ("s", 10**9)])
        whole, rest = divmod(ns, size)
        return f"{whole}.{rest:0{len(str(size)) - 1}d}{name}" if rest else f"{whole}{name}"

    def count(self, most):
        return str(self.random.randint(1, most))

    def add(self, share, option, draw=None):
        """Adds an option with this probability, in one word or in two."""
        if not self.often(share):
            return
        if draw is None:
            self.line.words.append(option)
        elif option.startswith("--") and self.often(0.3):
            self.line.words.append(f"{option}={draw()}")
        else:
            self.line.words += [option, draw()]

    def strategies(self):
        return ",".join(self.random.sample(STRATEGIES, self.random.randint(1, len(STRATEGIES))))

    def limit(self):
        text = self.count(12 if self.often(0.8) else 200)
        if self.often(0.2):
            for ns in sorted({self.ns() for _ in range(self.random.randint(1, 4))}):
                text += f",{ns}ns:{self.count(12)}"
        return text

    def list_of_times(self, separator):
        return separator.join(self.time(share=1 if self.often(0.9) else 0) for _ in range(self.random.randint(1, FEW_TASKS)))

    def sleeps(self):
        """A list, a file, or stdin; the latter two with what a file may have."""
        if self.often(0.5):
            return self.list_of_times(",")
        text = "\ufeff" * self.often(0.1) + "# times\n\n" * self.often(0.3) + self.list_of_times(self.random.choice(["\n", "\r\n", "\n\n", " \n"]))
        text += "\n" * self.often(0.8) + self.random.choice(TIMES) * self.often(0.05)
        if self.often(0.3):
            self.line.stdin = text
            return "@-"
        self.line.files["sleeps"] = text
        return "@sleeps"

    def add_tasks(self):
        """How many tasks, and how long they last."""
        if self.often(0.3):
            self.add(1, "--sleeps", self.sleeps)
            self.add(0.2, "-n", lambda: self.count(FEW_TASKS))
        else:
            self.add(1, "-n", lambda: self.count(MANY_TASKS if self.often(0.05) else FEW_TASKS) if self.often(0.98) else "0")
            if self.often(0.7):
                self.add(1, self.random.choice(["--sleep", "--scale"]), self.time)
        if self.often(0.06):
            self.line.words += ["-n", "endless", "--take", self.count(500), "--for", self.time()]
        self.add(0.85, "-l", self.limit)
        self.add(0.1, "--tick", lambda: self.time(0.1, 0.1))
        self.add(0.2, "--order", lambda: self.random.choice(["forward", "reverse", "shuffle"]))
        self.add(0.3, "--seed", lambda: str(self.random.getrandbits(64)))
        self.add(0.1, "--queue", lambda: self.count(20))
        self.add(0.1, "--poll-interval", lambda: self.time(0.1, self.random.choice([0, 0.1, 1])))

    def on_error(self):
        how = self.random.choice(["continue", "stop", "now"])
        if how == "continue" or self.often(0.5):
            return how
        return f"{how},fail=" + self.random.choice([self.count(5), self.count(60) + "%"])

    def add_ends(self):
        """How tasks and runs end."""
        self.add(0.25, "--fail", lambda: self.random.choice(["0.05", "5%", "0.5", "100%", "0", "1"]))
        for _ in range(self.random.randint(1, 4) if self.often(0.15) else 0):
            self.add(1, "--fail-task", lambda: self.count(30))
        self.add(0.25, "--on-error", self.on_error)
        self.add(0.15, "--task-timeout", lambda: self.time(0.1))
        self.add(0.1, "--timeout", lambda: self.time(0.1, 5))
        self.add(0.08, "--for", lambda: self.time(0.1))
        self.add(0.12, "--take", lambda: self.count(FEW_TASKS))
        self.add(0.08, "--close-at", lambda: self.time(0.1))
        if any(word.startswith(("--take", "--close-at")) for word in self.line.words):
            self.add(0.4, "--drain")

    def add_flow(self):
        """How tasks turn up, and results are taken."""
        self.add(0.2, "--every", lambda: self.time(0.1, 0.2))
        self.add(0.1, "--adds", lambda: self.count(4))
        self.add(0.25, "--consume", lambda: self.time(share=0.3))
        if self.often(0.2):
            self.add(1, "--ordered")
            self.add(0.5, "--window", lambda: self.count(30))
        self.add(0.1, "--unread", lambda: self.count(12))

    def add_form(self, command):
        self.add(0.7, "--format", lambda: self.random.choice(["text", "json", "tsv", "none"]))
        if command == "compare":
            if self.often(0.2):
                self.line.words += ["--trace", "trace", "--trace-format", "chrome"]
            return
        if self.often(0.6):
            self.add(1, "--trace", lambda: self.random.choice(["trace", "trace", "trace", "-"]))
            self.add(0.5, "--trace-format", lambda: self.random.choice(["tsv", "chrome", "chrome"]))
        self.add(0.2, "--histogram", lambda: self.random.choice(["histogram", "histogram", "-"]))
        self.add(0.1, "--watch")

    def spoil(self):
        """Makes it one that is probably refused. The clock stays, so nobody waits."""
        words, at = self.line.words, self.random.randrange(1, len(self.line.words))
        which = self.random.randint(0, 3)
        if which == 0:
            words.insert(at, self.random.choice(WORDS))
        elif which == 1 and words[at] != "--clock":
            del words[at]
        elif which == 2:
            words[0] = self.random.choice(["", "rum", "Run", "list", "quiz", "help", "--version", "compare", "-s"])
        else:
            words.insert(at, self.random.choice(["--seed", "-n", "-l", "--take", "--fail-task", "--queue"]))
            words.insert(at + 1, self.random.choice(NUMBERS))
            words += [self.random.choice(["--sleep", "--tick", "--timeout", "--every"]), self.random.choice(TIMES)] * self.often(0.5)
            words += [self.random.choice(["--on-error", "--order", "--format"]), self.random.choice(CHOICES)] * self.often(0.3)
            words += [self.random.choice(["--trace", "--sleeps"]), self.random.choice(PATHS)] * self.often(0.2)
        words += ["--clock", "virtual"]

    def draw(self):
        words = self.line.words
        kind = self.random.random()
        if kind < 0.01:
            words.append(self.random.choice(["list", "--version"]))
            return self.line
        if kind < 0.03:
            words.append("quiz")
            self.add(0.9, "--seed", lambda: self.random.choice([*NUMBERS, *map(str, range(100))]))
            self.add(0.5, "--answers")
            return self.line
        if kind < 0.15:
            words.append("compare")
            self.add(0.7, "-s", self.strategies)
        else:
            words += ["run", "-s", self.random.choice(STRATEGIES)]
        words += ["--clock", "virtual"]
        self.add_tasks()
        self.add_ends()
        self.add_flow()
        self.add_form(words[0])
        if self.often(0.12):
            self.spoil()
        return self.line


def draw(seed, number):
    return Drawn(seed, number).draw()
