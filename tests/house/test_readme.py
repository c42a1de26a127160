"""README.md tells the truth: its excerpt, its commands, its exit codes and its links."""

import re
import shlex
from pathlib import Path

import pytest

from hygiene.errors import ExitCode
from hygiene.sources import formats
from tests.journeys.program import Program

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
ELISION = "[...]"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def test_the_excerpt_is_part_of_the_real_report(tmp_path: Path) -> None:
    (excerpt,) = blocks("text")
    ran = Program(tmp_path).run("audit", "--demo", "--no-input")
    assert ran.code == ExitCode.SOMETHING_TO_FIX
    pieces = excerpt.split(f"{ELISION}\n")
    assert len(pieces) > 1
    place = 0
    for piece in pieces:
        place = ran.out.index(piece, place) + len(piece)
    assert ran.out.endswith(pieces[-1])


def test_there_are_two_commands_of_one_line_each() -> None:
    commands = blocks("sh")
    assert [len(command.splitlines()) for command in commands] == [1, 1]
    demo, tests = ([shlex.split(part) for part in command.split("&&")] for command in commands)
    assert demo[-1] == [".venv/bin/hygiene", "audit", "--demo"]
    assert tests[-1][:4] == [".venv/bin/python", "-m", "pytest", "-n"]
    for command, lock in ((demo, "requirements.lock"), (tests, "requirements-dev.lock")):
        assert lock in command[1]
        # A lock is whole: resolving it anew would stumble over the extras that its packages ask of one another.
        assert {"--no-deps", "--require-hashes"} <= set(command[1])
        assert (ROOT / lock).is_file()


def test_windows_runs_the_same() -> None:
    def bare(command: str) -> list[str]:
        parts = re.split(r"&&|;", command.replace(".venv\\Scripts\\", ".venv/bin/").replace("python3", "py"))
        return [part.strip() for part in parts]

    assert [bare(command) for command in blocks("powershell")] == [bare(command) for command in blocks("sh")]


def test_the_exit_codes_are_those_of_the_program() -> None:
    section = README.split("## Exit codes")[1].split("\n## ")[0]
    assert [int(code) for code in re.findall(r"^\| (\d+) \|", section, re.MULTILINE)] == sorted(ExitCode)


def test_every_known_export_is_named() -> None:
    for name in {re.split(r"[ ,]", product)[0] for _, product in formats()}:
        assert name in README


DOCUMENTS = [path.relative_to(ROOT).as_posix() for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"))]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_within_the_project_leads_somewhere(document: str) -> None:
    path = ROOT / document
    for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8")):
        if not target.startswith(("https://", "#")):
            assert (path.parent / target.split("#")[0]).exists(), target


def linked_from(document: Path) -> set[Path]:
    targets = re.findall(r"\]\(([^)\s#]+)", document.read_text(encoding="utf-8"))
    return {(document.parent / target).resolve() for target in targets if target.endswith(".md")}


def test_every_document_is_reached_from_the_readme() -> None:
    reached, ahead = set[Path](), {ROOT / "README.md"}
    while ahead:
        reached |= ahead
        ahead = {path for document in ahead for path in linked_from(document)} - reached
    assert {*ROOT.glob("docs/*.md")} <= reached
