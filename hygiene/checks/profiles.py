"""The checks of profiles: their privacy settings, and whether they name the employer."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from hygiene.checks.interview import answer, unknown
from hygiene.evidence import Evidence, Origin, PlatformSetting
from hygiene.findings import Finding, Outcome, Remedy, Verdict
from hygiene.policy.model import Rule

_STRENGTH = {origin: place for place, origin in enumerate(Origin)}


def privacy_settings(rule: Rule, evidence: Evidence) -> Outcome:
    """The settings of every platform in use are as recommended for the use of the profile.

    What was measured or shown to be otherwise breaks the rule. Where all of it is in order that is enough; otherwise
    the employee's own answer decides, and what is left open on a platform that was begun with is told beside it.
    """
    told = answer(rule, evidence)
    to_fix = [setting for setting in evidence.settings if setting.is_in_order is False]
    left = (*_left_open(evidence.settings), *_unread(evidence))
    if to_fix:
        return Outcome(rule.id, Verdict.BROKEN, _weakest(to_fix), (*_to_fix(to_fix), *left))
    if evidence.settings_in_order and told.verdict is not Verdict.BROKEN:
        origin = _weakest(evidence.settings)
        return (
            Outcome(rule.id, Verdict.MET, origin, left)
            if origin in rule.accepts
            else unknown(rule, "answer_not_accepted")
        )
    return replace(told, findings=(*told.findings, *left))


def employer_in_profile(rule: Rule, evidence: Evidence) -> Outcome:
    """Whoever names the employer in a profile writes in it as a representative does.

    That it is named can be measured, how one writes can not: a measurement only shows whom the question concerns.
    """
    told = answer(rule, evidence)
    if not evidence.employer_named_on or told.verdict in (Verdict.MET, Verdict.BROKEN):
        return told
    named = Finding(Verdict.UNKNOWN, "profile_names_employer", about=evidence.employer_named_on)
    return Outcome(rule.id, Verdict.UNKNOWN, findings=(named,))


def _to_fix(settings: Iterable[PlatformSetting]) -> Iterator[Finding]:
    for (_, name), of in _by_platform(settings):
        yield Finding(
            Verdict.BROKEN,
            "privacy_settings_to_fix",
            about=tuple(setting.title for setting in of),
            values={"platform": name},
            remedy=Remedy(links=tuple(dict.fromkeys(setting.link for setting in of if setting.link))),
        )


def _left_open(settings: Iterable[PlatformSetting]) -> Iterator[Finding]:
    for (platform, name), of in _by_platform(settings):
        known = [setting for setting in of if setting.is_in_order is not None]
        if known and len(known) < len(of):
            values: dict[str, str | int] = {"n": len(of) - len(known), "platform": name, "id": platform}
            yield Finding(Verdict.UNKNOWN, "privacy_settings_unknown", values=values)


def _unread(evidence: Evidence) -> Iterator[Finding]:
    if files := sum(len(export.unread) for export in evidence.data_exports):
        yield Finding(Verdict.UNKNOWN, "data_export_not_read", values={"n": files})


def _by_platform(settings: Iterable[PlatformSetting]) -> Iterator[tuple[tuple[str, str], list[PlatformSetting]]]:
    for key, of in groupby(settings, lambda setting: (setting.platform, setting.platform_name)):
        yield key, list(of)


def _weakest(settings: Iterable[PlatformSetting]) -> Origin | None:
    origins = [setting.origin for setting in settings if setting.origin]
    return max(origins, key=_STRENGTH.__getitem__, default=None)
