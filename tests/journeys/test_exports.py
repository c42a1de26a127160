"""What is asked about an export before it is read, and what becomes of it after the audit."""

import re
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from hygiene.conversation import Question
from hygiene.errors import ExitCode, HygieneError, SourceError
from hygiene.journeys.exports import cloud_of, offer_to_delete, read_exports, tell_what_lies_open
from hygiene.journeys.how import PROGRAMS, how_to_export
from hygiene.secret import Secret
from hygiene.sources import Way, formats
from hygiene.texts import LANGUAGES, say, use_language
from tests.journeys.program import Program

SAMPLES = Path(__file__).parents[1] / "samples"
REFERENCE: list[dict[str, Any]] = tomllib.loads((SAMPLES / "reference.toml").read_text(encoding="utf-8"))["login"]


@dataclass
class Scripted:
    """A conversation whose answers are given beforehand; one that runs out of them has gone."""

    answers: list[str]
    told: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def tell(self, text: str) -> None:
        self.told.append(text)

    def choose(self, question: Question) -> str:
        self.asked.append(question.text)
        return self._next([choice.id for choice in question.choices])

    def ask(self, text: str, explanation: str = "") -> str:
        raise NotImplementedError

    def ask_secret(self, text: str) -> Secret:
        self.asked.append(text)
        return Secret(self._next())

    def _next(self, possible: Sequence[str] | None = None) -> str:
        if not self.answers:
            raise EOFError
        answer = self.answers.pop(0)
        assert possible is None or answer in possible
        return answer


ANY_WAY = Way()


def count(path: Path, *answers: str, way: Way = ANY_WAY) -> int:
    return len(read_exports([path], way, Scripted([*answers]))[0].logins)


def key_of(path: Path, *answers: str) -> str:
    with pytest.raises(SourceError) as caught:
        read_exports([path], Way(), Scripted([*answers]))
    return caught.value.key


@pytest.mark.parametrize("name", ["keepass-4.kdbx", "bitwarden-argon2.json"])
def test_a_locked_export_asks_for_its_password_and_asks_again(name: str) -> None:
    assert count(SAMPLES / name, "avain") == len(REFERENCE)
    assert count(SAMPLES / name, "väärä", "avain") == len(REFERENCE)
    assert count(SAMPLES / name, "väärä", way=Way(password=Secret("avain"))) == len(REFERENCE)
    assert key_of(SAMPLES / name) == "sources.locked"
    assert key_of(SAMPLES / name, "") == "sources.locked"
    assert key_of(SAMPLES / name, "väärä", "") == "sources.wrong_key"
    assert key_of(SAMPLES / name, *["väärä"] * 9) == "sources.wrong_key"


def test_each_of_several_locked_exports_has_a_password_of_its_own() -> None:
    paths = [SAMPLES / "keepass-3.kdbx", SAMPLES / "chrome.csv", SAMPLES / "keepass-4.kdbx"]
    conversation = Scripted(["avain", "avain"])
    exports = read_exports(paths, Way(), conversation)
    assert [export.input.number for export in exports] == [1, 2, 3]
    assert [export.in_the_clear for export in exports] == [False, True, False]
    assert [re.findall(r"keepass-\d\.kdbx", text) for text in conversation.asked] == [
        ["keepass-3.kdbx"],
        ["keepass-4.kdbx"],
    ]


def test_an_export_that_names_nothing_asks_where_it_comes_from() -> None:
    assert count(SAMPLES / "keeper.csv", "keeper-csv") == len(REFERENCE)
    assert key_of(SAMPLES / "keeper.csv", "none") == "sources.undecided"
    assert key_of(SAMPLES / "keeper.csv") == "sources.undecided"


