import pytest

from hygiene.evidence import Strength
from hygiene.secret import Secret
from hygiene.strength import estimate
from hygiene.strength.advice import ADVICE, ATTACKS, Duration, advice_for, attack_time


@pytest.mark.parametrize(
    ("password", "advice"),
    [
        ("Laukaa1", "not_personal"),
        ("Kesä2026!", "no_dates"),
        ("äölkjhgfd", "no_patterns"),
        ("Kirjasto1!", "no_additions"),
        ("S4l4s4n4", "no_swaps"),
        ("kissa", "longer"),
        ("", "longer"),
    ],
)
def test_advice_answers_to_what_is_guessable(password: str, advice: str) -> None:
    given = advice_for(estimate(Secret(password)))
    assert advice in given
    assert given[-2:] == ("passphrase", "manager")
    assert set(given) <= set(ADVICE)


def test_a_strong_password_needs_no_advice() -> None:
    assert advice_for(estimate(Secret("hT7#kq2LwZ9!vB4m"))) == ()


@pytest.mark.parametrize(
    ("guesses_log10", "pace", "duration"),
    [
        (0.0, 1e10, Duration("moment", 0)),
        (1.0, 10.0, Duration("seconds", 1)),
        (3.0, 10.0, Duration("minutes", 2)),
        (5.0, 10.0, Duration("hours", 3)),
        (6.0, 10.0, Duration("days", 1)),
        (8.0, 10.0, Duration("months", 4)),
        (9.0, 10.0, Duration("years", 3)),
        (5000.0, 10.0, Duration("centuries", 317 * 10**17)),
    ],
)
def test_times_are_told_in_fitting_units(guesses_log10: float, pace: float, duration: Duration) -> None:
    told = attack_time(Strength(0, guesses_log10, 8), pace)
    assert told.unit == duration.unit
    assert told.amount == pytest.approx(duration.amount, rel=0.01)


def test_a_stolen_database_is_faster_than_a_login_page() -> None:
    strength = estimate(Secret("Kotkansiipi4"))
    online, stolen = (10**strength.guesses_log10 / ATTACKS[attack] for attack in ("online", "stolen"))
    assert online > 1e6 * stolen
