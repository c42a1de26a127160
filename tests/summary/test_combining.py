"""Folders of shares, with everything in them that should not be there."""

import os
import secrets
import shutil
import sys
from pathlib import Path

import pytest

from hygiene.errors import HygieneError
from hygiene.findings import Verdict
from hygiene.journeys.organisation_summary import sum_one_side
from hygiene.summary import combining
from hygiene.summary.combining import Totals, combine
from hygiene.summary.folders import Reason, below, write_shares
from hygiene.summary.lanes import to_bytes
from hygiene.summary.period import Period
from hygiene.summary.record import MEASURED, Answers, RuleSet, cells_of
from hygiene.summary.sharing import HEAD, Side, sealed, split
from tests.summary.people import PERIOD, draw, policy, rules, shares, write


def combined(folder: Path) -> Totals:
    return combine(folder / "it", folder / "dpo", rules(), PERIOD)


def is_true(totals: Totals, people: list[Answers]) -> bool:
    return totals.participants == len(people) and all(
        totals.count(rule, verdict) == sum(person.verdicts[rule] is verdict for person in people)
        for rule in rules().rules
        for verdict in (Verdict.MET, Verdict.BROKEN, Verdict.UNKNOWN, Verdict.NOT_APPLICABLE)
    )


def test_the_sums_are_true(tmp_path: Path) -> None:
    people = draw(60)
    write(tmp_path, people)
    totals = combined(tmp_path)
    assert is_true(totals, people)
    assert totals.marked(MEASURED) == sum(person.measured for person in people)
    assert +totals.set_aside == {}


def test_one_bad_file_costs_nothing_else(tmp_path: Path) -> None:
    people = draw(30)
    write(tmp_path, people)
    it, dpo = tmp_path / "it", tmp_path / "dpo"
    (it / "notes.txt").write_text("hei")
    (it / "empty").touch()
    (it / "folder").mkdir()
    (it / "huge").write_bytes(b"hygiene\x1a" + bytes(10_000_000))
    if sys.platform != "win32":
        os.mkfifo(it / "pipe")
        (it / "link").symlink_to("/dev/zero")
    cut = shares(draw(1)[0])
    (it / "cut").write_bytes(cut[Side.IT][:-40])
    flipped = shares(draw(1)[0])
    (it / "flipped").write_bytes(flipped[Side.IT][:500] + b"\0\0\0" + flipped[Side.IT][503:])
    (dpo / "flipped").write_bytes(flipped[Side.DPO])
    lonely = shares(draw(1)[0])
    (it / "lonely").write_bytes(lonely[Side.IT])
    (it / "misplaced").write_bytes(shares(draw(1)[0])[Side.DPO])
    write_shares(below(tmp_path), shares(draw(1)[0], period=Period(2026, 3)), Period(2026, 3))
    other = RuleSet(rules().rules, b"\1" * 16)
    cells = cells_of(draw(1)[0], other, changed=True)
    write_shares(below(tmp_path), split(cells, other, PERIOD, secrets.token_bytes(16), 1), PERIOD)
    twice = shares(people[0])
    for side in Side:
        (tmp_path / side.folder / "once").write_bytes(twice[side])
        (tmp_path / side.folder / "once (1)").write_bytes(twice[side])
    totals = combined(tmp_path)
    assert is_true(totals, [*people, people[0]])
    found = totals.set_aside
    assert found[Reason.DUPLICATE] == 2
    assert found[Reason.FOREIGN] == (6 if sys.platform != "win32" else 4)
    assert found[Reason.DAMAGED] == 2
    # The lonely one, and the counterpart of the damaged one.
    assert found[Reason.UNPAIRED] == 2
    assert found[Reason.OTHER_SIDE] == 1
    assert found[Reason.OTHER_PERIOD] == 2
    assert found[Reason.OTHER_RULES] == 2


@pytest.mark.parametrize("place", [0, 3, 140, 141, 150])
@pytest.mark.parametrize("added", [1, 2, 1000, 2**32 - 1])
def test_a_pair_that_makes_no_true_record_is_set_aside(tmp_path: Path, place: int, added: int) -> None:
    people = draw(5)
    write(tmp_path, people)
    cells = cells_of(draw(1)[0], rules(), changed=True)
    cells[place] += added if cells[place] == 0 or added != 2**32 - 1 else 1
    # A mark of 1 that was 0 is a true record too.
    if cells[place] == 1 and place >= 140 and place < 142:
        cells[place] = 2
    write_shares(below(tmp_path), split(cells, rules(), PERIOD, secrets.token_bytes(16), 1), PERIOD)
    totals = combined(tmp_path)
    assert is_true(totals, people)
    assert totals.set_aside[Reason.FALSE] == 1


def test_a_false_file_under_somebody_elses_key_costs_them_nothing(tmp_path: Path) -> None:
    (person,) = people = draw(1)
    for first in Side:
        for false in range(2):
            folder = tmp_path / f"{first.folder}{false}"
            made = shares(person)
            noise = sealed(made[Side.IT][:HEAD] + secrets.token_bytes(4 * rules().width))
            for side in Side:
                (folder / side.folder).mkdir(parents=True)
            order = (
                [(Side.IT, made[Side.IT]), (Side.IT, noise)] if false else [(Side.IT, noise), (Side.IT, made[Side.IT])]
            )
            order.insert(0 if first is Side.DPO else 2, (Side.DPO, made[Side.DPO]))
            for number, (side, content) in enumerate(order):
                (folder / side.folder / str(number)).write_bytes(content)
            totals = combined(folder)
            assert is_true(totals, people)
            assert totals.set_aside[Reason.DUPLICATE] == 1


