"""Measure `hygiene.strength` beside plain zxcvbn and beside zxcvbn-ts with its Finnish pack.

    pip install wordfreq==3.1.1
    npm install --prefix benchmarks
    python -m benchmarks.strength

Times are processor time unless said otherwise; the ratios are what counts. Without wordfreq, or without the Node
packages, the part that needs them is left out and said so.
"""

import json
import random
import string
import subprocess
import sys
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from zxcvbn import matching, scoring, time_estimates

from benchmarks.calibration import rank_correlation, read_ladder, read_list
from hygiene.secret import Secret
from hygiene.strength import estimate, estimate_all, vault
from hygiene.strength.vocabulary import _LISTS, listed

HERE = Path(__file__).parent
FORMS_PER_LANGUAGE = 300_000
MIXED = 1_000

Estimates = list[tuple[int, float]]


def ours(passwords: Sequence[str]) -> Estimates:
    """Score and decades by `hygiene.strength`."""
    strengths = (estimate(Secret(password)) for password in passwords)
    return [(strength.score, strength.guesses_log10) for strength in strengths]


def plain_zxcvbn(passwords: Sequence[str]) -> Estimates:
    """Score and decades by zxcvbn, with whatever dictionaries it holds at the moment."""
    estimates = []
    for password in passwords:
        guesses = scoring.most_guessable_match_sequence(password, matching.omnimatch(password))["guesses"]
        estimates.append((time_estimates.guesses_to_score(guesses), float(guesses.log10())))
    return estimates


def zxcvbn_ts(passwords: Sequence[str]) -> Estimates | None:
    """Score and decades by zxcvbn-ts with its English and Finnish packs; None where it is not installed."""
    if not (HERE / "node_modules").is_dir():
        return None
    run = subprocess.run(
        ["node", HERE / "zxcvbn_ts.mjs"], input=json.dumps(passwords), capture_output=True, text=True, check=True
    )
    return [(score, decades) for score, decades in json.loads(run.stdout)]


