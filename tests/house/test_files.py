"""The files themselves: short, told about, and speaking of the project alone."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.source_code import ROOT, modules, project_files

LONGEST = 400
WRITTEN = (".py", ".toml", ".md", ".css", ".jinja")
TEXT = (*WRITTEN, ".txt", ".csv", ".json", ".lock", ".html", ".in", "")
"""What is read for what it speaks of. The facts about services (.tsv) are others' and name addresses of all kinds."""
NAMES_TO_AVOID = {"utils", "util", "core", "helpers", "helper", "manager", "common", "misc"}

HERE = {f"{path}/" for path in (ROOT, ROOT.parent, Path.home()) if len(path.parts) > 1}
"""Folders of the machine that the tests run on."""

NOT_ITS_OWN = re.compile(
    rf"(?<![\w.~-])(?:{'|'.join(map(re.escape, sorted(HERE)))})"
    # Where packages are fetched from is the business of whoever fetches them, and what is left to do is done.
    r"|https?://[^/\s]*(?:pypi|pythonhosted|npmjs)|--(?:extra-)?index-url|\b(?:TODO|FIXME|XXX|HACK)\b"
)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_what_is_written_by_hand_is_short() -> None:
    lengths = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in project_files(*WRITTEN)}
    assert len(lengths) > 100
    assert {path: length for path, length in lengths.items() if length > LONGEST} == {}


def test_no_file_is_named_for_nothing() -> None:
    assert {path.stem for path in project_files(".py")} & NAMES_TO_AVOID == set()


def test_everything_public_says_what_it_is() -> None:
    silent = {module for module, tree in modules().items() if not ast.get_docstring(tree)}
    silent |= {
        f"{module}: {node.name}"
        for module, tree in modules().items()
        for node in _offered(tree)
        if not node.name.startswith("_") and not ast.get_docstring(node)
    }
    assert silent == set()


def _offered(tree: ast.Module) -> Iterator[ast.ClassDef | ast.FunctionDef]:
    """The functions and classes of a module and the methods of its public classes."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            yield node
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from (member for member in node.body if isinstance(member, ast.FunctionDef))


def test_the_project_speaks_of_itself_alone() -> None:
    found = {
        f"{name(path)}:{number}: {line[:120]}"
        for path in project_files(*TEXT)
        if path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1)
        if NOT_ITS_OWN.search(line)
    }
    assert found == set()
