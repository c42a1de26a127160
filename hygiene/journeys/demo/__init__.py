"""A fictional employee's vault and answers, to see a whole audit without an export, a network or a set-up."""

import tomllib
from importlib.resources import as_file, files
from pathlib import Path

from hygiene.journeys.answers import GivenAnswers, given_answers
from hygiene.policy.model import Policy

WORK_DOMAINS = frozenset({"laaksola.example"})


def demo_export() -> Path:
    """The export of Aino Laaksonen, who works for the municipality of Laaksola and does not exist."""
    with as_file(files(__name__).joinpath("aino.csv")) as path:
        return path


def demo_answers(policy: Policy) -> GivenAnswers:
    """What Aino has answered already; a few questions are left for whoever watches.

    Answers to rules that this policy does not have are left out.
    """
    document = tomllib.loads(files(__name__).joinpath("answers.toml").read_text(encoding="utf-8"))
    known = policy.questions | {"accounts"}
    return given_answers({key: value for key, value in document.items() if key in known}, policy)
