"""Where an employee's shares go: below a folder, into the organisation's own, or by mail that they send themselves."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hygiene import texts
from hygiene.conversation import Question
from hygiene.errors import HygieneError
from hygiene.evidence import Evidence, Origin
from hygiene.findings import Outcome
from hygiene.journeys.contribution import contribute, contribute_report, is_collected, offer
from hygiene.policy.model import Policy
from hygiene.policy.reading import load_policy
from hygiene.reports.document import AuditReport
from hygiene.secret import Secret
from hygiene.sessions import open_store
from hygiene.summary.record import RuleSet
from hygiene.summary.sharing import Side, cells_in, read_head
from tests.journeys.program import Program
from tests.summary.people import draw

TODAY = datetime.now(UTC).astimezone().date()
POLICY = """id = "town"
version = "1"
names = {{ fi = "Kunta", sv = "Kommun", en = "Town" }}

[summary]
unit_tables = {units}
[summary.it]
names = {{ fi = "Tietohallinto", sv = "Dataförvaltningen", en = "IT services" }}
{it}
[summary.dpo]
names = {{ fi = "Tietosuojavastaava", sv = "Dataskyddsombudet", en = "The data-protection officer" }}
mail = "dpo@town.example"

[[units]]
id = "schools"
names = {{ fi = "Koulut", sv = "Skolorna", en = "The schools" }}
[[units]]
id = "care"
names = {{ fi = "Hoiva", sv = "Vården", en = "Care" }}
"""


class Employee:
    """Answers what is asked in a fixed order, and remembers all that was told."""

    def __init__(self, *answers: str) -> None:
        self._answers = list(answers)
        self.told: list[str] = []

    def tell(self, text: str) -> None:
        self.told.append(text)

    def choose(self, question: Question) -> str:
        self.told.append(question.text)
        if not self._answers:
            raise EOFError
        answer = self._answers.pop(0)
        assert answer in {choice.id for choice in question.choices}
        return answer

    def ask(self, text: str, explanation: str = "") -> str:
        raise AssertionError

    def ask_secret(self, text: str) -> Secret:
        raise AssertionError


Make = Callable[..., Policy]


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HYGIENE_HOME", str(tmp_path / "home"))

    def make(it: str = "", units: bool = False) -> Policy:
        place = it or f'folder = "{(tmp_path / "drive").as_posix()}"'
        (tmp_path / "town.toml").write_text(POLICY.format(it=place, units=str(units).lower()), encoding="utf-8")
        return load_policy(["municipality", str(tmp_path / "town.toml")])

    return make


def test_one_share_goes_into_the_organisations_folder_and_the_other_is_sent_by_mail(town: Make, tmp_path: Path) -> None:
    (tmp_path / "drive").mkdir()
    employee, (answers,) = Employee("yes"), draw(1)
    with open_store() as store:
        assert contribute(store, town(), answers, employee, TODAY)
    (it,) = (tmp_path / "drive").iterdir()
    (dpo,) = (tmp_path / "hygiene-summary/dpo").iterdir()
    assert (read_head(it.read_bytes()).side, read_head(dpo.read_bytes()).side) == (Side.IT, Side.DPO)
    before, after = employee.told[: employee.told.index(texts.say("collecting.consent"))], employee.told[-3:]
    assert any("IT services" in each and "drive" in each for each in before)
    assert any("dpo@town.example" in each for each in before)
    assert "dpo@town.example" in after[1]
    assert dpo.name in after[2]


def test_a_drive_that_is_not_there_is_not_made(town: Make, tmp_path: Path) -> None:
    with open_store() as store, pytest.raises(HygieneError) as told:
        contribute(store, town(), draw(1)[0], Employee("yes"), TODAY)
    assert told.value.key == "summary.not_written"
    assert not (tmp_path / "drive").exists()
    assert not list(tmp_path.rglob("*.share"))


def test_a_folder_that_the_employee_names_comes_first(town: Make, tmp_path: Path) -> None:
    with open_store() as store:
        assert contribute(store, town(), draw(1)[0], Employee("yes"), TODAY, tmp_path / "own")
    assert sorted(path.parent.name for path in (tmp_path / "own").rglob("*.share")) == ["dpo", "it"]


def test_without_a_place_nothing_is_asked(town: Make) -> None:
    with open_store() as store, pytest.raises(HygieneError) as told:
        contribute(store, load_policy(["municipality"]), draw(1)[0], Employee(), TODAY)
    assert told.value.key == "collecting.no_folder"


@pytest.mark.parametrize(("unit", "shown"), [("care", "unit Care"), ("", "whole organisation only")])
def test_a_unit_is_asked_for_where_the_policy_has_tables_of_them(
    town: Make, tmp_path: Path, unit: str, shown: str
) -> None:
    policy, (answers,) = town(units=True), draw(1)
    rules = RuleSet.of(policy)
    employee = Employee(unit, "yes")
    with open_store() as store:
        assert contribute(store, policy, answers, employee, TODAY, tmp_path / "own")
    assert any(shown in each for each in employee.told)
    one, other = (cells_in(next((tmp_path / f"own/{side.folder}").iterdir()).read_bytes()) for side in Side)
    words = [
        int.from_bytes(one[at : at + 4], "little") + int.from_bytes(other[at : at + 4], "little") & 0xFFFFFFFF
        for at in range(0, len(one), 4)
    ]
    filled = [each for each in rules.units if any(words[at] for at in rules.block(each))]
    assert filled == ([unit] if unit else [])


def test_a_unit_that_is_none_is_told(town: Make, tmp_path: Path) -> None:
    for policy in (town(units=True), town()):
        with open_store() as store, pytest.raises(HygieneError) as told:
            contribute(store, policy, draw(1)[0], Employee(), TODAY, tmp_path / "own", asks=False, unit="moon")
        assert told.value.key == "collecting.no_such_unit"


def report_of(policy: Policy, *, is_demo: bool = False) -> AuditReport:
    (answers,) = draw(1)
    outcomes = tuple(Outcome(rule, verdict, Origin.TOLD) for rule, verdict in answers.verdicts.items())
    return AuditReport(policy, Evidence(), outcomes, is_demo)


def test_any_journey_can_offer_to_contribute_its_report(town: Make, tmp_path: Path) -> None:
    (tmp_path / "drive").mkdir()
    report = report_of(town())
    assert is_collected(report)
    with open_store() as store:
        for refusal in (Employee("no"), Employee(), Employee("yes", "no"), Employee("yes")):
            assert not offer(report, store, refusal, TODAY)
            assert store.get("summary") is None
        assert not list(tmp_path.rglob("*.share"))
        assert offer(report, store, Employee("yes", "yes"), TODAY)
        assert len(list(tmp_path.rglob("*.share"))) == 2
        shutil.rmtree(tmp_path / "drive")
        unlucky = Employee("yes", "yes")
        assert not offer(report, store, unlucky, TODAY)
        assert texts.say("summary.not_written.next") in unlucky.told
        nowhere, demo = report_of(load_policy(["municipality"])), report_of(town(), is_demo=True)
        for other in (nowhere, demo):
            assert not is_collected(other)
            assert not offer(other, store, Employee(), TODAY)
        with pytest.raises(HygieneError):
            contribute_report(demo, store, Employee("yes"), TODAY, tmp_path / "own")


def test_an_audit_by_such_a_policy_ends_with_the_offer(town: Make, tmp_path: Path, program: Program) -> None:
    (tmp_path / "drive").mkdir()
    town()
    words = ("--policy", "municipality", "--policy", tmp_path / "town.toml")
    ran = program.run("audit", "--offline", *words, typed="3\n" * 60 + "1\n1\n")
    assert "collects an anonymised summary" in " ".join(ran.err.split())
    assert ran.code in (1, 3)
    silent = program.run("audit", "--offline", *words, "--no-input")
    assert "collects an anonymised summary" not in " ".join(silent.err.split())