def test_a_table_of_another_kind_asks_for_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "taulukko.csv"
    path.write_text("Palvelu;Osoite;Tunnus;Salasana\nA;https://a.example/;aino;sala\n", encoding="utf-8")
    conversation = Scripted(["Osoite", "Tunnus", "Salasana"])
    (export,) = read_exports([path], Way(), conversation)
    login = export.logins[0]
    assert (login.urls, login.username, login.password) == (("https://a.example/",), "aino", Secret("sala"))
    assert "Salasana" not in conversation.told[0]
    assert key_of(path, "Osoite", "none") == "sources.unknown_columns"


def test_what_is_no_newer_version_asks_for_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "taulukko.csv"
    path.write_text("name,url,username,password,note,muu\nA,https://a.example/,aino,sala,,\n", encoding="utf-8")
    assert count(path, "chrome") == 1
    assert count(path, "none", "url", "username", "password") == 1
    assert key_of(path, "none", "none") == "sources.newer"


def test_what_was_told_of_an_export_is_not_asked_again(tmp_path: Path) -> None:
    path = tmp_path / "taulukko.csv"
    path.write_text("Palvelu;Osoite;Tunnus;Salasana\nA;https://a.example/;aino;sala\n", encoding="utf-8")
    keeper = SAMPLES / "keeper.csv"
    told: dict[Path, Way] = {}
    read_exports([path, keeper, path], Way(), Scripted(["Osoite", "Tunnus", "Salasana", "keeper-csv"]), told)
    assert told == {
        path: Way(columns={"url": "Osoite", "username": "Tunnus", "password": "Salasana"}),
        keeper: Way(source="keeper-csv"),
    }
    again = Scripted([])
    assert [len(export.logins) for export in read_exports([path, keeper], Way(), again, told)] == [1, len(REFERENCE)]
    assert again.asked == []
    # What is said now goes before what was told; another file in its place is asked about anew.
    said = Way(columns={"url": "Osoite", "username": "Palvelu", "password": "Salasana"})
    assert read_exports([path], said, again, told)[0].logins[0].username == "A"
    path.write_text("Palvelu;Verkko;Tunnus;Salasana\nA;https://a.example/;aino;sala\n", encoding="utf-8")
    read_exports([path], Way(), Scripted(["Verkko", "Tunnus", "Salasana"]), told)
    assert told[path].columns == {"url": "Verkko", "username": "Tunnus", "password": "Salasana"}


def test_what_opens_an_export_is_not_remembered() -> None:
    told: dict[Path, Way] = {}
    read_exports([SAMPLES / "keepass-4.kdbx"], Way(), Scripted(["avain"]), told)
    assert told == {}


