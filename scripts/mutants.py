"""How many small changes to the code the tests see: `make mutants`.

In each room, a seeded sample of small changes (mutants) is tried: a comparison, `and`, `not`, a number, what a
yes-or-no function answers, a condition. Its tests are collected once; each mutant is a fork of that process, where one
function gets its changed code and the tests that run its line run until one fails. Ends with 1 when a room sees less
than LEAST of its mutants. `scripts/mutants.py ROOM` tries one room.
"""

import ast
import gc
import importlib
import os
import pickle
import random
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any, NamedTuple, NoReturn

import pytest
from _pytest.runner import runtestprotocol

ROOT = Path(__file__).parent.parent
SEED, BY_MODULE, BY_ROOM, LEAST, AT_ONCE = 2026, 14, 110, 0.9, os.cpu_count() or 2
APART = {"__init__", "apps", "demonstration"}
TESTS, DOORS = "tests/steering", ("tests/web/test_doors.py", "tests/web/test_rights_table.py")
ROOMS = {
    "rights": (
        ("directory/rights.py", "steering/rights.py", "directory/governing.py"),
        ("tests/directory", "tests/steering/test_rights.py", "tests/web/test_people.py", *DOORS),
    ),
    "targets": (("steering/targets/*.py",), (f"{TESTS}/targets", "tests/web/test_targets.py")),
    "committees": (("steering/committees/*.py",), (f"{TESTS}/committees", "tests/web/test_committees.py")),
    "pipeline": (("pipeline/*.py",), ("tests/pipeline", "tests/cli/test_load_and_publish.py")),
}
OPPOSITES = ((ast.Lt, ast.LtE), (ast.Gt, ast.GtE), (ast.Eq, ast.NotEq), (ast.In, ast.NotIn), (ast.Is, ast.IsNot))
FLIPPED = {one: other for pair in OPPOSITES for one, other in (pair, pair[::-1])}
Ran = dict[int, tuple[float, set[tuple[str, int]]]]


class Mutant(NamedTuple):
    """One change, the one of this rank in a function of these lines."""

    module: str
    line: int
    told: str
    function: str
    lines: tuple[int, int]
    rank: int


def changes(node: ast.AST, answers: bool) -> Iterator[tuple[str, str, Any]]:
    """What may be changed in a node: how it is told, then the field and its new value; `answers`: yes or no."""
    match node:
        case ast.Compare(ops=[operator]):
            yield "comparison", "ops", [FLIPPED[type(operator)]()]
        case ast.BoolOp(op=operator):
            yield "and/or", "op", ast.And() if isinstance(operator, ast.Or) else ast.Or()
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield "not", "operand", ast.UnaryOp(ast.Not(), operand)
        case ast.Constant(value=bool(value)):
            yield "yes/no", "value", not value
        case ast.Constant(value=int(value)):
            yield from (("number", "value", value + 1), ("number", "value", value - 1))
        case ast.Return(value=ast.expr() as value) if answers:
            yield "answer", "value", ast.UnaryOp(ast.Not(), value)
        case ast.If() | ast.IfExp():
            yield "condition", "test", ast.Constant(True)
        case ast.comprehension(ifs=[_, *others]):
            yield "condition", "ifs", others


def functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    """The functions of a module and the methods of its classes, with their qualified name."""
    for node in tree.body:
        for one in node.body if isinstance(node, ast.ClassDef) else [node]:
            if isinstance(one, ast.FunctionDef):
                yield f"{node.name}.{one.name}" if isinstance(node, ast.ClassDef) else one.name, one


def places(function: ast.FunctionDef) -> Iterator[tuple[ast.AST, int, str, str, Any]]:
    """Every change of a function, always in the same order: the node, its line, then what `changes` says of it."""
    answers = isinstance(function.returns, ast.Name) and function.returns.id == "bool"
    line = function.lineno
    for node in (node for part in function.body for node in ast.walk(part)):
        line = getattr(node, "lineno", line)
        for change in changes(node, answers):
            yield node, node.target.lineno if isinstance(node, ast.comprehension) else line, *change


def mutants(module: str, text: str) -> list[Mutant]:
    """Every mutant of a module."""
    return [
        Mutant(module, line, f"{kind}: {ast.unparse(node).partition(chr(10))[0][:100]}", name, lines, rank)
        for name, function in functions(ast.parse(text))
        for lines in [(function.lineno, function.end_lineno or 0)]
        for rank, (node, line, kind, *_) in enumerate(places(function))
    ]


def changed(mutant: Mutant, path: str) -> CodeType:
    """The code of the function, once changed."""
    tree = ast.parse(Path(path).read_text("utf-8"))
    node, _, _, field, value = list(places(dict(functions(tree))[mutant.function]))[mutant.rank]
    setattr(node, field, value)
    codes = [compile(ast.fix_missing_locations(tree), path, "exec")]
    for code in codes:
        codes += [one for one in code.co_consts if isinstance(one, CodeType)]
    return next(code for code in codes if code.co_qualname == mutant.function)


def give(code: CodeType) -> None:
    """Give a function its changed code, wherever it was imported already."""
    for one in gc.get_objects():
        # Not isinstance, which would wake the lazy objects of Django.
        old = one.__code__ if type(one) is FunctionType else None
        if old and (old.co_filename, old.co_qualname) == (code.co_filename, code.co_qualname):
            one.__code__ = code


class Failing(Exception):
    """A test that fails: its name, and where."""


