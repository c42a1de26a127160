"""The report of a release for a management group: a file per format, over one document."""

from collections.abc import Callable
from dataclasses import dataclass

from hygiene.policy.model import Policy
from hygiene.release import Release


@dataclass(frozen=True, slots=True)
class ReleaseReport:
    """A release, the policy that gives its rules their words, and the releases before it, oldest first."""

    policy: Policy
    release: Release
    earlier: tuple[Release, ...] = ()


# Each format is imported when it is asked for, so that none of them slows the start.
def _text(report: ReleaseReport) -> str:
    from hygiene.reports.releases.text import render

    return render(report)


def _json(report: ReleaseReport) -> str:
    from hygiene.reports.releases.json import render

    return render(report)


def _csv(report: ReleaseReport) -> str:
    from hygiene.reports.releases.csv import render

    return render(report)


def _html(report: ReleaseReport) -> str:
    from hygiene.reports.releases.html import render

    return render(report)


def _annex(report: ReleaseReport) -> str:
    from hygiene.reports.releases.html import render_annex

    return render_annex(report)


def _oscal(report: ReleaseReport) -> str:
    from hygiene.reports.releases.oscal import render

    return render(report)


def _xlsx(report: ReleaseReport) -> bytes:
    from hygiene.reports.releases.xlsx import render

    return render(report)


RELEASE_FORMATS: dict[str, Callable[[ReleaseReport], str | bytes]] = {
    "text": _text,
    "json": _json,
    "html": _html,
    "annex": _annex,
    "csv": _csv,
    "xlsx": _xlsx,
    "oscal": _oscal,
}


def require(form: str) -> None:
    """Raise `HygieneError` where a form needs what is not installed: before the work is done, not after it."""
    if form == "xlsx":
        from hygiene.reports.releases.xlsx import library

        library()
