"""The shape of a policy's files: every name, kind of value and bound, as pydantic checks them.

Files from outside are checked here at every start, the packs in the tests. Nothing is built from these models: what
has the right shape is built by `build`, for packs and for files alike.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Annotated, Any, NoReturn

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from hygiene.evidence import Origin
from hygiene.findings import Severity
from hygiene.policy.faults import DOMAIN, ID, LINK, MAIL, USER_NAME, Fault, Path
from hygiene.policy.kinds import KINDS
from hygiene.policy.model import COUNTRIES, LOCKABLE, LONGEST_RETENTION_MONTHS, RETENTION_MONTHS, Situation
from hygiene.texts import LANGUAGES
from hygiene.texts.inert import inert

_KEYS = {
    "missing": "missing",
    "extra_forbidden": "unknown_name",
    "string_type": "not_text",
    "int_type": "not_number",
    "bool_type": "not_boolean",
    "date_type": "not_date",
    "list_type": "not_list",
    "dict_type": "not_table",
    "model_type": "not_table",
    "string_too_long": "too_long",
    "too_long": "too_many",
    "too_short": "empty",
}
"""From pydantic's own codes, which are stable, to our words."""


def _fault(key: str, **values: str | int) -> NoReturn:
    raise PydanticCustomError(key, "{key}", {"key": key, **values})


def _of_form(form: re.Pattern[str], key: str) -> Callable[[str], str]:
    def check(text: str) -> str:
        return text if form.fullmatch(text) else _fault(key)

    return check


def _one_of(choices: Iterable[str]) -> Callable[[str], str]:
    allowed = tuple(choices)

    def check(text: str) -> str:
        return text if text in allowed else _fault("not_one_of", choices=", ".join(allowed))

    return check


def _months(number: int) -> int:
    return number if 1 <= number <= LONGEST_RETENTION_MONTHS else _fault("bad_months", most=LONGEST_RETENTION_MONTHS)


def _showable(text: str) -> str:
    if not text.strip():
        _fault("empty")
    if inert(text) != text:
        _fault("unshowable")
    return text


