"""Measure what a release of the anonymised summary gives away, and how long combining takes.

python -m benchmarks.anonymity            # attacks, and 500 employees by the real command
python -m benchmarks.anonymity 1000000    # combine the shares of so many people (2 KB of disk each)
"""

import os
import secrets
import sys
import tempfile
from pathlib import Path

from benchmarks import attacks
from benchmarks.employees import released_by_the_real_command
from hygiene.policy.reading import load_policy
from hygiene.release import COUNTED, Protection
from hygiene.summary.combining import combine
from hygiene.summary.period import Period
from hygiene.summary.record import Answers, RuleSet, cells_of
from hygiene.summary.sharing import split

PERIOD = Period(2026, 4)


def show_attacks() -> None:
    """The figures of docs/privacy.*.md."""
    print("people  membership AUC  newcomer's answer AUC  implied with certainty")
    for people, trials in ((50, 4000), (500, 800), (5000, 400)):
        membership = attacks.membership(people, trials)
        certain = attacks.certain(people, 2000 if people == 50 else 50, attacks.rounded)
        print(f"{people:6}  {membership:14.2f}  {attacks.joiner(people, 4000):21.2f}  {certain:22.0%}")
    rules = Protection()
    membership = attacks.membership(rules.unit_minimum, 4000, rules=rules.headlines)
    joiner = attacks.joiner(rules.unit_minimum, 4000)
    certain = attacks.certain(rules.unit_minimum, 2000, attacks.rounded)
    print(f"a unit of {rules.unit_minimum}, {rules.headlines} rules: {membership:.2f}, {joiner:.2f}, {certain:.0%}")


def show_employees(count: int) -> None:
    """How far the released figures are from the true ones."""
    with tempfile.TemporaryDirectory() as folder:
        release, kept = released_by_the_real_command(Path(folder), count)
    errors = [abs(each["met"] - kept[each["id"]]) for each in release["rules"]]
    print(f"{count} employees by the real command: participants {release['participants']}, largest error {max(errors)}")


def show_scale(count: int) -> None:
    """Processor time and memory of combining the shares of so many people."""
    rules = RuleSet.of(load_policy(["municipality"]))
    answers = Answers({rule: COUNTED[at % 4] for at, rule in enumerate(rules.rules)}, measured=True)
    cells = cells_of(answers, rules, changed=True)
    with tempfile.TemporaryDirectory() as name:
        for folder in ("it", "dpo"):
            (Path(name) / folder).mkdir()
        for _ in range(count):
            for side, share in split(cells, rules, PERIOD, secrets.token_bytes(16), 1).items():
                (Path(name) / side.folder / secrets.token_hex(16)).write_bytes(share)
        begun = os.times()
        totals = combine(Path(name) / "it", Path(name) / "dpo", rules, PERIOD)
        ended = os.times()
        assert totals.participants == count
        own, system = ended.user - begun.user, ended.system - begun.system
        each = 1e6 * (own + system) / count
        print(
            f"{count} people: {own + system:.1f} s of processor time, {own:.1f} of them the program's own and "
            f"{system:.1f} the system's for its files; {each:.0f} µs each{_memory()}",
            flush=True,  # to remove the files takes as long as to make them
        )


def _memory() -> str:
    if sys.platform == "win32":
        return ""
    import resource

    # Linux counts in KB, macOS in bytes.
    unit = 1024**2 if sys.platform == "darwin" else 1024
    return f", at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit:.0f} MB of memory"


if __name__ == "__main__":
    if sys.argv[1:]:
        show_scale(int(sys.argv[1]))
    else:
        show_attacks()
        show_employees(500)
