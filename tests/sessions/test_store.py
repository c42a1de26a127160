"""Beginning, resuming and forgetting an audit."""

import os
import sqlite3
from datetime import datetime
from pathlib import Path

import pytest

from hygiene.errors import SessionError
from hygiene.sessions import Beginning, UnusableStoreError, open_store, set_aside
from hygiene.sessions.database import VERSION

BEGINNING = Beginning(
    inputs=(Path("/exports/työ\udcff.csv"), Path("/exports/b.json")),
    demo=True,
    policies=("municipality", "library.toml"),
    language="sv",
    online=False,
    work_domains=("kunta.example",),
)


def test_a_session_goes_on_where_it_was_left(folder: Path) -> None:
    with open_store(folder) as store:
        session = store.begin(BEGINNING)
        for question in ("b", "a", "c"):
            session.record(question, "yes")
        session.set("online", "no")
        session.record("b", "no")
        session.retract("a")
        session.retract("never-answered")
        here = dict(session.answers)
    with open_store(folder) as store:
        resumed = store.resume()
        assert resumed.id == session.id
        assert list(resumed.answers.items()) == [("b", "no"), ("c", "yes")] == list(here.items())
        assert resumed.get("online") == "no"
        assert resumed.get("work_domain") is None
        assert resumed.beginning == BEGINNING
        assert resumed.begun == datetime.now().astimezone().date()
        assert (resumed.damaged, resumed.lost) == (0, frozenset())
        resumed.record("a", "no")
        assert list(resumed.answers) == ["b", "c", "a"]


def test_relative_inputs_are_found_from_another_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)
    with open_store(folder) as store:
        assert store.begin(Beginning(inputs=(Path("export.csv"),))).beginning.inputs == (folder.parent / "export.csv",)


def test_the_newest_session_comes_first(folder: Path) -> None:
    with open_store(folder) as store:
        older, newer = store.begin(Beginning()), store.begin(Beginning(demo=True))
        older.record("q", "yes")
        assert [(each.id, each.answers, each.damaged) for each in store.unfinished()] == [
            (newer.id, 0, 0),
            (older.id, 1, 0),
        ]
        assert store.unfinished()[0].begun == newer.begun is not None
        newer.close()
        assert store.resume().id == newer.id


def test_what_a_user_types_is_an_id_or_unknown(folder: Path) -> None:
    with open_store(folder) as store:
        session = store.begin(Beginning())
        session.close()
        assert store.resume(f" {session.id.upper()} ").id == session.id
        for typed in ("", "../key", "zz", session.id[:4], f"{session.id[:4]} {session.id[4:]}", "ä"):
            with pytest.raises(SessionError) as unknown:
                store.resume(typed)
            assert unknown.value.key == "sessions.unknown"
            with pytest.raises(SessionError, match="unknown"):
                store.forget(typed)


def test_nothing_to_resume(folder: Path) -> None:
    with open_store(folder) as store, pytest.raises(SessionError, match="nothing_to_resume"):
        store.resume()


def test_a_session_is_held_once(folder: Path) -> None:
    with open_store(folder) as store, open_store(folder) as other:
        session = store.begin(Beginning())
        for holder in (store, other):
            with pytest.raises(SessionError, match="in_use"):
                holder.resume(session.id)
            with pytest.raises(SessionError, match="in_use"):
                holder.forget(session.id)
        session.close()
        with pytest.raises(ValueError, match="closed"):
            session.record("q", "yes")
        assert other.resume(session.id).id == session.id


@pytest.mark.parametrize("way", ["finish", "forget"])
def test_an_audit_that_is_over_is_gone(folder: Path, way: str) -> None:
    with open_store(folder) as store:
        kept, over = store.begin(Beginning()), store.begin(BEGINNING)
        kept.record("q", "yes")
        over.record("q", "no")
        if way == "finish":
            over.finish()
        else:
            over.close()
            store.forget(over.id)
        with pytest.raises(SessionError, match="unknown"):
            store.resume(over.id)
        assert [each.id for each in store.unfinished()] == [kept.id]
        assert kept.answers == {"q": "yes"}
        assert not (folder / f"{over.id}.lock").exists()


def test_a_fingerprint_depends_on_text_and_store(folder: Path) -> None:
    with open_store(folder) as store, open_store(folder.with_name("another")) as another:
        first, second = store.begin(Beginning()), store.begin(Beginning())
        assert first.fingerprint("webshop.example") == second.fingerprint("webshop.example")
        assert first.fingerprint("webshop.example") != first.fingerprint("webshop.example ")
        assert first.fingerprint("x\udcff") != another.begin(Beginning()).fingerprint("x\udcff")
        before = first.fingerprint("x")
    with open_store(folder) as store:
        assert store.resume(first.id).fingerprint("x") == before


def test_the_environment_names_the_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HYGIENE_HOME", str(tmp_path / "here"))
    with open_store() as store:
        store.begin(Beginning())
    assert (tmp_path / "here" / "sessions" / "sessions.db").exists()
    aside = set_aside()
    assert aside.parent == tmp_path / "here"
    assert not (tmp_path / "here" / "sessions").exists()


def test_a_newer_store_is_left_untouched(folder: Path) -> None:
    with open_store(folder) as store:
        store.begin(BEGINNING)
    with sqlite3.connect(folder / "sessions.db") as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    with pytest.raises(UnusableStoreError, match="newer"):
        open_store(folder)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


@pytest.mark.parametrize("content", [b"not a database at all, but a text", b"SQLite format 3\0" + bytes(2000)])
def test_what_is_no_store_is_said_and_set_aside(folder: Path, content: bytes) -> None:
    folder.mkdir()
    (folder / "sessions.db").write_bytes(content)
    with pytest.raises(UnusableStoreError, match="store_damaged"):
        open_store(folder)
    asides = [set_aside(folder)]
    with open_store(folder) as store:
        store.begin(Beginning())
    asides.append(set_aside(folder))
    assert (asides[0] / "sessions.db").read_bytes() == content
    assert asides[0] != asides[1]
    with open_store(asides[1]) as store:
        assert len(store.unfinished()) == 1


def test_another_programs_database_is_not_written_to(folder: Path) -> None:
    folder.mkdir()
    with sqlite3.connect(folder / "sessions.db") as connection:
        connection.execute("CREATE TABLE theirs (x)")
    connection.close()
    before = (folder / "sessions.db").read_bytes()
    with pytest.raises(UnusableStoreError, match="store_damaged"):
        open_store(folder)
    assert (folder / "sessions.db").read_bytes() == before


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such modes")
def test_a_folder_that_cannot_be_written_is_said(folder: Path) -> None:
    with open_store(folder) as store:
        store.begin(Beginning()).record("q", "yes")
    folder.chmod(0o500)
    (folder / "sessions.db").chmod(0o400)
    if os.geteuid():
        folder.parent.chmod(0o500)
        with pytest.raises(SessionError, match="not_writable"):
            open_store(folder.parent / "new" / "sessions")
        folder.parent.chmod(0o700)
    else:
        # Root may write everywhere; anybody else owns neither the folder nor its parents.
        os.seteuid(65534)
        try:
            for refused in (folder, Path("/") / "hygiene-of-nobody"):
                with pytest.raises(SessionError, match="not_writable"):
                    open_store(refused)
        finally:
            os.seteuid(0)
    with open_store(folder) as store:
        assert store.resume().answers == {"q": "yes"}


def test_a_file_in_the_place_of_the_folder_is_said(folder: Path) -> None:
    folder.write_text("a file")
    with pytest.raises(SessionError, match="not_writable"):
        open_store(folder)
    assert folder.read_text() == "a file"
