"""Two parties who never put single shares together, many sites, and what one bad file among them costs."""

import secrets
import shutil
from pathlib import Path
from random import Random

import pytest

from hygiene.journeys.organisation_summary import sum_one_side
from hygiene.summary.combining import Totals, combine
from hygiene.summary.folders import Reason, SetAside, below, write_shares
from hygiene.summary.lanes import to_bytes
from hygiene.summary.record import Answers, RuleSet, cells_of
from hygiene.summary.sharing import HEAD, Side, cells_in, sealed, split
from hygiene.summary.sketch import Sketcher
from tests.summary.people import PERIOD, UNITS, draw, policy, rules, shares, with_units, write
from tests.summary.test_combining import combined, is_true, part


def garbage(folder: Path, answers: Answers) -> None:
    """A pair whose one half is noise with a good head and a good checksum."""
    made = shares(answers)
    spoiled = {**made, Side.IT: sealed(made[Side.IT][:HEAD] + secrets.token_bytes(4 * rules().width))}
    write_shares(below(folder), spoiled, PERIOD)


def put(folder: Path, cells: list[int]) -> None:
    write_shares(below(folder), split(cells, rules(), PERIOD, secrets.token_bytes(16), 1), PERIOD)


def made_in_turn(folder: Path) -> tuple[Totals, list[SetAside]]:
    """IT sums first, the other party with its sum, IT again with theirs: as the documentation tells."""
    set_aside = []
    for side, name, other in (("it", "first", None), ("dpo", "dpo.sum", "first"), ("it", "it.sum", "dpo.sum")):
        there = folder / other if other else None
        set_aside.append(sum_one_side(folder / side, there, folder / name, policy(), PERIOD)[1])
    return combine(folder / "it.sum", folder / "dpo.sum", rules(), PERIOD), set_aside


def test_garbage_among_the_shares_costs_nothing_else(tmp_path: Path) -> None:
    people = draw(30)
    write(tmp_path, people)
    for answers in draw(2, seed=4):
        garbage(tmp_path, answers)
    (tmp_path / "it/lonely").write_bytes(shares(draw(1)[0])[Side.IT])
    (tmp_path / "dpo/notes").write_text("hei")
    totals, (_, dpo, it) = made_in_turn(tmp_path)
    assert is_true(totals, people)
    assert (dpo[Reason.FALSE], dpo[Reason.FOREIGN]) == (2, 1)
    assert it[Reason.UNPAIRED] == 3


def test_sums_that_were_made_apart_are_not_spoiled_in_silence(tmp_path: Path) -> None:
    write(tmp_path, draw(30))
    garbage(tmp_path, draw(1)[0])
    it, dpo = part(tmp_path, "it", "it.sum"), part(tmp_path, "dpo", "dpo.sum")
    totals = combine(it, dpo, rules(), PERIOD)
    assert (totals.participants, totals.set_aside) == (0, SetAside({Reason.SPOILED: 31}))


def test_a_spoiled_site_costs_no_other_and_is_left_out_of_a_tree(tmp_path: Path) -> None:
    people = draw(60)
    region = tmp_path / "region"
    for side in Side:
        (region / side.folder).mkdir(parents=True)
    for site in range(10):
        folder = tmp_path / f"site{site}"
        write(folder, people[6 * site : 6 * site + 6])
        if site == 3:
            garbage(folder, draw(1)[0])
        for side in Side:
            shutil.copy(part(folder, side.folder, f"{side.folder}.sum"), region / side.folder / f"site{site}")
    others = [*people[:18], *people[24:]]
    totals = combined(region)
    assert is_true(totals, others)
    assert totals.set_aside == SetAside({Reason.SPOILED: 7})
    totals, (_, dpo, _) = made_in_turn(region)
    assert is_true(totals, others)
    assert dpo[Reason.FALSE] == 7


@pytest.mark.parametrize("place", [0, 3, 7, 147])
def test_a_share_that_is_wrong_in_a_single_cell_is_known(tmp_path: Path, place: int) -> None:
    people = draw(5)
    write(tmp_path, people)
    cells = cells_of(draw(1)[0], rules(), changed=True)
    cells[place if place < 140 else rules().cells] += 1
    put(tmp_path, cells)
    totals, (_, dpo, _) = made_in_turn(tmp_path)
    assert is_true(totals, people)
    assert dpo[Reason.FALSE] == 1


def test_what_cannot_be_known_of_single_shares_is_known_of_the_sum_where_it_makes_no_sense(tmp_path: Path) -> None:
    """Somebody built a record with a 1,000 beside a -999: the sketches fit, as the documentation says that they may."""
    write(tmp_path, draw(5))
    cells = cells_of(draw(1)[0], rules(), changed=True)
    one = next(at for at in range(4) if cells[at])
    cells[one], cells[one ^ 1] = 1000, -999
    put(tmp_path, cells)
    totals, (_, dpo, _) = made_in_turn(tmp_path)
    assert dpo[Reason.FALSE] == 0
    assert totals.set_aside[Reason.SPOILED] == 6


@pytest.mark.parametrize("used", [rules(), RuleSet.of(with_units())])
def test_the_sketches_of_every_true_record_fit_and_one_alone_is_noise(used: RuleSet) -> None:
    sketcher, random = Sketcher.of(used), Random(8)
    seen = set()
    for answers in draw(50):
        unit = random.choice(UNITS) if used.units else ""
        cells = cells_of(answers, used, changed=random.random() < 0.5, unit=unit)
        made = split(cells, used, PERIOD, bytes(16), 1)
        one, other = (sketcher.sketch(cells_in(made[side])) for side in Side)
        assert sketcher.fit(one, other)
        assert not sketcher.fit(one, one)
        seen |= {one, other}
    assert len(seen) == 100


def test_a_sketch_knows_a_unit_that_is_half_filled() -> None:
    used = RuleSet.of(with_units())
    sketcher = Sketcher.of(used)
    for at in (used.block("care")[0], used.block("care")[7], used.block("museum")[-2]):
        cells = cells_of(draw(1)[0], used, changed=True)
        cells[at] = 1
        assert not sketcher.fit(sketcher.sketch(to_bytes(cells)), sketcher.sketch(to_bytes([0] * used.width)))
