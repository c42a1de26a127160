"""Whatever a file holds, it is read or refused, and every row is accounted for."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from hygiene.errors import SourceError
from hygiene.secret import Secret
from hygiene.sources import Export, Way, formats, read_export
from hygiene.texts import knows

Read = Callable[..., Export]

SAMPLES = [
    path.read_bytes()
    for path in sorted((Path(__file__).parents[1] / "samples").iterdir())
    if path.suffix != ".toml" and not path.name.startswith(".")
]
HEADER = "name,url,username,password,note"
NAMES = [None, *(name for name, _ in formats())]

quick = settings(deadline=None, max_examples=150)


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    path = tmp_path_factory.mktemp("hostile") / "export"

    def read_content(content: bytes, source: str | None = None) -> Export:
        path.write_bytes(content)
        return read_export(path, 1, Way(source=source, password=Secret("avain")))

    return read_content


def read_or_refused(read: Read, content: bytes, source: str | None) -> None:
    refused = None
    try:
        export = read(content, source)
    except SourceError as error:
        refused = error
    if refused:
        assert knows(f"{refused.key}.problem")
        assert knows(f"{refused.key}.next")
        assert refused.__context__ is None
        return
    account = export.input
    assert account.seen == account.read + len(account.rejected)
    assert account.read == len(export.logins) + account.not_logins + account.left_out
    rows = [int(login.entry.partition(":")[2]) for login in export.logins] + [each.row for each in account.rejected]
    assert len(set(rows)) == len(rows)
    assert all(1 <= row <= account.seen for row in rows)
    assert all(knows(f"sources.rejected.{each.reason}") for each in account.rejected)


@quick
@given(content=st.binary(max_size=300), source=st.sampled_from(NAMES))
@example(content=b"\xff\xfe\x00", source="chrome")
def test_any_bytes(read: Read, content: bytes, source: str | None) -> None:
    read_or_refused(read, content, source)


@quick
@given(
    sample=st.sampled_from(SAMPLES),
    at=st.floats(0, 1),
    lost=st.integers(0, 40),
    put=st.one_of(
        st.binary(max_size=6), st.sampled_from([b'"', b'""', b",", b"\n", b"\r", b"{", b"]", b"\\", b"\x00"])
    ),
    source=st.sampled_from(NAMES),
)
def test_any_sample_with_a_wound(
    read: Read, sample: bytes, at: float, lost: int, put: bytes, source: str | None
) -> None:
    place = int(at * len(sample))
    read_or_refused(read, sample[:place] + put + sample[place + lost :], None)
    read_or_refused(read, sample[:place] + put + sample[place + lost :], source)


@quick
@given(body=st.text(alphabet=',"\r\na.:/', max_size=200), header=st.sampled_from(SAMPLES))
def test_any_rows_below_a_header(read: Read, body: str, header: bytes) -> None:
    read_or_refused(read, re.split(rb"[\r\n]", header)[0] + b"\n" + body.encode(), None)


@quick
@given(
    item=st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5), st.lists, max_leaves=5),
    data=st.data(),
)
def test_any_values_in_the_places_of_others(read: Read, item: object, data: st.DataObject) -> None:
    login: dict[str, object] = {
        "username": "a",
        "password": "b",
        "totp": "",
        "uris": [{"uri": "c"}],
        "fido2Credentials": [],
    }
    whole: dict[str, object] = {
        "type": 1,
        "name": "n",
        "login": login,
        "folderId": "f",
        "collectionIds": [],
        "revisionDate": "",
        "deletedDate": None,
    }
    part: dict[str, object] = data.draw(st.sampled_from([login, whole]))
    part[data.draw(st.sampled_from(sorted(part)))] = item
    read_or_refused(read, json.dumps({"encrypted": False, "folders": [{"id": item}], "items": [whole]}).encode(), None)


@quick
@given(marks=st.lists(st.tuples(st.integers(0, 11), st.integers(0, 60)), max_size=4))
def test_stray_quotation_marks_cost_no_row_but_their_own(read: Read, marks: list[tuple[int, int]]) -> None:
    rows = [f"Palvelu {n},https://p{n}.example/,aino{n},salasana{n:02}," for n in range(12)]
    for row, place in marks:
        rows[row] = rows[row][:place] + '"' + rows[row][place:]
    export = read("\n".join([HEADER, *rows, ""]).encode())
    assert export.input.seen == 12
    wounded = {row for row, _ in marks}
    assert {each.row - 1 for each in export.input.rejected} <= wounded
    held = {login.password.reveal() for login in export.logins if login.password}
    assert held >= {f"salasana{n:02}" for n in range(12) if n not in wounded}


passwords = st.lists(
    st.text(min_size=1) | st.text(alphabet="\",\r\n\t 'a\u0308\u2028\x85\x00\ufeff\U0001f332", min_size=1), min_size=1
)


@quick
@given(written=passwords, all_quoted=st.booleans(), mark=st.booleans())
def test_what_a_program_writes_as_csv_is_read_byte_for_byte(
    read: Read, written: list[str], all_quoted: bool, mark: bool
) -> None:
    # A password with a line that has as many commas as a row looks like rows run together, and is rejected.
    assume(not any(re.search(r"[\r\n][^\r\n]*(,[^\r\n]*){3}", password) for password in written))
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_ALL if all_quoted else csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerow(HEADER.split(","))
    writer.writerows((f"Palvelu {n}", "https://a.example/", "aino", password, "") for n, password in enumerate(written))
    export = read(file.getvalue().encode("utf-8-sig" if mark else "utf-8"))
    assert [login.password.reveal() for login in export.logins if login.password] == written
    assert export.input.rejected == ()


@quick
@given(written=passwords, ascii_only=st.booleans())
def test_what_a_program_writes_as_json_is_read_byte_for_byte(read: Read, written: list[str], ascii_only: bool) -> None:
    items = [{"type": 1, "name": "n", "login": {"password": password}} for password in written]
    text = json.dumps({"encrypted": False, "folders": [], "items": items}, ensure_ascii=ascii_only)
    assert [login.password.reveal() for login in read(text.encode()).logins if login.password] == written
