"""What is said about one password: for people, and for machines as `hygiene.password/1`. Never a part of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from hygiene.errors import ExitCode
from hygiene.evidence import BreachAnswer, Exposure, Strength
from hygiene.findings import Outcome, Verdict
from hygiene.policy.model import Policy, Rule
from hygiene.reports.json import as_json
from hygiene.reports.wrapping import wrapped
from hygiene.strength.advice import ATTACKS, advice_for, attack_time
from hygiene.texts import current_language, say


@dataclass(frozen=True, slots=True)
class PasswordReport:
    """One password's strength, whether a breach holds it, and the outcomes of the policy's rules about it."""

    strength: Strength
    breached: BreachAnswer
    policy: Policy
    outcomes: tuple[Outcome, ...]

    @property
    def verdict(self) -> Verdict:
        """Broken where a rule is, else unknown where one is; an empty password breaks them all."""
        verdicts = {outcome.verdict for outcome in self.outcomes}
        if Verdict.BROKEN in verdicts or not self.strength.length:
            return Verdict.BROKEN
        return Verdict.UNKNOWN if Verdict.UNKNOWN in verdicts else Verdict.MET

    @property
    def exit_code(self) -> ExitCode:
        """What the check tells the shell."""
        codes = {Verdict.BROKEN: ExitCode.SOMETHING_TO_FIX, Verdict.UNKNOWN: ExitCode.NOT_COMPLETE}
        return codes.get(self.verdict, ExitCode.NOTHING_TO_FIX)


def render_json(report: PasswordReport) -> str:
    """The report as `hygiene.password/1`."""
    strength = report.strength
    document = {
        "schema": "hygiene.password/1",
        "length": strength.length,
        "score": strength.score,
        "guesses_log10": round(strength.guesses_log10, 1),
        "verdict": report.verdict.value,
        "reasons": list(strength.reasons),
        "breached": report.breached.exposure.value,
        "advice": _advice(report),
    }
    return as_json(document)


def render_text(report: PasswordReport, width: int = 80) -> str:
    """The report as plain lines, wrapped to `width` columns."""
    lines: list[str] = []
    for text in _paragraphs(report):
        indent = "  " if text.startswith("- ") else ""
        lines += wrapped(text, width, following=indent) or [""]
    return "".join(f"{line}\n" for line in lines)


def _paragraphs(report: PasswordReport) -> Iterator[str]:
    strength = report.strength
    words = say(f"strength.score.{strength.score}")
    yield say("strength.password.strength", strength=words, score=strength.score)
    yield say("strength.password.length", n=strength.length)
    yield ""
    yield say("strength.password.heading_times")
    for attack, pace in ATTACKS.items():
        duration = attack_time(strength, pace)
        time = say(f"strength.duration.{duration.unit}", n=duration.amount)
        yield f"- {say(f'strength.attack.{attack}', time=time)}"
    yield ""
    yield _exposure(report)
    yield ""
    yield from _verdict(report)
    for heading, texts in (
        ("heading_reasons", [say(f"strength.reasons.{reason}") for reason in strength.reasons]),
        ("heading_advice", _advice(report)),
    ):
        if texts:
            yield ""
            yield say(f"strength.password.{heading}")
            yield from (f"- {text}" for text in texts)


def _exposure(report: PasswordReport) -> str:
    answer = report.breached
    if answer.exposure is Exposure.UNKNOWN and answer.reason:
        return say(f"breaches.unknown.{answer.reason}")
    return say(f"strength.password.{answer.exposure.value}")


def _verdict(report: PasswordReport) -> Iterator[str]:
    broken = [outcome for outcome in report.outcomes if outcome.verdict is Verdict.BROKEN]
    key = {Verdict.BROKEN: "broken", Verdict.UNKNOWN: "open"}.get(report.verdict, "met")
    yield say(f"strength.password.{key}")
    for outcome in broken:
        rule = report.policy.rule(outcome.rule)
        yield f"- {_demand(rule, report.strength)}"


def _demand(rule: Rule, strength: Strength) -> str:
    if rule.check != "password_length":
        return rule.texts[current_language()].title
    least, with_second_factor = rule.parameters["min_length"], rule.parameters["min_length_with_second_factor"]
    return say(
        "strength.password.too_short", n=strength.length, least=least, least_with_second_factor=with_second_factor
    )


def _advice(report: PasswordReport) -> list[str]:
    advice = list(advice_for(report.strength))
    if report.breached.exposure is Exposure.FOUND or report.verdict is Verdict.BROKEN:
        advice += [key for key in ("passphrase", "manager") if key not in advice]
    return [say(f"strength.advice.{key}") for key in advice]