_Id = Annotated[str, AfterValidator(_of_form(ID, "bad_id"))]
_Version = Annotated[str, AfterValidator(_of_form(re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,29}"), "bad_version"))]
_Domain = Annotated[str, AfterValidator(_of_form(DOMAIN, "bad_domain"))]
_Link = Annotated[
    str,
    Field(max_length=300),
    AfterValidator(_of_form(LINK, "bad_link")),
]
_Label = Annotated[str, Field(max_length=120), AfterValidator(_showable)]
_Text = Annotated[str, Field(max_length=1000), AfterValidator(_showable)]
_Phone = Annotated[str, AfterValidator(_of_form(re.compile(r"\+?[0-9][0-9 -]{1,23}[0-9]"), "bad_phone"))]
_Situation = Annotated[str, AfterValidator(_one_of(Situation))]
_Origin = Annotated[str, AfterValidator(_one_of(Origin))]
_Severity = Annotated[str, AfterValidator(_one_of(Severity))]
_Accepts = Annotated[list[_Origin], Field(min_length=1, max_length=len(Origin))]
_Kind = Annotated[str, AfterValidator(_one_of(KINDS))]
_Kinds = Annotated[list[_Kind], Field(max_length=len(KINDS))]
_UserName = Annotated[str, AfterValidator(_of_form(USER_NAME, "bad_user_name"))]
_Domains = Annotated[list[_Domain], Field(max_length=2000)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)


class _Labels(_Table):
    fi: _Label
    sv: _Label
    en: _Label


class _Sentences(_Table):
    fi: _Text
    sv: _Text
    en: _Text


class _RuleTexts(_Table):
    title: _Label
    why: _Text
    action: _Text
    ask: _Text = ""
    explain: _Text = ""


class _CircumstanceTexts(_Table):
    ask: _Text
    explain: _Text = ""


class _Rule(_Table):
    id: _Id
    group: _Id
    severity: _Severity
    check: str
    covers: list[_Label] = []
    accepts: _Accepts
    sources: list[_Label] = []
    parameters: dict[str, int] = {}
    applies_if: list[_Id] = []
    met_by: Annotated[str, AfterValidator(_one_of(("yes", "no")))] = "yes"
    may_not_concern: bool = False
    links: Annotated[list[_Link], Field(max_length=5)] = []
    fi: _RuleTexts
    sv: _RuleTexts
    en: _RuleTexts


class _Circumstance(_Table):
    id: _Id
    applies_if: list[_Id] = []
    fi: _CircumstanceTexts
    sv: _CircumstanceTexts
    en: _CircumstanceTexts


class _Group(_Table):
    id: _Id
    names: _Labels


class _Organisation(_Table):
    domains: _Domains = []
    work_services: _Domains = []
    work_kinds: _Kinds = []
    private_services: _Domains = []
    private_kinds: _Kinds = []
    exempt_services: _Domains = []
    user_names: Annotated[list[_UserName], Field(max_length=50)] = []


class _Settings(_Table):
    online: bool = True
    range_url: _Link = ""
    breach_url: _Link = ""
    retention_months: Annotated[int, AfterValidator(_months)] = RETENTION_MONTHS


class _Keeper(_Table):
    names: _Labels
    folder: _Label = ""
    mail: Annotated[str, AfterValidator(_of_form(MAIL, "bad_mail"))] = ""


class _Summary(_Table):
    unit_tables: bool = False
    it: _Keeper | None = None
    dpo: _Keeper | None = None


class _Unit(_Table):
    id: _Id
    names: _Labels


class _Framework(_Table):
    id: _Id
    name: _Label
    link: _Link = ""


class _Exemption(_Table):
    rule: _Id
    reason: _Sentences
    until: date


class _ServiceExemption(_Table):
    service: _Domain = ""
    kind: _Kind = ""
    reason: _Sentences
    until: date


class _Tightening(_Table):
    rule: _Id
    severity: _Severity = ""
    accepts: _Accepts = []
    parameters: dict[str, int] = {}


class _Contact(_Table):
    id: _Id
    names: _Labels
    helps_with: Annotated[list[_Situation], Field(min_length=1, max_length=len(Situation))]
    phone: _Phone = ""
    link: _Link = ""
    notes: _Sentences | None = None
    place: Annotated[str, AfterValidator(_one_of(COUNTRIES))] = ""


class _Policy(_Table):
    id: _Id
    version: _Version
    names: _Labels
    groups: Annotated[list[_Group], Field(max_length=50)] = []
    circumstances: Annotated[list[_Circumstance], Field(max_length=50)] = []
    rules: Annotated[list[_Rule], Field(max_length=300)] = []
    organisation: _Organisation = _Organisation()
    settings: _Settings = _Settings()
    locked: list[Annotated[str, AfterValidator(_one_of(LOCKABLE))]] = []
    exemptions: Annotated[list[_Exemption], Field(max_length=300)] = []
    service_exemptions: Annotated[list[_ServiceExemption], Field(max_length=300)] = []
    summary: _Summary = _Summary()
    units: Annotated[list[_Unit], Field(max_length=100)] = []
    frameworks: Annotated[list[_Framework], Field(max_length=50)] = []
    contacts: Annotated[list[_Contact], Field(max_length=50)] = []
    tighten: Annotated[list[_Tightening], Field(max_length=300)] = []


def malformed(content: Mapping[str, Any]) -> Iterator[Fault]:
    """Whatever in the content of a policy's files does not have the shape that it should have."""
    try:
        _Policy.model_validate(content)
    except ValidationError as invalid:
        errors = invalid.errors(include_url=False, include_input=False)
    else:
        return
    for error in errors:
        path: Path = tuple(part for part in error["loc"] if part != "[key]")
        context = error.get("ctx", {})
        if "key" in context:
            yield Fault(path, context["key"], {name: value for name, value in context.items() if name != "key"})
        elif error["type"] == "missing" and path[-1] in LANGUAGES:
            yield Fault(path, "missing_language")
        else:
            most = context.get("max_length")
            yield Fault(path, _KEYS.get(error["type"], "malformed"), {} if most is None else {"most": most})
