"""Noise for the figures of large organisations: the discrete Laplace distribution, drawn exactly.

With noise of the scale s on each of n counts, of which one person changes k by 1 at most, a release is differentially
private with an epsilon of k / s, against whoever knows everybody else's answers. Floating-point numbers would give it
away in their last bits, so that everything here is whole numbers from the system's randomness (C. Canonne, G. Kamath,
T. Steinke: The Discrete Gaussian for Differential Privacy, algorithm 2).
"""

from secrets import randbelow, randbits


def discrete_laplace(scale: int) -> int:
    """A whole number x, as often as e to the power of -|x| / scale; the mean of |x| is about the scale."""
    while True:
        rest = randbelow(scale)
        if not _decays(rest, scale):
            continue
        whole = 0
        while _decays(1, 1):
            whole += 1
        size = rest + scale * whole
        is_negative = bool(randbits(1))
        if size or not is_negative:
            return -size if is_negative else size


def _decays(part: int, whole: int) -> bool:
    """True as often as e to the power of -part / whole, for a part of the whole."""
    tries = 1
    while randbelow(whole * tries) < part:
        tries += 1
    return tries % 2 == 1