def test_an_audit_that_is_gone_on_with_knows_its_columns(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "taulukko.csv"
    path.write_text("Palvelu;Osoite;Tunnus;Salasana\nA;https://a.example/;aino;sala\n", encoding="utf-8")
    words = ("--offline", "--work-domain", "laaksola.example")
    first = program.run("audit", path, *words, typed="2\n2\n2\n")
    assert first.code == ExitCode.INTERRUPTED
    asked = "Which column"
    assert asked in first.err
    again = program.run("audit", "--resume", typed="")
    assert again.code == ExitCode.INTERRUPTED
    assert asked not in again.err
    kept = b"".join(file.read_bytes() for file in program.home.rglob("*") if file.is_file())
    assert b"SQLite format 3" in kept
    assert b"Osoite" not in kept


def test_without_anybody_to_ask_the_error_says_what_to_say() -> None:
    for name in ("keeper.csv", "keepass-4.kdbx"):
        with pytest.raises(SourceError):
            read_exports([SAMPLES / name], Way(), None)


@pytest.mark.parametrize(
    ("folder", "cloud"),
    [
        ("OneDrive", "OneDrive"),
        ("OneDrive - Laaksolan kunta", "OneDrive"),
        ("Dropbox", "Dropbox"),
        ("Dropbox (Oma)", "Dropbox"),
        ("Mobile Documents", "iCloud"),
        ("iCloudDrive", "iCloud"),
        ("Google Drive", "Google Drive"),
        ("GoogleDrive-aino@posti.example", "Google Drive"),
        ("OneDrivesta poistetut", None),
        ("asiakirjat", None),
    ],
)
def test_a_folder_of_a_cloud_is_known_by_its_name(tmp_path: Path, folder: str, cloud: str | None) -> None:
    assert cloud_of(tmp_path / folder / "viennit" / "export.csv") == cloud


def test_a_link_to_a_folder_of_a_cloud_is_followed(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "omat").symlink_to(tmp_path / "Dropbox", target_is_directory=True)
    assert cloud_of(tmp_path / "omat" / "export.csv") == "Dropbox"


def test_where_passwords_lie_open_is_told(tmp_path: Path) -> None:
    told: list[str] = []
    tell_what_lies_open([tmp_path / "OneDrive" / "export.csv"], told.append)
    assert str(tmp_path / "OneDrive") in told[0]
    assert "OneDrive" in told[1]


@pytest.mark.parametrize(("answers", "remains"), [(["no"], True), (["yes"], False)])
def test_an_export_is_deleted_only_on_a_yes(tmp_path: Path, answers: list[str], remains: bool) -> None:
    path = tmp_path / "export.csv"
    path.write_text("x")
    conversation = Scripted(answers)
    offer_to_delete([path], conversation)
    assert path.exists() is remains
    assert any("SSD" in text for text in conversation.told) is not remains


def test_what_cannot_be_deleted_is_told(tmp_path: Path) -> None:
    conversation = Scripted(["yes"])
    offer_to_delete([tmp_path / "gone.csv"], conversation)
    assert any("could not be deleted" in text for text in conversation.told)
    nothing = Scripted([])
    offer_to_delete([], nothing)
    assert nothing.asked == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_how_to_export_is_told_for_every_program(language: str) -> None:
    use_language(language)
    everything = how_to_export([])
    for product in filter(None, PROGRAMS.values()):
        assert f"\n{product}\n" in everything
        assert product in how_to_export([product.lower()])
    for _, product in formats():
        for name in re.sub(r" \(.*\)| \d.*", "", product).split(", "):
            assert name in how_to_export(["other"]) or say("how.before") in how_to_export([name])


@pytest.mark.parametrize("typed", ["proton pass", "Proton-Pass", "PROTONPASS"])
def test_a_program_is_found_however_it_is_written(typed: str) -> None:
    assert "Proton Pass" in how_to_export([typed])


@pytest.mark.parametrize("typed", ["", "-", "notepad"])
def test_a_program_that_is_not_known_is_told(typed: str) -> None:
    with pytest.raises(HygieneError) as caught:
        how_to_export([typed])
    assert caught.value.key == "how.not_known"


def test_the_command_tells_how(program: Program) -> None:
    ran = program.run("audit", "--how", "bitwarden", "keepassxc", "--lang", "sv")
    assert (ran.code, ran.err) == (0, "")
    assert "--vault-key-file" in ran.out
    assert program.run("audit", "--how", "notepad").code == ExitCode.WRONG_USAGE


def test_a_password_from_a_file_opens_a_locked_export(program: Program, tmp_path: Path) -> None:
    words = ("audit", SAMPLES / "keepass-4.kdbx", "--no-input", "--format", "json", "--vault-password-file")
    for content in ("avain\n", "avain", "\ufeffavain\r\ntoinen rivi\n"):
        (tmp_path / "salasana").write_bytes(content.encode())
        ran = program.run(*words, tmp_path / "salasana")
        assert '"source": "keepass-kdbx"' in ran.out
        assert "avain" not in ran.err
    assert '"source": "keepass-kdbx"' in program.run(*words, "-", typed="avain\n").out
    (tmp_path / "salasana").write_text("väärä\n", encoding="utf-8")
    assert program.run(*words, tmp_path / "salasana").code == ExitCode.KEY_OR_PERMISSION_MISSING
    (tmp_path / "salasana").write_text("\n")
    assert program.run(*words, tmp_path / "salasana").code == ExitCode.KEY_OR_PERMISSION_MISSING
    assert program.run(*words, tmp_path / "none").code == ExitCode.KEY_OR_PERMISSION_MISSING


def test_a_locked_export_with_nobody_to_ask_is_a_missing_key(program: Program) -> None:
    for words in (("--no-input",), ()):
        ran = program.run("audit", SAMPLES / "keepass-4.kdbx", *words)
        assert (ran.code, ran.out) == (ExitCode.KEY_OR_PERMISSION_MISSING, "")
        assert "--vault-password-file" in ran.err


@pytest.mark.parametrize(
    "words",
    [
        ("--encoding", "koi8-r"),
        ("--columns", "url=a"),
        ("--columns", "url=a,username=b,password="),
        ("--columns", "url=a,username=b,password=c,shoe=d"),
        ("--columns", "url=a,username=b,password=c", "--source", "chrome"),
    ],
)
def test_options_that_cannot_be_meant_are_refused(program: Program, words: tuple[str, ...]) -> None:
    ran = program.run("audit", SAMPLES / "chrome.csv", "--no-input", *words)
    assert (ran.code, ran.out) == (ExitCode.WRONG_USAGE, "")


def test_columns_and_encoding_from_the_command_line(program: Program, tmp_path: Path) -> None:
    export = tmp_path / "taulukko.csv"
    export.write_text("Osoite;Tunnus;Salasana\nhttps://a.example/;äinö;salasana\n", encoding="cp1252")
    words = (
        "audit",
        export,
        "--no-input",
        "--format",
        "json",
        "--columns",
        "url=Osoite,username=Tunnus,password=Salasana",
    )
    ran = program.run(*words, "--encoding", "cp1252")
    assert '"source": "columns"' in ran.out
    assert program.run(*words).code == ExitCode.WRONG_USAGE


def test_without_questions_it_is_told_where_the_export_lies(program: Program, tmp_path: Path) -> None:
    folder = tmp_path / "Dropbox"
    folder.mkdir()
    export = folder / "export.csv"
    export.write_bytes((SAMPLES / "chrome.csv").read_bytes())
    ran = program.run("audit", export, "--no-input")
    assert "export.csv lies in" in ran.err
    assert "copied to Dropbox" in ran.err
    assert "lies in" not in program.run("audit", "--demo", "--no-input").err
    # Answers that are piped in for other questions delete nothing.
    for typed in ("1\n", "2\n"):
        ran = program.run("audit", export, "--offline", "--work-domain", "kunta.example", typed=typed * 90)
        assert ran.out
        assert "export.csv lies in" in ran.err
    assert export.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal of this kind on Windows")
def test_on_a_terminal_the_password_is_typed_unseen_and_the_vault_itself_is_never_offered_for_deletion(
    program: Program, tmp_path: Path
) -> None:
    import pexpect

    from tests.journeys.test_dialogue import answer, sit_down, wait_for

    vault, export = tmp_path / "holvi.kdbx", tmp_path / "export.csv"
    vault.write_bytes((SAMPLES / "keepass-4.kdbx").read_bytes())
    export.write_text("name,url,username,password,note\nA,https://a.example/,aino,valas kanootti sumu 47 helmi,\n")
    (tmp_path / "answers.toml").write_text('uses-social-media = "no"\n')
    words = (
        "audit",
        vault,
        export,
        "--offline",
        "--work-domain",
        "kunta.example",
        "--answers",
        tmp_path / "answers.toml",
    )
    terminal = sit_down(program, *words)
    wait_for(terminal, "Password that opens holvi.kdbx")
    terminal.sendline("avain")
    while terminal.expect([r"delete the export now", r"\n> "]) == 1:
        terminal.sendline("1")
    assert "avain" not in (terminal.before or "")
    answer(terminal, "Enter alone: No", "2")
    wait_for(terminal, "export.csv was deleted.")
    terminal.expect(pexpect.EOF)
    assert (vault.exists(), export.exists()) == (True, False)
