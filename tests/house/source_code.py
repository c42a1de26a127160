"""The program as a reader sees it: its files, its modules parsed, and what stands in their calls."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "hygiene"
HOLE = "{}"
"""Stands for what an f-string fills in."""


def project_files(*suffixes: str) -> list[Path]:
    """Every file of the project with one of these suffixes, except what tools leave behind."""
    return [
        path
        for path in sorted(ROOT.rglob("*"))
        if path.is_file()
        and path.suffix in suffixes
        and not any(part.startswith(".") and part != ".ci" for part in path.relative_to(ROOT).parts)
        and not {"__pycache__", "build", "dist"} & {*path.relative_to(ROOT).parts}
    ]


@cache
def modules() -> dict[str, ast.Module]:
    """The syntax tree of every module of the program, by its path below the package."""
    return {
        path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
    }


def strings_in(tree: ast.AST) -> Iterator[str]:
    """Every string that stands in the code and is no docstring; an f-string with `HOLE` for what it fills in."""
    parts_and_docstrings = {
        id(part)
        for node in ast.walk(tree)
        for part in (
            node.values if isinstance(node, ast.JoinedStr) else [node.value] if isinstance(node, ast.Expr) else []
        )
    }
    for node in ast.walk(tree):
        if id(node) not in parts_and_docstrings and (text := _as_text(node)):
            yield text


def _as_text(node: ast.AST) -> str | None:
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else HOLE for part in node.values)  # type: ignore[misc]
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def calls(*functions: str) -> Iterator[tuple[ast.Call, ast.AST]]:
    """Every call of functions or classes of these names, each with the function (or module) that it stands in."""
    for tree in modules().values():
        for scope in [tree, *(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))]:
            for node in _own_nodes(scope):
                if isinstance(node, ast.Call) and called(node) in functions:
                    yield node, scope


def called(call: ast.Call) -> str:
    """The last part of the name of what is called."""
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def arguments(place: int, name: str, *functions: str) -> set[str]:
    """The strings that may be given to these functions at a place (from 0) or by a name.

    A variable is followed to its assignments within the same function; what comes from farther away is passed over.
    """
    found: set[str] = set()
    for call, scope in calls(*functions):
        by_name = [keyword.value for keyword in call.keywords if keyword.arg == name]
        for node in by_name or call.args[place : place + 1]:
            found |= possible_strings(node, scope)
    return found


def returned(*functions: str) -> set[str]:
    """The strings that functions of these names may return or yield."""
    found: set[str] = set()
    for tree in modules().values():
        for scope in ast.walk(tree):
            if isinstance(scope, ast.FunctionDef) and scope.name in functions:
                for node in _own_nodes(scope):
                    if isinstance(node, ast.Return | ast.Yield) and node.value:
                        found |= possible_strings(node.value, scope)
    return found


def possible_strings(node: ast.expr, scope: ast.AST) -> set[str]:
    """The strings that an expression may stand for, as far as the code of its function tells."""
    match node:
        case ast.Constant(value=str(text)):
            return {text}
        case ast.JoinedStr():
            return {_as_text(node) or ""}
        case ast.IfExp(body=one, orelse=other):
            return possible_strings(one, scope) | possible_strings(other, scope)
        case ast.Call(func=ast.Attribute(attr="get"), args=[_, default]):
            return possible_strings(default, scope)
        case ast.BoolOp(values=values):
            return {text for value in values for text in possible_strings(value, scope)}
        case ast.Name(id=name):
            return {text for value in _assigned(name, scope) for text in possible_strings(value, scope)}
        case _:
            return set()


def _assigned(name: str, scope: ast.AST) -> Iterator[ast.expr]:
    for node in _own_nodes(scope):
        if isinstance(node, ast.Assign) and any(isinstance(to, ast.Name) and to.id == name for to in node.targets):
            yield node.value


def _own_nodes(scope: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a function or module without those of the functions defined in it."""
    for child in ast.iter_child_nodes(scope):
        if not isinstance(child, ast.FunctionDef):
            yield child
            yield from _own_nodes(child)
        else:
            for outside in (*child.decorator_list, child.args):
                yield outside
                yield from _own_nodes(outside)


def templates() -> Iterator[tuple[str, str]]:
    """Every `say("...")` in the page templates: the key, and what follows it (`~` where the key goes on)."""
    for path in sorted(PACKAGE.rglob("*.jinja")):
        yield from re.findall(r'\bsay\(\s*"([^"]+)"\s*(~?)', path.read_text(encoding="utf-8"))


def in_templates(macro: str) -> set[str]:
    """The strings given to a macro in the page templates."""
    return {
        text
        for path in PACKAGE.rglob("*.jinja")
        for text in re.findall(rf'\b{macro}\("([^"]+)"\)', path.read_text(encoding="utf-8"))
    }


@cache
def errors() -> frozenset[str]:
    """The names of the classes of errors that carry a key."""
    known = {"HygieneError"}
    while True:
        more = {
            node.name
            for tree in modules().values()
            for node in ast.walk(tree)
            if isinstance(node, ast.ClassDef) and known & {getattr(base, "id", "") for base in node.bases}
        }
        if more <= known:
            return frozenset(known)
        known |= more