@pytest.mark.parametrize("held", [0, 5000])
def test_shares_in_whatever_order_are_paired_in_little_memory(
    tmp_path: Path, held: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(combining, "_HELD_BYTES", held)
    people = draw(40)
    made = [shares(person) for person in people]
    for side in Side:
        (tmp_path / side.folder).mkdir()
        for number, each in enumerate(made if side is Side.IT else reversed(made)):
            (tmp_path / side.folder / str(number)).write_bytes(each[side])
    totals = combined(tmp_path)
    assert is_true(totals, people)
    assert +totals.set_aside == {}


def test_noise_with_a_good_checksum_spoils_nothing(tmp_path: Path) -> None:
    people = draw(5)
    write(tmp_path, people)
    made = shares(draw(1)[0])
    noise = secrets.token_bytes(4 * rules().width)
    (tmp_path / "it/x").write_bytes(sealed(made[Side.IT][:HEAD] + noise))
    (tmp_path / "dpo/x").write_bytes(made[Side.DPO])
    totals = combined(tmp_path)
    assert is_true(totals, people)
    assert totals.set_aside[Reason.FALSE] == 1


def test_the_last_export_of_a_period_replaces_the_others_in_whatever_order_they_are_read(tmp_path: Path) -> None:
    others, (first, second, third) = draw(10), draw(3, seed=9)
    for order in ((1, 2, 3), (3, 2, 1), (2, 3, 1)):
        folder = tmp_path / str(order)
        write(folder, others)
        pairing = secrets.token_bytes(16)
        for revision in order:
            person = (first, second, third)[revision - 1]
            made = shares(person, pairing=pairing, revision=revision)
            for side in Side:
                # The names decide in which order many systems list them.
                (folder / side.folder / f"{order.index(revision)}").write_bytes(made[side])
        totals = combined(folder)
        assert is_true(totals, [*others, third])
        assert totals.set_aside[Reason.REPLACED] == 2


def test_an_export_of_which_a_half_is_missing_leaves_the_earlier_one_counted(tmp_path: Path) -> None:
    first, second = draw(2)
    pairing = secrets.token_bytes(16)
    write(tmp_path, [])
    write_shares(below(tmp_path), shares(first, pairing=pairing), PERIOD)
    half = shares(second, pairing=pairing, revision=2)
    (tmp_path / "dpo/half").write_bytes(half[Side.DPO])
    totals = combined(tmp_path)
    assert is_true(totals, [first])
    assert totals.set_aside[Reason.UNPAIRED] == 1


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(HygieneError):
        combined(tmp_path)


def part(folder: Path, side: str, name: str, other: Path | None = None) -> Path:
    output = folder / name
    sum_one_side(folder / side, other, output, policy(), PERIOD)
    return output


def test_two_parties_add_up_alone_and_single_shares_never_meet(tmp_path: Path) -> None:
    people = draw(40)
    write(tmp_path, people)
    it, dpo = part(tmp_path, "it", "it.sum"), part(tmp_path, "dpo", "dpo.sum")
    totals = combine(it, dpo, rules(), PERIOD)
    assert is_true(totals, people)
    # Alone, a sum is noise: made again by other splits of the same people, it is another one.
    (tmp_path / "again").mkdir()
    write(tmp_path / "again", people)
    again = part(tmp_path / "again", "it", "it.sum")
    assert it.read_bytes()[HEAD : HEAD + 4 * rules().width] != again.read_bytes()[HEAD : HEAD + 4 * rules().width]


def test_sums_over_different_people_are_made_anew_from_what_both_sides_hold(tmp_path: Path) -> None:
    people = draw(25)
    write(tmp_path, people)
    (tmp_path / "it/lonely").write_bytes(shares(draw(1)[0])[Side.IT])
    it, dpo = part(tmp_path, "it", "it.sum"), part(tmp_path, "dpo", "dpo.sum")
    apart = combine(it, dpo, rules(), PERIOD)
    assert (apart.participants, apart.set_aside[Reason.UNPAIRED]) == (0, 26 + 25)
    assert is_true(combine(part(tmp_path, "it", "both.sum", dpo), dpo, rules(), PERIOD), people)


def test_ten_sites_add_up_as_a_tree(tmp_path: Path) -> None:
    everybody = draw(120)
    region = tmp_path / "region"
    for side in Side:
        (region / side.folder).mkdir(parents=True)
    for site in range(10):
        folder = tmp_path / f"site{site}"
        write(folder, everybody[12 * site : 12 * (site + 1)])
        for side in Side:
            part(folder, side.folder, f"{side.folder}.sum").rename(region / side.folder / f"site{site}")
    assert is_true(combined(region), everybody)
    it, dpo = part(region, "it", "it.sum"), part(region, "dpo", "dpo.sum")
    assert is_true(combine(it, dpo, rules(), PERIOD), everybody)
    # Whoever is in two sites is not counted twice, and one spoiled site costs no other.
    shutil.copy(region / "it/site3", region / "it/copy")
    spoiled = (region / "it/site4").read_bytes()
    (region / "it/site4").write_bytes(spoiled[:-1] + bytes([spoiled[-1] ^ 1]))
    totals = combined(region)
    assert is_true(totals, everybody[:48] + everybody[60:])


def test_a_sum_that_was_tampered_with_is_set_aside(tmp_path: Path) -> None:
    write(tmp_path, draw(20))
    it, dpo = part(tmp_path, "it", "it.sum"), part(tmp_path, "dpo", "dpo.sum")
    content = it.read_bytes()[:-16]
    forged = content[:HEAD] + to_bytes([int.from_bytes(content[HEAD : HEAD + 4], "little") + 1]) + content[HEAD + 4 :]
    it.write_bytes(sealed(forged))
    totals = combine(it, dpo, rules(), PERIOD)
    assert (totals.participants, totals.set_aside[Reason.SPOILED]) == (0, 20)
