"""The words of the form: MD4, counts, header, entries."""

from datetime import date

import pytest
from hypothesis import given, strategies

from hygiene.breaches.corpus.digests import Algorithm
from hygiene.breaches.corpus.form import (
    DamagedError,
    Header,
    bucket_bits,
    decode_count,
    encode_count,
    pack_entry,
    unpack_entry,
    unpack_header,
)
from hygiene.breaches.corpus.md4 import md4


@pytest.mark.parametrize(
    ("message", "digest"),
    [
        ("", "31d6cfe0d16ae931b73c59d7e0c089c0"),
        ("a", "bde52cb31de33e46245e05fbdbd6fb24"),
        ("abc", "a448017aaf21d8525fc10ae87aa6729d"),
        ("message digest", "d9130a8164549fe818874806e1c7014b"),
        ("abcdefghijklmnopqrstuvwxyz", "d79e1c308aa5bbcdeea8ed63df412da9"),
        ("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", "043f8582f241db351ce627e153e7f0e4"),
        ("1234567890" * 8, "e33b4ddc9c38f2199c3e7b164fcc0536"),
    ],
)
def test_md4_as_its_rfc_has_it(message: str, digest: str) -> None:
    assert md4(message.encode()).hex() == digest


def test_heads_of_hashes() -> None:
    assert Algorithm.SHA1.head("P@ssw0rd") == 0x21BD12DC183F740E
    assert Algorithm.NTLM.head("password") == 0x8846F7EAEE8FB117


@given(strategies.integers(min_value=1, max_value=1 << 60))
def test_a_count_is_kept_within_a_sixteenth(count: int) -> None:
    code = encode_count(count)
    assert 0 < code < 256
    kept = decode_count(code)
    capped = min(count, (1 << 34) - 1)
    assert abs(kept - capped) <= capped / 16
    assert kept == count or count > 15


def test_zero_stands_for_not_counted() -> None:
    assert decode_count(0) == 0 == encode_count(0)


@given(strategies.integers(min_value=0, max_value=0xFFFF))
def test_sixteen_hashes_to_a_bucket_at_most(hashes: int) -> None:
    bits = bucket_bits(hashes)
    assert hashes <= 16 << bits
    assert bits == 0 or hashes > 8 << bits
    assert bits <= 12


@given(strategies.integers(0, (1 << 40) - 1), strategies.integers(0, 0xFFFF), strategies.integers(0, 1))
def test_entries_come_back(place: int, hashes: int, whole: int) -> None:
    assert unpack_entry(pack_entry(place, hashes, whole)) == (place, hashes, whole)


@given(strategies.integers(0, 95), strategies.integers(1, 255))
def test_no_damaged_header_is_believed(place: int, change: int) -> None:
    header = Header(Algorithm.NTLM, 20, date(2026, 11, 22), 17, 2_000_000_000, 10_300_000_000)
    packed = bytearray(header.pack())
    assert unpack_header(bytes(packed)) == header
    packed[place] ^= change
    with pytest.raises(DamagedError):
        unpack_header(bytes(packed))
