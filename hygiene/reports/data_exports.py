"""What was read of data exports, as every format tells it: in words, and as `hygiene.report/1` and its kin spell it."""

from typing import Any

from hygiene.evidence import DataExportInput
from hygiene.reports.content import one_line, shortened
from hygiene.texts import say


def title(export: DataExportInput) -> str:
    """How the employee recognises the export."""
    return shortened(export.name)


def account_of(export: DataExportInput) -> list[tuple[str, str]]:
    """What became of its files: the name of each fact or number, and that itself."""
    counts = {"read": export.read, "unread": len(export.unread), "settings": export.settings}
    return [
        (say("report.input.kind"), say("data_exports.kind", platforms=_platforms(export))),
        *((say(f"data_exports.account.{name}"), str(count)) for name, count in counts.items()),
    ]


def unread(export: DataExportInput) -> list[str]:
    """Each file that could not be read, and why."""
    told = [
        say("data_exports.unread_file", file=one_line(each.file), reason=say(f"data_exports.unread.{each.reason}"))
        for each in export.unread
    ]
    return list(dict.fromkeys(told))


def in_sentences(export: DataExportInput) -> list[str]:
    """The same as sentences, for where there is no room for a table."""
    account = say(
        "data_exports.told",
        name=title(export),
        platforms=_platforms(export),
        read=export.read,
        settings=export.settings,
    )
    return [account, *unread(export)]


def as_plain(export: DataExportInput) -> dict[str, Any]:
    """The same for programs."""
    return {
        "name": export.name,
        "platforms": list(export.platforms),
        "read": export.read,
        "settings": export.settings,
        "unread": [{"file": each.file, "reason": each.reason} for each in export.unread],
    }


def _platforms(export: DataExportInput) -> str:
    return ", ".join(map(one_line, export.platforms))
