"""A record, its two shares, and what a share shows."""

import stat
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from hygiene.evidence import Origin
from hygiene.findings import Outcome, Verdict
from hygiene.summary.folders import below, write_shares
from hygiene.summary.lanes import Shape, totals
from hygiene.summary.record import CHANGED, MEASURED, Answers, cells_of
from hygiene.summary.sharing import HEAD, DamagedError, ForeignError, Side, cells_in, read_head
from tests.summary.people import PERIOD, draw, rules, shares


def test_two_shares_make_the_record_again() -> None:
    shape = Shape.of(rules())
    for person in draw(20):
        made = shares(person, changed=False)
        joined = shape.joined(*(shape.split(cells_in(made[side])) for side in Side))
        assert joined is not None
        assert totals(joined, rules().width) == cells_of(person, rules(), changed=False)


def test_a_record_is_noughts_and_ones_with_one_verdict_for_each_rule() -> None:
    (person,) = draw(1)
    cells = cells_of(person, rules(), changed=True)
    assert {*cells} == {0, 1}
    assert sum(cells) == len(rules().rules) + person.measured + 1
    assert all(cells[rules().place(rule, verdict)] == 1 for rule, verdict in person.verdicts.items())
    assert (cells[rules().mark(MEASURED)], cells[rules().mark(CHANGED)]) == (person.measured, 1)


def test_what_a_rule_was_exempted_from_is_never_met() -> None:
    answers = Answers.of([Outcome("a", Verdict.EXEMPT, Origin.TOLD), Outcome("b", Verdict.MET, Origin.TOLD)])
    assert answers == Answers({"a": Verdict.NOT_APPLICABLE, "b": Verdict.MET}, measured=False)


def test_all_shares_have_the_same_length_and_the_same_beginning() -> None:
    made = [shares(person) for person in draw(30)]
    for side in Side:
        assert {len(each[side]) for each in made} == {rules().length}
        assert len({each[side][:32] for each in made}) == 1


def chi_squared(counts: Counter[int], kinds: int) -> float:
    expected = sum(counts.values()) / kinds
    return sum((counts[kind] - expected) ** 2 / expected for kind in range(kinds))


@pytest.mark.parametrize("side", Side)
def test_one_share_alone_is_uniform_noise_whatever_the_answers(side: Side) -> None:
    # The same answers each time: whatever of them showed through would add up.
    (person,) = draw(1)
    noise = [shares(person)[side][HEAD:-16] for _ in range(400)]
    whole = b"".join(noise)
    # 255 degrees of freedom: beyond 400 once in some hundred million runs.
    assert chi_squared(Counter(whole), 256) < 400
    bits = sum(byte.bit_count() for byte in whole)
    assert abs(bits - 4 * len(whole)) < 6 * (2 * len(whole)) ** 0.5
    pairs = Counter((one ^ other) for one, other in pairwise(whole))
    assert chi_squared(pairs, 256) < 400
    # Cell by cell, those that hold a 1 look like those that hold a 0.
    cells = cells_of(person, rules(), changed=True)
    low = [sum(each[4 * place] & 1 for each in noise) for place in range(rules().width)]
    assert all(abs(count - 200) < 6 * 10 for count in low)
    means = [sum(low[at] for at, cell in enumerate(cells) if cell == kind) / cells.count(kind) for kind in (0, 1)]
    assert abs(means[0] - means[1]) < 6 * 10 * (1 / cells.count(0) + 1 / cells.count(1)) ** 0.5


def test_a_file_tells_nothing(tmp_path: Path) -> None:
    people = draw(40)
    names: list[str] = []
    for folder in below(tmp_path).values():
        folder.mkdir()
    for person in people:
        written = write_shares(below(tmp_path), shares(person), PERIOD)
        assert written[Side.IT].name != written[Side.DPO].name
        names += [path.name for path in written.values()]
    assert len({*names}) == len(names)
    assert {len(name) for name in names} == {38}
    files = [path.stat() for path in tmp_path.rglob("*.share")]
    assert len(files) == 80
    assert {each.st_size for each in files} == {rules().length}
    assert {each.st_mtime_ns for each in files} == {PERIOD.timestamp * 10**9}
    if sys.platform != "win32":
        assert {stat.S_IMODE(each.st_mode) & 0o111 for each in files} == {0}


def test_what_is_no_share_is_told_from_what_is_a_broken_one() -> None:
    share = shares(draw(1)[0])[Side.IT]
    assert read_head(share).side is Side.IT
    for foreign in (b"", b"hygiene", b"\0" * 1024, b"PK\3\4" + share, share[:10] + b"\xff\xff" + share[12:]):
        with pytest.raises(ForeignError):
            read_head(foreign)
    for damaged in (share[:20], share[:9] + b"\7" + share[10:], share[:14] + b"\0" + share[15:]):
        with pytest.raises(DamagedError):
            read_head(damaged)
    for damaged in (share[:-1], share[:-1] + bytes([share[-1] ^ 1]), share[:100] + b"!" + share[101:], share * 2):
        with pytest.raises(DamagedError):
            cells_in(damaged)
