"""What breaches tell of besides themselves: that whoever is in them has accounts."""

from collections.abc import Mapping

from hygiene.evidence import AddressAnswer, BreachNature, Certainty, Trace, TraceSource
from hygiene.secret import Secret


def traces_of(answers: Mapping[Secret, AddressAnswer]) -> tuple[Trace, ...]:
    """The accounts that breaches tell of: whoever's address a service lost had an account there, and may have it still.

    A service of a delicate kind is nobody's business, so its breach leaves no trace; lists of addresses, malware and
    what was made up or withdrawn are about no service.
    """
    return tuple(
        Trace(
            breach.site,
            address.reveal(),
            TraceSource.BREACH,
            Certainty.LIKELY if breach.is_verified else Certainty.POSSIBLE,
            first_seen=breach.happened,
            last_seen=breach.happened,
        )
        for address, answer in answers.items()
        for breach in answer.breaches
        if breach.nature is BreachNature.SERVICE and breach.site and not breach.is_sensitive
    )
