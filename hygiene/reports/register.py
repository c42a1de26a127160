"""The register of the organisation's accounts, with what each lacks. Nobody in it is named: the register does that."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from hygiene.errors import ExitCode
from hygiene.evidence import Registered
from hygiene.findings import UNKNOWN_LACKS, Lack
from hygiene.reports.content import date_in_words, shortened
from hygiene.reports.json import as_json
from hygiene.reports.markdown import literal
from hygiene.reports.spreadsheet import as_csv
from hygiene.reports.wrapping import wrapped
from hygiene.texts import current_language, say

_INDENT = "   "


@dataclass(frozen=True, slots=True)
class RegisterReport:
    """The accounts of a register in its order, each with what it lacks, on one day."""

    rows: tuple[tuple[Registered, tuple[Lack, ...]], ...]
    made_on: date

    @property
    def exit_code(self) -> ExitCode:
        """What is told to the shell."""
        found = {lack for _, lacks in self.rows for lack in lacks}
        if found - UNKNOWN_LACKS:
            return ExitCode.SOMETHING_TO_FIX
        return ExitCode.NOT_COMPLETE if found else ExitCode.NOTHING_TO_FIX


def _label(account: Registered) -> str:
    """Service and name; an address is nobody else's business and is left out."""
    name = account.account if "@" not in account.account else ""
    return shortened(f"{account.service}: {name}" if name else account.service)


def _opening(report: RegisterReport) -> Iterator[str]:
    yield say("register.title")
    yield say("report.made_on", date=date_in_words(report.made_on))
    in_order = sum(not lacks for _, lacks in report.rows)
    yield say("register.counted", n=len(report.rows), in_order=in_order)


def text(report: RegisterReport, width: int = 80) -> str:
    """The register as plain lines."""
    lines = [line for paragraph in _opening(report) for line in wrapped(paragraph, width)]
    for account, lacks in report.rows:
        lines += ["", *wrapped(f"{account.number}. {_label(account)}", width, following="")]
        for sentence in [say(f"register.lack.{lack}") for lack in lacks] or [say("register.in_order")]:
            lines += wrapped(sentence, width, f"{_INDENT}- ")
    return "".join(f"{line}\n" for line in lines)


def _markdown(report: RegisterReport) -> str:
    title, *opening = _opening(report)
    blocks = [f"# {literal(title)}", *map(literal, opening)]
    for account, lacks in report.rows:
        blocks.append(f"## {account.number}. {literal(_label(account))}")
        sentences = [say(f"register.lack.{lack}") for lack in lacks]
        blocks.append("\n".join(f"- [ ] {literal(each)}" for each in sentences) or literal(say("register.in_order")))
    return "\n\n".join(blocks) + "\n"


def _csv(report: RegisterReport) -> str:
    rows = (
        (str(account.number), account.service, _label(account), lack, say(f"register.lack.{lack}"))
        for account, lacks in report.rows
        for lack in lacks
    )
    return as_csv(("number", "service", "account", "lacks", "what_to_do"), rows)


def _json(report: RegisterReport) -> str:
    return as_json(
        {
            "schema": "hygiene.register/1",
            "language": current_language(),
            "made_on": report.made_on.isoformat(),
            "accounts": [
                {
                    "number": account.number,
                    "service": account.service,
                    "lacks": [
                        {"id": lack.value, "unknown": lack in UNKNOWN_LACKS, "text": say(f"register.lack.{lack}")}
                        for lack in lacks
                    ],
                }
                for account, lacks in report.rows
            ],
        }
    )


REGISTER_FORMATS: dict[str, Callable[[RegisterReport], str]] = {
    "text": text,
    "json": _json,
    "markdown": _markdown,
    "csv": _csv,
}
