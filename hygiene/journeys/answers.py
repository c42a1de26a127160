"""Answers that were given before the audit, in a file."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hygiene.checks.applicability import NOT_MY_CONCERN
from hygiene.errors import SourceError
from hygiene.evidence import DONT_KNOW, RATHER_NOT, AccountKind
from hygiene.policy.model import Policy
from hygiene.services.domains import site

_LARGEST = 1_000_000
_CHOICES = ("yes", "no", DONT_KNOW, RATHER_NOT)


@dataclass(frozen=True, slots=True)
class GivenAnswers:
    """Choices keyed by rule id or circumstance id, and kinds of accounts keyed by the site of their service."""

    choices: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, AccountKind] = field(default_factory=dict)


def read_answers(path: Path, policy: Policy) -> GivenAnswers:
    """The answers of a TOML file: `rule-id = "yes"`, and a table `[accounts]` with `"site" = "work"` or `"private"`.

    Raises `SourceError` where the file cannot be read, names no rule of the policy, or gives no known answer.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
        if len(content) > _LARGEST:
            raise SourceError("audit.answers_unreadable")
        document = tomllib.loads(content.decode("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError):
        raise SourceError("audit.answers_unreadable") from None
    return given_answers(document, policy)


def given_answers(document: Mapping[str, Any], policy: Policy) -> GivenAnswers:
    """The answers of a TOML document that was read already."""
    accounts = document.get("accounts", {})
    choices = {key: value for key, value in document.items() if key != "accounts"}
    may_not_concern = {rule.id for rule in policy.rules if rule.may_not_concern}
    for key, value in choices.items():
        if key not in policy.questions:
            raise SourceError("audit.answer_to_no_rule", rule=key)
        possible = (*_CHOICES, NOT_MY_CONCERN) if key in may_not_concern else _CHOICES
        if value not in possible:
            raise SourceError("audit.answer_not_known", rule=key, choices=", ".join(possible))
    kinds = (AccountKind.WORK.value, AccountKind.PRIVATE.value)
    if not isinstance(accounts, dict) or any(value not in kinds for value in accounts.values()):
        raise SourceError("audit.answer_not_known", rule="accounts", choices=", ".join(kinds))
    return GivenAnswers(choices, {site(key) or key: AccountKind(value) for key, value in accounts.items()})
