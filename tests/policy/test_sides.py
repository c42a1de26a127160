"""What a policy says of the line between work and leisure."""

from datetime import date
from pathlib import Path

import pytest

from hygiene.policy.model import ServiceExemption
from hygiene.policy.reading import load_policy, problems
from tests.journeys.program import Program
from tests.policy.test_overlay import DEPARTMENT, REASON, TOWN, Write, write

__all__ = ["write"]

SIDES = f"""
[organisation]
domains = ["town.example"]
work_kinds = ["developer"]
private_services = ["linkedin.com"]
private_kinds = ["dating", "social"]
user_names = ["kk####", "ext-*"]
[[service_exemptions]]
service = "union.example"
until = 2027-06-30
reason = {REASON}
[[service_exemptions]]
kind = "culture"
until = 2026-06-30
reason = {REASON}
"""


def test_services_kinds_user_names_and_exemptions_are_read(write: Write) -> None:
    policy = load_policy(["municipality", write("town.toml", TOWN + SIDES)])
    organisation = policy.organisation
    assert (organisation.work_kinds, organisation.private_kinds) == (("developer",), ("dating", "social"))
    assert (organisation.private_services, organisation.user_names) == (("linkedin.com",), ("kk####", "ext-*"))
    assert organisation.origins["dating"] == "town"
    told = [(each.service, each.kind, each.until, each.layer) for each in policy.service_exemptions]
    assert told == [("union.example", "", date(2027, 6, 30), "town"), ("", "culture", date(2026, 6, 30), "town")]
    assert [type(each) for each in policy.ended(date(2026, 6, 30))] == []
    assert [type(each) for each in policy.ended(date(2026, 7, 1))] == [ServiceExemption]


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ('[organisation]\nwork_kinds = ["toys"]', "not_one_of"),
        ('[organisation]\nuser_names = ["*"]', "bad_user_name"),
        ('[organisation]\nuser_names = ["a*b*c*d"]', "bad_user_name"),
        ('[organisation]\nuser_names = ["(a+)+$"]', "bad_user_name"),
        (f"[[service_exemptions]]\nuntil = 2027-01-01\nreason = {REASON}", "service_or_kind"),
        (
            f'[[service_exemptions]]\nservice = "a.fi"\nkind = "social"\nuntil = 2027-01-01\nreason = {REASON}',
            "service_or_kind",
        ),
        (f'[[service_exemptions]]\nservice = "a.fi"\nreason = {REASON}', "missing"),
        ('[[service_exemptions]]\nservice = "a.fi"\nuntil = 2027-01-01', "missing"),
    ],
)
def test_what_cannot_be_meant_is_told(write: Write, wrong: str, key: str) -> None:
    found = problems(write("town.toml", f"{TOWN}\n{wrong}\n"), ["municipality"])
    assert [problem.key for problem in found] == [key]
    assert all(problem.line for problem in found)


def test_a_department_may_make_services_private_but_not_excuse_or_approve_kinds(write: Write) -> None:
    town = write("town.toml", TOWN + '[organisation]\ndomains = ["town.example"]\n')
    private = write("a.toml", DEPARTMENT + '[organisation]\nprivate_kinds = ["social"]\nprivate_services = ["x.com"]\n')
    assert problems(private, ["municipality", town]) == []
    loose = f"""
[organisation]
work_kinds = ["social"]
[[service_exemptions]]
service = "x.com"
until = 2027-01-01
reason = {REASON}
"""
    found = problems(write("b.toml", DEPARTMENT + loose), ["municipality", town])
    assert [problem.key for problem in found] == ["excuses_itself", "excuses_itself"]


def test_a_department_may_lower_how_long_accounts_stay_unused_and_not_raise_it(write: Write) -> None:
    def change(months: int) -> str:
        name = f"m{months}.toml"
        return write(
            name, f'{TOWN}\n[[tighten]]\nrule = "accounts-reviewed"\nparameters = {{ max_months_unused = {months} }}\n'
        )

    assert problems(change(12), ["municipality"]) == []
    assert [problem.key for problem in problems(change(36), ["municipality"])] == ["loosens"]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_checking_a_policy_tells_of_exemptions_that_have_ended(write: Write, tmp_path: Path, language: str) -> None:
    old = SIDES.replace("2026-06-30", "2020-06-30")
    home = tmp_path / "home"
    home.mkdir()
    path = write("town.toml", TOWN + old)
    ran = Program(home).run("policy", "check", "municipality", path, "--lang", language)
    assert ran.code == 0
    assert "culture" in ran.out
    assert "2020" in ran.out
    assert "union.example" not in ran.out
