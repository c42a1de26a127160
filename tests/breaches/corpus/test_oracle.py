"""Both engines and the look-up against a brute-force oracle."""

from bisect import bisect_left
from itertools import pairwise

import pytest
from hypothesis import given, settings, strategies

from hygiene.breaches.corpus import rows, vectors
from hygiene.breaches.corpus.form import bucket_bits, encode_count
from hygiene.breaches.corpus.look_up import UNCOVERED, corpus_in_memory
from hygiene.breaches.corpus.rows import MalformedError, Span
from tests.breaches.corpus.lists import PREFIX_BITS, list_of, small_corpus

SHIFT = 64 - PREFIX_BITS

heads = strategies.integers(0, (1 << 64) - 1)
crowded = strategies.builds(
    lambda prefix, low: prefix << SHIFT | low << 24, strategies.integers(0, 3), strategies.integers(0, (1 << 36) - 1)
)
tables = strategies.dictionaries(heads | crowded, strategies.integers(1, 10**10), max_size=600)


@settings(max_examples=60, deadline=None)
@given(tables, strategies.lists(heads, max_size=20))
def test_every_hash_is_found_and_no_other(table: dict[int, int], others: list[int]) -> None:
    corpus = corpus_in_memory(small_corpus(table))
    hashes = [sum(head >> SHIFT == prefix for head in table) for prefix in range(1 << PREFIX_BITS)]

    def key(head: int) -> int:
        """The bits that a corpus goes by."""
        return head >> (SHIFT - 32 - bucket_bits(hashes[head >> SHIFT]))

    codes: dict[tuple[int, int], set[int]] = {}
    for head, count in table.items():
        codes.setdefault((head >> SHIFT, key(head)), set()).add(encode_count(count))
    near = [head ^ 1 << bit for head in [*table][:30] for bit in (20, 27, 28, 40, 59, 60)]
    for head in [*table, *others, *near]:
        expected = codes.get((head >> SHIFT, key(head)))
        if expected:
            assert corpus.code(head) in expected
        else:
            assert corpus.code(head) == UNCOVERED


@settings(max_examples=60, deadline=None)
@given(tables)
def test_both_engines_make_the_same_bytes(table: dict[int, int]) -> None:
    text = list_of(table)
    if not text:
        return
    assert rows.parse(text, 40) == vectors.parse(text, 40)
    parsed = rows.parse(text, 40)
    span = Span(0, 1 << PREFIX_BITS, 12345678901, PREFIX_BITS)
    assert rows.encode(span, *parsed, ()) == vectors.encode(span, *parsed, ())
    numbers = memoryview(parsed[0]).cast("Q")
    edges = [bisect_left(numbers, part << 63) for part in range(2)] + [len(numbers)]
    halves = [
        vectors.encode(Span(8 * half, 8, 0, PREFIX_BITS), parsed[0][8 * start : 8 * end], parsed[1][start:end], ())
        for half, (start, end) in enumerate(pairwise(edges))
    ]
    assert b"".join(half.blocks for half in halves) == rows.encode(span, *parsed, ()).blocks


@settings(max_examples=40, deadline=None)
@given(strategies.integers(0, 400), strategies.integers(0, 400), strategies.integers(0, 1 << 30))
def test_both_engines_agree_on_what_is_whole(hashes: int, cut: int, seed: int) -> None:
    """Evenly spread hashes with a hole of some width; the oracle looks at every gap."""
    width = 1 << 44
    block = [width * number // max(1, hashes) + seed for number in range(hashes) if not 100 <= number < 100 + cut // 4]
    heads = b"".join((5 * width + low % width).to_bytes(8, "little") for low in sorted(low % width for low in block))
    made = [engine.encode(Span(0, 16, 0), heads, bytes(len(block)), ()) for engine in (rows, vectors)]
    assert made[0] == made[1]
    ordered = [0, *sorted(low % width for low in block), width]
    widest = max(after - before for before, after in pairwise(ordered))
    assert made[0].whole == (len(block) >= 200 and len(block) * widest <= 40 * width)
    assert vectors.encode(Span(0, 16, 0), heads, bytes(len(block)), {5}).whole == 0


@pytest.mark.parametrize("engine", [rows, vectors], ids=["rows", "vectors"])
@pytest.mark.parametrize(
    "text",
    [
        b"A" * 40 + b"\n",
        b"A" * 40 + b":\n",
        b"A" * 40 + b":1:2\n",
        b"A" * 40 + b":A\n",
        b"A" * 40 + b":-1\n",
        b"A" * 40 + b": 1\n",
        b"A" * 39 + b":1\n",
        b"A" * 41 + b":1\n",
        b"A" * 32 + b":12345678:1\n",
        b"G" * 40 + b":1\n",
        b"A" * 40 + b":1\n\n" + b"B" * 40 + b":1\n",
        b"A" * 40 + b":1\r" + b"B" * 40 + b":1\n",
        b"A" * 40 + b":" + b"1" * 19 + b"\n",
        b"<html><body>Not found</body></html>\n",
        b"\n",
    ],
)
def test_other_lines_are_refused(engine: object, text: bytes) -> None:
    with pytest.raises(MalformedError, match="malformed"):
        engine.parse(text, 40)  # type: ignore[attr-defined]


@pytest.mark.parametrize("engine", [rows, vectors], ids=["rows", "vectors"])
@pytest.mark.parametrize("hashes", [5_000, 70_000])
def test_hashes_that_crowd_together_are_none(engine: object, hashes: int) -> None:
    heads = b"".join(number.to_bytes(8, "little") for number in range(hashes))
    with pytest.raises(MalformedError, match="not_spread_out"):
        engine.encode(Span(0, 16, 0), heads, bytes(hashes), ())  # type: ignore[attr-defined]
