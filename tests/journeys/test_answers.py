"""Answers given beforehand: taken whole, or refused with the reason."""

from pathlib import Path

import pytest

from hygiene.errors import SourceError
from hygiene.evidence import AccountKind
from hygiene.journeys.answers import read_answers
from hygiene.policy.reading import load_policy

POLICY = load_policy(["municipality"])


def answers_in(folder: Path, content: bytes):  # type: ignore[no-untyped-def]
    path = folder / "answers.toml"
    path.write_bytes(content)
    return read_answers(path, POLICY)


def test_rules_circumstances_and_accounts_are_answered(tmp_path: Path) -> None:
    content = b'training = "no"\nuses-social-media = "dont-know"\napproved-programs = "not-my-concern"\n'
    given = answers_in(tmp_path, content + b'[accounts]\n"https://www.puoti.example/tili" = "work"\n')
    assert given.choices == {"training": "no", "uses-social-media": "dont-know", "approved-programs": "not-my-concern"}
    assert given.kinds == {"puoti.example": AccountKind.WORK}


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"training = ", "audit.answers_unreadable"),
        (b"\xff\xfe", "audit.answers_unreadable"),
        (b"x = " + b"[" * 5000, "audit.answers_unreadable"),
        (b"#" * 1_000_001, "audit.answers_unreadable"),
        (b'no-such-rule = "yes"', "audit.answer_to_no_rule"),
        (b'training = "maybe"', "audit.answer_not_known"),
        (b"training = true", "audit.answer_not_known"),
        (b'training = "not-my-concern"', "audit.answer_not_known"),
        (b'accounts = "work"', "audit.answer_not_known"),
        (b'[accounts]\n"puoti.example" = "both"', "audit.answer_not_known"),
    ],
)
def test_what_is_not_understood_is_refused(tmp_path: Path, content: bytes, key: str) -> None:
    with pytest.raises(SourceError) as refused:
        answers_in(tmp_path, content)
    assert refused.value.key == key
    assert refused.value.__cause__ is None


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        read_answers(tmp_path / "nowhere.toml", POLICY)
