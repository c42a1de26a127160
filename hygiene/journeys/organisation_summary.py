"""From the shares of many employees to what their organisation may know."""

from collections import Counter
from pathlib import Path

from hygiene.errors import HygieneError
from hygiene.policy.model import Policy
from hygiene.release import Protection
from hygiene.reports.releases import ReleaseReport
from hygiene.summary.combining import Totals
from hygiene.summary.folders import Place, SetAside, Wanted
from hygiene.summary.ledger import enter, read_ledger
from hygiene.summary.period import Period
from hygiene.summary.record import RuleSet
from hygiene.summary.rules import release
from hygiene.summary.sharing import HEAD, DamagedError, ForeignError, Side, read_head
from hygiene.summary.sums import add_up, read_sum, write_sum


def publish(totals: Totals, policy: Policy, ledger: Path, *, by_noise: bool = False) -> ReleaseReport:
    """Release what the rules permit, and enter it in the ledger, which is `held`, before anybody sees it.

    The figures are rounded, or noise is added. Raises `RefusedError` where the rules permit nothing, and `HygieneError`
    where the ledger is not as it should be.
    """
    earlier = read_ledger(ledger)
    protection = Protection.by_noise(len(totals.rules.rules)) if by_noise else Protection()
    made = release(totals, policy, earlier, protection)
    return ReleaseReport(policy, enter(ledger, made, earlier), earlier)


def published(ledger: Path, policy: Policy, period: str | None) -> ReleaseReport:
    """A release that was made before: of this period, or the last. Raises `HygieneError` where there is none."""
    releases = read_ledger(ledger)
    for place in reversed(range(len(releases))):
        if period in (None, releases[place].period):
            return ReleaseReport(policy, releases[place], releases[:place])
    raise HygieneError("summary.no_release")


def sum_one_side(
    shares: Path, other: Path | None, output: Path, policy: Policy, period: Period
) -> tuple[int, SetAside]:
    """Write the partial sum of a folder; `other` is the other side's, where only what it holds too is to be added up.

    How many people the sum holds, and what was set aside.
    """
    rules, set_aside = RuleSet.of(policy), SetAside(Counter())
    place = Place(shares)
    side = _side(place)
    there = None
    if other:
        try:
            there = read_sum(other, Wanted(Side.DPO if side is Side.IT else Side.IT, period, rules))
        except (DamagedError, ForeignError):
            raise HygieneError("summary.no_sum") from None
    made = add_up(place, Wanted(side, period, rules), set_aside, there)
    write_sum(output, made)
    return made.people, set_aside


def _side(place: Place) -> Side:
    """Whose shares lie in a place: those of the first file that is one."""
    for _, content in place.files(SetAside(Counter()), HEAD):
        try:
            return read_head(content).side
        except (DamagedError, ForeignError):
            continue
    raise HygieneError("summary.nothing_here")