class Trial:
    """A plugin of pytest: instead of running the tests once, runs them against each mutant."""

    def __init__(self, room: str) -> None:
        self.room = room
        self.broken = ""
        self.missed: list[Mutant] = []
        self.running: dict[int, Mutant] = {}
        self.tried = 0

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Called by pytest once the tests are collected."""
        found = [path for one in ROOMS[self.room][0] for path in sorted((ROOT / "maillage").glob(one))]
        inside = [path.relative_to(ROOT).with_suffix("") for path in found if path.stem not in APART]
        modules = {name: str(ROOT / f"{path}.py") for path in inside for name in [".".join(path.parts)]}
        for name in modules:
            importlib.import_module(name)
        with tempfile.NamedTemporaryFile() as file:
            if os.fork() == 0:
                ending(lambda: observed(session, {*modules.values()}, file))
            os.wait()
            ran = pickle.loads(Path(file.name).read_bytes() or pickle.dumps("the run of the tests was cut"))
        if session.testsfailed:
            ran = "a file of tests cannot be read"
        if isinstance(ran, str):
            self.broken = ran
            return True
        for mutant in self.sample(modules):
            self.try_one(session, mutant, modules[mutant.module], ran)
        self.wait(0)
        return True

    def sample(self, modules: dict[str, str]) -> list[Mutant]:
        """The mutants to try: as many at most in each module and in the room, always the same."""
        drawn = random.Random(SEED)
        every = {name: mutants(name, Path(path).read_text("utf-8")) for name, path in modules.items()}
        some = [one for found in every.values() for one in drawn.sample(found, min(BY_MODULE, len(found)))]
        return sorted(drawn.sample(some, min(BY_ROOM, len(some))))

    def try_one(self, session: pytest.Session, mutant: Mutant, path: str, ran: Ran) -> None:
        """Start the tests that run the line of a mutant, or else its function, the quickest first."""
        self.tried += 1
        for lines in (range(mutant.line, mutant.line + 1), range(mutant.lines[0], mutant.lines[1] + 1)):
            where = {(path, line) for line in lines}
            tests = sorted((took, place) for place, (took, seen) in ran.items() if where & seen)
            if tests:
                break
        else:
            self.missed.append(mutant._replace(told=f"{mutant.told} (no test runs it)"))
            return
        self.wait(AT_ONCE - 1)
        code = changed(mutant, path)
        child = os.fork()
        if child == 0:
            signal.alarm(int(60 + 10 * sum(took for took, _ in tests)))
            give(code)
            ending(lambda: [*passing(session, [place for _, place in tests])])
        self.running[child] = mutant

    def wait(self, left: int) -> None:
        """Wait until only so many are still running."""
        while len(self.running) > left:
            number, status = os.wait()
            self.missed += [self.running.pop(number)] * (status == 0)


def ending(work: Callable[[], object]) -> NoReturn:
    """Do it, and end this process: 0 when nothing was raised."""
    with suppress(BaseException):
        work()
        os._exit(0)
    os._exit(1)


def passing(session: pytest.Session, tests: list[int]) -> Iterator[int]:
    """Each of these tests, once it passed. Raises Failing at the first that fails."""
    for place, after in zip(tests, [*tests[1:], None], strict=True):
        follows = None if after is None else session.items[after]
        for report in runtestprotocol(session.items[place], log=False, nextitem=follows):
            if report.failed:
                where = (report.longreprtext.splitlines() or [""])[-1]
                raise Failing(f"{report.nodeid} fails ({report.when}: {where})")
        yield place


def observed(session: pytest.Session, paths: set[str], out: Any) -> None:
    """Write how long each test takes, and the lines of these files that it runs; or the name of the one that fails."""
    told: Ran = {}
    seen: set[tuple[str, int]] = set()

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        if frame.f_code.co_filename in paths:
            seen.add((frame.f_code.co_filename, frame.f_lineno))
            return trace
        return None

    began = time.process_time()
    sys.settrace(trace)
    threading.settrace(trace)
    try:
        for place in passing(session, list(range(len(session.items)))):
            told[place] = time.process_time() - began, set(seen)
            seen.clear()
            began = time.process_time()
    except Failing as failing:
        pickle.dump(str(failing), out)
    else:
        pickle.dump(told, out)
    out.flush()


def tried(room: str) -> bool:
    """Try a room in this process; whether enough of its mutants were seen."""
    trial = Trial(room)
    options = ["-p", "no:cacheprovider", "-m", "not more", "--no-header", "--no-summary"]
    # Each mutant has folders of its own, all dropped in the end: a fork that ends at once leaves them behind.
    with tempfile.TemporaryDirectory() as place:
        os.environ |= {"PYTEST_DEBUG_TEMPROOT": place, "PYTEST_ADDOPTS": ""}
        pytest.main([*options, *ROOMS[room][1]], plugins=[trial])
    if trial.broken:
        print(f"{room}: nothing tried: {trial.broken}, before anything is changed", flush=True)
        return False
    for one in sorted(trial.missed):
        print(f"  {one.module.replace('.', '/')}.py:{one.line} {one.told}")
    rate = 1 - len(trial.missed) / max(1, trial.tried)
    print(f"{room}: {rate:.0%} of {trial.tried} mutants seen", flush=True)
    return trial.tried > 0 and rate >= LEAST


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.chdir(ROOT)
    wrong = 0
    for asked in sys.argv[1:] or ROOMS:
        if os.fork() == 0:
            os._exit(0 if tried(asked) else 1)
        wrong |= os.wait()[1]
    sys.exit(1 if wrong else 0)
