"""Simulated employees who take part by the program's own front door, each with a home of their own."""

import contextlib
import io
import json
import os
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from hygiene.cli import run

RULES = [f"rule-{letter}" for letter in "abcdefgh"]
POLICY = """id = "small"
version = "1"
names = { fi = "Pieni", sv = "Litet", en = "Small" }
[[groups]]
id = "all"
names = { fi = "Kaikki", sv = "Alla", en = "All" }
""" + "".join(
    f'''[[rules]]
id = "{rule}"
group = "all"
severity = "high"
covers = ["{rule}"]
check = "answer"
accepts = ["told"]
fi = {{ title = "{rule} fi", why = "Syy.", action = "Tee.", ask = "Onko {rule}?" }}
sv = {{ title = "{rule} sv", why = "Skäl.", action = "Gör.", ask = "Är {rule}?" }}
en = {{ title = "{rule} en", why = "Why.", action = "Do.", ask = "Is {rule}?" }}
'''
    for rule in RULES
)
QUIET = ("--no-input", "--quiet", "--exit-zero", "-o")


def answered(home: Path, answers: str, folder: Path) -> None:
    """One employee's audit and export, by the program's own front door."""
    home.mkdir(exist_ok=True)
    (home / "answers.toml").write_text(answers, encoding="utf-8")
    # For a computer without a keyring.
    (home / "passphrase").write_text("seven fictional words", encoding="utf-8")
    with contextlib.redirect_stderr(io.StringIO()):
        words = (
            "audit",
            *QUIET,
            home / "report",
            "--answers",
            home / "answers.toml",
            "--passphrase-file",
            home / "passphrase",
            "--summary-to",
            folder,
            "--force",
        )
        assert run([str(word) for word in words]) == 0


def released_by_the_real_command(folder: Path, count: int) -> tuple[dict[str, Any], dict[str, int]]:
    """The release of so many employees' exports, and how many of them truly keep each rule."""
    (folder / "policy.toml").write_text(POLICY, encoding="utf-8")
    random = Random(3)
    kept = dict.fromkeys(RULES, 0)
    for number in range(count):
        care = random.random()
        choices = {rule: random.random() < care for rule in RULES}
        for rule, keeps in choices.items():
            kept[rule] += keeps
        answers = "\n".join(f'{rule} = "{"yes" if keeps else "no"}"' for rule, keeps in choices.items())
        with environment(HYGIENE_HOME=str(folder / f"home{number}"), HYGIENE_POLICY=str(folder / "policy.toml")):
            answered(folder / f"home{number}", answers, folder / "summary")
    output = folder / "release.json"
    words = ("summary", "combine", folder / "summary/it", folder / "summary/dpo", "--ledger", folder / "ledger")
    with (
        environment(HYGIENE_HOME=str(folder), HYGIENE_POLICY=str(folder / "policy.toml")),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        code = run([*map(str, words), "--new-ledger", "--quiet", "--format", "json", "-o", str(output)])
    assert code == 0, code
    return json.loads(output.read_text(encoding="utf-8")), kept


@contextlib.contextmanager
def environment(**values: str) -> Iterator[None]:
    """These variables, and the English language, for a while."""
    before = dict(os.environ)
    os.environ.update(values, HYGIENE_LANG="en")
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
