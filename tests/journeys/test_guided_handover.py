"""What the two people of a guided session hand over at its end."""

from datetime import date
from pathlib import Path

import pytest

from hygiene.findings import Verdict
from hygiene.journeys.contribution import keep_number, prepare
from hygiene.journeys.guided_handover import as_path
from hygiene.policy.reading import load_policy
from hygiene.sessions import SUPPORT, Beginning, Session, open_store
from hygiene.summary.record import Answers
from hygiene.summary.sharing import Side, read_head

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    "typed",
    [
        "/koti/oma kansio/vienti.csv",
        "'/koti/oma kansio/vienti.csv'",
        r"/koti/oma\ kansio/vienti.csv",
        '"/koti/oma kansio/vienti.csv"',
    ],
)
def test_a_path_may_be_dropped_on_the_terminal(typed: str) -> None:
    assert as_path(typed).parts[-2:] == ("oma kansio", "vienti.csv")


def test_the_own_folder_has_a_short_name() -> None:
    assert as_path("~/vienti.csv").is_absolute()
    assert as_path("~muu/vienti.csv").parts[0] == "~muu"


def test_each_employee_of_a_supporter_counts_once_in_the_summary(tmp_path: Path) -> None:
    """With one number for the whole store, the second employee's record would take the place of the first one's."""
    policy = load_policy(["municipality"])
    answers = Answers({rule.id: Verdict.MET for rule in policy.rules}, measured=True)

    def contributed(session: Session) -> bytes:
        made = prepare(session, policy, answers, TODAY)
        keep_number(session, made)
        return read_head(made.shares[Side.IT]).pairing

    with open_store(tmp_path) as store:
        one, other = (store.begin(Beginning(journey=SUPPORT)) for _ in range(2))
        assert contributed(one) != contributed(other)
        assert contributed(one) == contributed(one)