def mixed_passwords(count: int) -> list[str]:
    """Two fifths typical weak ones, one fifth strong ones, two fifths random ones of 10 to 24 characters."""
    dice = random.Random(3)
    characters = string.ascii_letters + string.digits + string.punctuation
    weak = dice.sample(read_list("weak"), count * 2 // 5)
    strong = [password for password in read_list("strong") if len(password) <= 72][: count // 5]
    drawn = ["".join(dice.choices(characters, k=dice.randint(10, 24))) for _ in range(count - len(weak) - len(strong))]
    return weak + strong + drawn


def calibration() -> None:
    """The share of typical weak passwords that score 3 or more, and the order of the ladder, for each estimator."""
    weak, strong, ladder = read_list("weak"), [each for each in read_list("strong") if len(each) <= 72], read_ladder()
    print(
        f"\nCalibration: {len(weak)} weak, {len(strong)} strong, {len(ladder)} on the ladder, none behind a dictionary"
    )
    print(f"{'':28}{'weak scored 3+':>16}{'strong below 4':>16}{'rank correlation':>18}")
    for name, estimator in (("hygiene", ours), ("zxcvbn", plain_zxcvbn), ("zxcvbn-ts, Finnish pack", zxcvbn_ts)):
        of_weak, of_strong = estimator(weak), estimator(strong)
        of_ladder = estimator([password for _, password in ladder])
        if of_weak is None or of_strong is None or of_ladder is None:
            print(f"{name:28}{'not installed':>16}")
            continue
        looks_strong = sum(score >= 3 for score, _ in of_weak) / len(weak)
        lost = sum(score < 4 for score, _ in of_strong)
        order = rank_correlation([rung for rung, _ in ladder], [decades for _, decades in of_ladder])
        print(f"{name:28}{looks_strong:>15.1%} {lost:>15} {order:>17.3f}")


def random_passwords() -> None:
    """How far estimates of random passwords are from zxcvbn's."""
    dice = random.Random(1)
    print(
        "\nRandom passwords of 8 to 20 characters beside zxcvbn: share within half a decade, mean difference in decades"
    )
    for name, characters in (
        ("printable", string.ascii_letters + string.digits + string.punctuation),
        ("letters and digits", string.ascii_letters + string.digits),
        ("hexadecimal", "0123456789abcdef"),
        ("digits", string.digits),
        ("small letters", string.ascii_lowercase),
    ):
        drawn = ["".join(dice.choices(characters, k=dice.randint(8, 20))) for _ in range(1_000)]
        differences = [one - other for (_, one), (_, other) in zip(ours(drawn), plain_zxcvbn(drawn), strict=True)]
        within = sum(abs(difference) <= 0.5 for difference in differences) / len(drawn)
        print(f"{name:28}{within:>8.1%}{sum(differences) / len(drawn):>+10.3f}")


def speed() -> None:
    """How much faster a vault is estimated than in a plain loop over zxcvbn with the same extra dictionaries."""
    passwords = mixed_passwords(MIXED)
    each = sorted(_processor_time(lambda one=password: ours([one])) for password in passwords)  # type: ignore[misc]
    mine = min(_processor_time(lambda: ours(passwords)) for _ in range(3))
    print(f"\nSpeed: {MIXED} mixed passwords")
    print(f"{'hygiene':44}{mine:>8.2f} s   median {median(each) * 1e3:.2f} ms, worst {each[-1] * 1e3:.1f} ms")
    theirs = _processor_time(lambda: plain_zxcvbn(passwords))
    print(f"{'zxcvbn, its own dictionaries':44}{theirs:>8.2f} s   {theirs / mine:.1f} times as long")
    if find_spec("wordfreq") is None:
        print("zxcvbn with the same extra dictionaries: left out, wordfreq is not installed")
        return
    matching.add_frequency_lists(_extra_dictionaries())
    theirs = _processor_time(lambda: plain_zxcvbn(passwords))
    print(f"{'zxcvbn, the same extra dictionaries':44}{theirs:>8.2f} s   {theirs / mine:.1f} times as long")
    for name in _extra_dictionaries():
        del matching.RANKED_DICTIONARIES[name]


def _extra_dictionaries() -> dict[str, list[str]]:
    import wordfreq

    forms = {
        language: [form for form in wordfreq.top_n_list(language, 450_000) if form.isalpha()][:FORMS_PER_LANGUAGE]
        for language in ("fi", "sv")
    }
    return {**forms, "lists": [word for name, _ in _LISTS for word in listed(name)]}


def growth() -> None:
    """How the time grows with the vault, alone and with a helper; elapsed time, as the work is divided."""
    print("\nGrowth: elapsed seconds alone and with one helper")
    dice = random.Random(5)
    weak = read_list("weak")
    for count in (1_000, 2_000, 5_000, 10_000, 20_000):
        passwords = [Secret(dice.choice(weak) + str(dice.randrange(10**6))) for _ in range(count)]
        times = []
        for helpers in (0, 1):
            vault._helpers_for = lambda _count, wanted=helpers: wanted  # type: ignore[misc]
            start = perf_counter()
            estimate_all(passwords)
            times.append(perf_counter() - start)
        print(f"{count:>28}{times[0]:>8.2f}{times[1]:>8.2f}   {times[0] / times[1]:.2f} times faster")


def start() -> None:
    """What the first estimate costs a fresh process."""
    code = (
        "from time import process_time as now; begin = now(); from hygiene.secret import Secret;"
        "from hygiene.strength import estimating; imported = now();"
        "from hygiene.strength import estimate; estimate(Secret('x')); print(imported - begin, now() - imported)"
    )
    runs = [
        list(
            map(
                float,
                subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split(),
            )
        )
        for _ in range(5)
    ]
    imported, loaded = (min(run[place] for run in runs) * 1e3 for place in (0, 1))
    print(f"\nStart: modules {imported:.0f} ms, dictionaries (zxcvbn's among them) {loaded:.0f} ms")


def bounds() -> None:
    """The processor time of the worst inputs that are known."""
    print("\nBounds: processor time in milliseconds")
    dice = random.Random(1)
    signs = "4@8({[<3691!|170$5+7%2"
    for name, text in (
        ("signs and letters, 100", "".join(dice.choices(signs + "aeslo", k=100))),
        ("1|7a, 100", "".join(dice.choices("1|7a", k=100))),
        ("signs and letters, 10,000", "".join(dice.choices(signs + "aeslo", k=10_000))),
        ("1|7a, 10,000", "".join(dice.choices("1|7a", k=10_000))),
        ("digits, 10,000", "".join(dice.choices(string.digits, k=10_000))),
        ("one letter, 10 million", "a" * 10_000_000),
        ("random letters, 10 million", "".join(dice.choices(string.ascii_lowercase, k=10_000_000))),
    ):
        secret = Secret(text)
        print(f"{name:28}{_processor_time(lambda one=secret: estimate(one)) * 1e3:>10.1f}")  # type: ignore[misc]


def _processor_time(work: Callable[[], object]) -> float:
    begin = process_time()
    work()
    return process_time() - begin


if __name__ == "__main__":
    start()
    estimate(Secret("the words load with the first estimate"))
    bounds()
    speed()
    growth()
    random_passwords()
    calibration()
