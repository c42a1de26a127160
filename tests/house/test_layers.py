"""Who imports whom, and what the house is built of."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator

from tests.house.source_code import ROOT, calls, modules

NETWORK = {
    *("aiohttp", "asyncio", "ftplib", "http", "httpx", "imaplib", "nntplib", "poplib", "requests", "smtplib", "socket"),
    *("socketserver", "ssl", "telnetlib", "urllib3", "webbrowser", "xmlrpc"),
    "urllib.request",
}
RUNNING = {"subprocess", "multiprocessing", "pty", "os.system", "os.popen"}
COMES_WITH = {"markupsafe": "jinja2", "pydantic_core": "pydantic", "pypff": "libpff_python"}
"""Packages that another one, which is required by name, brings along as a part of its own interface."""


def imports(tree: ast.Module) -> Iterator[str]:
    """The full name of everything that a module imports, for use and not for the type checker alone."""
    for_types_alone = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import) and id(node) not in for_types_alone:
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and id(node) not in for_types_alone:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def importers(names: set[str]) -> set[str]:
    """The modules that import one of these, or something from it."""
    return {
        module
        for module, tree in modules().items()
        for imported in imports(tree)
        if any(imported == name or imported.startswith(f"{name}.") for name in names)
    }


def requirements() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    return {re.split(r"[^\w-]", line)[0].replace("-", "_") for line in (*project["dependencies"], *extras)}


def test_every_contract_of_import_linter_is_kept() -> None:
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True, no_logo=True))"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert " 0 broken" in ran.stdout


def test_only_breaches_and_one_module_of_mailboxes_can_reach_the_network() -> None:
    found = importers(NETWORK)
    assert found
    of_mailboxes = {"mailbox/imap.py", "trust.py"}
    assert {module for module in found if not module.startswith("breaches/")} == of_mailboxes


def test_nothing_but_gpg_is_started() -> None:
    # A big vault is estimated by several processes of this same program.
    assert importers(RUNNING) == {"sources/gpg.py", "strength/vault.py"}
    calls = {
        ast.unparse(node.func) for tree in modules().values() for node in ast.walk(tree) if isinstance(node, ast.Call)
    }
    assert not {call for call in calls if re.fullmatch(r"os\.(system|popen|exec\w+|spawn\w+|posix_spawn\w*)", call)}
    assert not {"eval", "exec", "compile", "__import__", "pickle.loads", "marshal.loads"} & calls


def test_nothing_is_logged() -> None:
    """A library may be silenced; nobody writes to a log."""
    assert {module for module in importers({"logging", "syslog"}) if not module.startswith("breaches/")} == set()
    writing = {"debug", "info", "warning", "warn", "error", "exception", "critical", "basicConfig", "addHandler"}
    assert {ast.unparse(call) for name in writing for call, _ in calls(name)} == set()


def test_what_is_required_is_used_and_what_is_used_is_required() -> None:
    used = {imported.split(".")[0] for tree in modules().values() for imported in imports(tree)}
    foreign = used - {*sys.stdlib_module_names, "hygiene", "None"}
    assert {COMES_WITH.get(name, name) for name in foreign} == requirements()


def test_the_content_of_a_secret_is_taken_out_where_it_is_needed_only() -> None:
    takers = {
        module
        for module, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"reveal", "utf8"} and module != "secret.py"
    }
    of_locked_exports = ("sources/bitwarden_protected.py", "sources/gpg.py", "sources/kdbx.py")
    modules_alone = (
        *("checks/passwords.py", "commands/generate.py", "journeys/inventory.py"),
        *("journeys/mailboxes.py", "mailbox/imap.py", "terminal.py"),
    )
    places = ("breaches/", "sessions/", "similarity/", "strength/", *modules_alone, *of_locked_exports)
    assert {module for module in takers if not module.startswith(places)} == set()
    assert takers
