"""The audit with a corpus: nothing leaves, nothing is asked about leaving, and every answer is the corpus's."""

import json
from pathlib import Path

from tests.breaches.corpus.lists import password_beginning, prefix_of, rows, write_folder
from tests.journeys.program import Program

KNOWN = "Kesäloma2024"
AROUND = range(prefix_of(KNOWN) - 10, prefix_of(KNOWN) + 11)
ABSENT = password_beginning(AROUND)
VAULT = "name,url,username,password\n" + "".join(
    f"{number},https://{number}.example,aino,{password}\n"
    for number, password in enumerate([KNOWN, ABSENT, "Rantakallio 8 lokkia", "salasana"])
)


def test_an_audit_with_a_corpus(tmp_path: Path) -> None:
    program = Program(tmp_path)
    (tmp_path / "vault.csv").write_text(VAULT, encoding="utf-8")
    lists = write_folder(tmp_path / "lists", rows(AROUND, {KNOWN: 12}))
    assert program.run("breach", "corpus", "build", lists, "-o", "b.corpus").code == 0
    words = ("audit", "vault.csv", "--no-input", "--format", "json", "--corpus")
    ran = program.run(*words, "b.corpus")
    assert ran.code == 1, ran.err
    logins = json.loads(ran.out)["logins"]
    assert [login["breached"] for login in logins] == ["found", "not_found", "unknown", "found"]
    assert logins[0]["breach_count"] == 12
    assert "times seen: 12)" in ran.out
    wrong = program.run(*words, "vault.csv")
    assert (wrong.code, "is not a corpus" in wrong.err) == (2, True)


def test_a_count_that_the_corpus_rounded_is_told_as_such(tmp_path: Path) -> None:
    program = Program(tmp_path)
    (tmp_path / "vault.csv").write_text(VAULT, encoding="utf-8")
    lists = write_folder(tmp_path / "lists", rows(AROUND, {KNOWN: 75_000}))
    assert program.run("breach", "corpus", "build", lists, "-o", "b.corpus").code == 0
    audited = program.run("audit", "vault.csv", "--no-input", "--corpus", "b.corpus")
    assert "times seen: about 78,000" in " ".join(audited.out.split())
    asked = program.run("breach", "password", "--corpus", "b.corpus", typed=KNOWN)
    assert "about 78,000 times" in " ".join(asked.out.split())


def test_a_dialogue_does_not_ask_whether_anything_may_leave(tmp_path: Path) -> None:
    program = Program(tmp_path)
    (tmp_path / "vault.csv").write_text(VAULT, encoding="utf-8")
    lists = write_folder(tmp_path / "lists", rows(AROUND, {KNOWN: 12}))
    assert program.run("breach", "corpus", "build", lists, "-o", "b.corpus").code == 0
    question = "known from data breaches?"
    assert question in program.run("audit", "vault.csv", typed="\n" * 3 + "1\n" * 5).err
    with_corpus = program.run("audit", "vault.csv", "--corpus", "b.corpus", typed="\n" * 3 + "1\n" * 5)
    assert question not in with_corpus.err
    resumed = program.run("audit", "--resume", typed="1\n" * 5, cwd=tmp_path / "lists")
    assert question not in resumed.err
    assert "Traceback" not in resumed.err


def test_a_file_that_is_no_corpus_is_noticed_before_anything_is_asked(tmp_path: Path) -> None:
    program = Program(tmp_path)
    (tmp_path / "vault.csv").write_text(VAULT, encoding="utf-8")
    ran = program.run("audit", "vault.csv", "--corpus", "vault.csv", typed="1\n" * 9)
    assert ran.code == 2
    assert ran.err.splitlines()[0] == "vault.csv is not a corpus."
    assert len(ran.err.splitlines()) == 2
    assert "no unfinished audit" in program.run("audit", "--resume").err
