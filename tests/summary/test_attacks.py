"""Attacks on the whole scheme, with bounds that must hold. `python -m benchmarks.anonymity` prints the figures."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from benchmarks import attacks
from hygiene.errors import RefusedError
from hygiene.journeys.contribution import Contribution, keep_number, prepare
from hygiene.release import COUNTED
from hygiene.sessions import Store, open_store
from hygiene.summary.combining import combine
from hygiene.summary.folders import below, write_shares
from hygiene.summary.ledger import begin_ledger, enter, read_ledger
from hygiene.summary.period import Period
from hygiene.summary.record import Answers
from hygiene.summary.rules import release
from hygiene.summary.sharing import HEAD, Side, read_head
from tests.summary.people import PERIOD, draw, policy, rules, shares, write


def given(store: Store, answers: Answers, day: date) -> Contribution:
    made = prepare(store, policy(), answers, day)
    keep_number(store, made)
    return made


def exact(count: int, _people: int) -> int:
    """A scheme without protection: what every attack must succeed against."""
    return count


@pytest.mark.parametrize(("people", "trials"), [(50, 2000), (500, 300)])
def test_taking_part_is_hard_to_tell(people: int, trials: int) -> None:
    protected = attacks.membership(people, trials)
    assert protected <= 0.70
    assert attacks.membership(people, trials, exact) > protected


@pytest.mark.parametrize("people", [50, 500])
def test_a_newcomers_answer_is_hard_to_tell(people: int) -> None:
    assert attacks.joiner(people, 4000) <= 0.62
    assert attacks.joiner(people, 4000, exact) == 1


def test_nothing_about_anybody_follows_with_certainty() -> None:
    assert attacks.certain(50, 1000, attacks.rounded) == 0
    assert attacks.certain(50, 1000, exact) > 0.3


def test_a_second_release_cannot_be_had_by_adding_one_person(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger"
    begin_ledger(ledger)
    write(tmp_path, draw(60))
    totals = combine(tmp_path / "it", tmp_path / "dpo", rules(), PERIOD)
    enter(ledger, release(totals, policy(), ()), ())
    write(tmp_path, draw(1, seed=7))
    more = combine(tmp_path / "it", tmp_path / "dpo", rules(), PERIOD)
    assert more.participants == 61
    with pytest.raises(RefusedError):
        release(more, policy(), read_ledger(ledger))


def test_a_quarter_in_which_nobody_but_a_few_changed_is_not_released(tmp_path: Path) -> None:
    people, later = draw(60), PERIOD.next
    write(tmp_path, people)
    first = release(combine(tmp_path / "it", tmp_path / "dpo", rules(), PERIOD), policy(), ())
    write(tmp_path, people, changed=False, period=later)
    write(tmp_path, draw(9, seed=7), period=later)
    totals = combine(tmp_path / "it", tmp_path / "dpo", rules(), later)
    assert totals.participants == 69
    with pytest.raises(RefusedError) as refused:
        release(totals, policy(), (first,))
    assert refused.value.key == "summary.refused.changes"
    write(tmp_path, draw(1, seed=8), period=later)
    assert release(combine(tmp_path / "it", tmp_path / "dpo", rules(), later), policy(), (first,))


def test_false_submissions_would_find_exact_counts_if_releases_could_be_had_at_will() -> None:
    """The attack that the ledger is for: add people of one's own until the rounded count tips over."""
    for true in range(20, 60):
        added = next(
            more for more in range(6) if attacks.rounded(true + more, 200) != attacks.rounded(true, 200) or more == 5
        )
        tipped = attacks.rounded(true + added, 200)
        assert tipped is not None
        assert tipped - 2 - added == true


def test_a_false_pair_counts_for_no_more_than_one_person(tmp_path: Path) -> None:
    people = draw(40)
    write(tmp_path, people)
    write_shares(below(tmp_path), shares(people[0]), PERIOD)
    totals = combine(tmp_path / "it", tmp_path / "dpo", rules(), PERIOD)
    rule = rules().rules[0]
    assert sum(totals.count(rule, verdict) for verdict in COUNTED) == 41


def test_files_cannot_be_linked_from_one_quarter_to_the_next(tmp_path: Path) -> None:
    """The same employee, the same answers, two exports in one quarter and one in each of two more."""
    (person,) = draw(1)
    days = (date(2026, 10, 2), date(2026, 12, 30), date(2027, 1, 1), date(2027, 5, 5))
    with open_store(tmp_path) as store:
        made = [given(store, person, day) for day in days]
        heads = [read_head(each.shares[Side.IT]) for each in made]
        kept = store.get("summary") or ""
    assert [str(each.period) for each in heads] == ["2026-Q4", "2026-Q4", "2027-Q1", "2027-Q2"]
    assert heads[0].pairing == heads[1].pairing
    assert len({head.pairing for head in heads}) == 3
    assert [head.revision for head in heads] == [1, 2, 1, 1]
    assert [each.changed for each in made] == [True, True, False, False]
    # Of the earlier numbers nothing remains, not even sealed.
    assert [head.pairing.hex() in kept for head in heads] == [False, False, False, True]
    # Beyond its head no byte of a share recurs in another one: runs of four are as rare as chance has them.
    runs = Counter(
        share[at : at + 4] for each in made for share in each.shares.values() for at in range(HEAD, len(share) - 16, 4)
    )
    assert sum(count - 1 for count in runs.values()) <= 2


def test_what_was_forgotten_counts_as_new_and_an_answer_that_changed_as_changed(tmp_path: Path) -> None:
    one, other = draw(2)
    with open_store(tmp_path) as store:
        assert given(store, one, date(2026, 10, 2)).changed
        assert given(store, other, date(2027, 1, 2)).changed
        assert not given(store, other, date(2027, 4, 2)).changed
        first = given(store, other, date(2027, 4, 2)).shares[Side.IT]
        store.forget_what_outlives()
        again = given(store, other, date(2027, 4, 2))
        assert again.changed
        assert again.period == Period(2027, 2)
        assert read_head(again.shares[Side.IT]).pairing != read_head(first).pairing


def test_what_was_not_given_leaves_no_trace(tmp_path: Path) -> None:
    (person,) = draw(1)
    with open_store(tmp_path) as store:
        prepare(store, policy(), person, date(2026, 10, 2))
        assert store.get("summary") is None
        assert given(store, person, date(2027, 1, 2)).changed
