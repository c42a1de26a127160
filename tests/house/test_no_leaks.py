"""The canary run: the real program on a marked vault, watched from outside, and no mark gets out.

What is searched is everything that a run leaves behind: standard output and error, every file, every request.
"""

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from hygiene.errors import ExitCode
from tests import own_keyring
from tests.breaches.server import range_server
from tests.breaches.v3_server import v3_server
from tests.house.canaries import CANARIES, PASSWORDS, REUSED, USER_NAMES, WEAK, forms, leaks, write_exports
from tests.journeys.program import ROOT, Program, Ran

WATCH = Path(__file__).with_name("watch")
QUIET = ("--no-input", "--work-domain", "laaksola.example")


@dataclass(frozen=True)
class Watched:
    """The program on the marked exports. Whatever it prints, writes, connects to or starts is looked at."""

    place: Path

    @property
    def exports(self) -> list[Path]:
        return sorted((self.place / "exports").iterdir())

    @property
    def home(self) -> Path:
        return self.place / "home"

    def run(self, *words: str | Path, code: int, typed: str = "", environment: Mapping[str, str] | None = None) -> Ran:
        ran = Program(self.home).run(*words, typed=typed, environment={**self.environment(), **(environment or {})})
        assert ran.code == code, ran.err
        self.see(ran.out.encode(), ran.err.encode())
        return ran

    def environment(self) -> dict[str, str]:
        return {
            "PYTHONPATH": f"{WATCH}:{ROOT}" if sys.platform != "win32" else f"{WATCH};{ROOT}",
            "PYTHONDONTWRITEBYTECODE": "1",
            "WATCH_LOG": str(self.place / "watched"),
            own_keyring.FOLDER: str(self.place / "keyring"),
        }

    def see(self, *streams: bytes) -> None:
        """Look at these streams, and at every file there is now."""
        assert [leaks(stream) for stream in streams] == [[] for _ in streams]
        for path in self.place.rglob("*"):
            if path.is_file() and path.parent.name != "exports":
                assert (path.name, leaks(path.read_bytes())) == (path.name, [])

    def noted(self, what: str) -> set[str]:
        lines = (self.place / "watched").read_text(encoding="utf-8").splitlines()
        return {value for kind, value in map(json.loads, lines) if kind == what}

    def kept_to_its_place(self, *addresses: str) -> None:
        """It wrote nowhere else, reached nobody but these addresses, and started nothing."""
        allowed = tuple(str(self.place / folder) for folder in ("home", "reports", "keyring"))
        assert {path for path in self.noted("write") if not path.startswith(allowed)} <= {"/dev/null", "/dev/tty"}
        assert self.noted("network") == {*addresses}
        assert self.noted("program") == set()


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    write_exports(tmp_path / "exports")
    for folder in ("home", "reports"):
        (tmp_path / folder).mkdir()
    (tmp_path / "watched").touch()
    return Watched(tmp_path)


@pytest.mark.parametrize("canary", [*PASSWORDS, *USER_NAMES], ids=range(len(PASSWORDS) + len(USER_NAMES)))
def test_the_search_finds_a_canary_in_every_form(canary: str) -> None:
    assert {form for form, data in forms(canary).items() if not leaks(data)} == set()
    assert leaks("Näiden 3 tilin yhteinen salasana on helppo arvata. kana kanaali".encode()) == []


def test_every_export_is_marked_and_read(watched: Watched) -> None:
    exports = watched.exports
    assert len(exports) == 8
    assert all(leaks(path.read_bytes()) for path in exports)
    report = json.loads(watched.run("audit", *exports, *QUIET, "--format", "json", code=1).out)
    assert [each["name"] for each in report["inputs"]] == [path.name for path in exports]
    assert {each["rejected"] for each in report["inputs"]} == {0}
    broken = {each["id"] for each in report["rules"] if each["verdict"] == "broken"}
    assert {"unique-passwords", "long-passwords"} <= broken
    watched.kept_to_its_place()


@pytest.mark.parametrize(
    ("form", "language"), [("text", "fi"), ("json", "sv"), ("markdown", "en"), ("html", "fi"), ("html", "en")]
)
def test_no_report_tells_a_secret(watched: Watched, form: str, language: str) -> None:
    file = watched.place / "reports" / "report"
    shown = watched.run("audit", *watched.exports, *QUIET, "--format", form, "--lang", language, code=1).out
    ran = watched.run("audit", *watched.exports, *QUIET, "--format", form, "--lang", language, "-o", file, code=1)
    assert ran.out == ""
    assert file.read_text(encoding="utf-8") == shown
    assert len(shown) > 2000
    watched.kept_to_its_place()


def test_no_dialogue_and_nothing_that_is_kept_tells_a_secret(watched: Watched) -> None:
    chrome, bitwarden = watched.exports[-3], watched.exports[2]
    first = f"{REUSED}\n?\n2\n<\n3\n2\n{USER_NAMES[1]}\n1\n"
    typed = f"{USER_NAMES[2].partition('@')[2]}\n" + first
    watched.run("audit", chrome, bitwarden, "--offline", typed=typed, code=ExitCode.INTERRUPTED)
    kept = b"".join(path.read_bytes() for path in watched.home.rglob("*") if path.is_file())
    assert b"SQLite format 3" in kept
    watched.run("session", "list", code=0)
    watched.run("audit", "--resume", typed=f"{WEAK}\n5\n" + "1\n2\n" * 60, code=1)
    report = watched.place / "reports" / "report.html"
    ran = watched.run("audit", "--resume", "--format", "html", "-o", report, code=1)
    assert report.name in ran.err
    watched.run("session", "forget", "--all", code=0)
    watched.kept_to_its_place()


@pytest.mark.parametrize("form", ["text", "json", "markdown", "html", "csv"])
def test_no_data_export_tells_whose_it_is(watched: Watched, form: str) -> None:
    export = watched.place / "data" / "exports" / "x.zip"
    export.parent.mkdir(parents=True)
    account = {"account": {"email": USER_NAMES[2], "username": USER_NAMES[0], "accountDisplayName": WEAK}}
    profile = {"profile": {"description": {"bio": f"{WEAK}, {USER_NAMES[2]}", "website": USER_NAMES[1]}}}
    with zipfile.ZipFile(export, "w") as archive:
        archive.writestr("data/account.js", f"window.YTD.account.part0 = {json.dumps([account])}")
        archive.writestr("data/profile.js", f"window.YTD.profile.part0 = {json.dumps([profile])}")
        archive.writestr("data/sso.js", f"window.YTD.sso.part0 = [{WEAK}")
    shown = watched.run("privacy", *QUIET, "--data-export", export, "--format", form, code=3).out
    assert form == "csv" or "data/account.js" in shown.replace("\\", "")
    if form != "csv":
        shown = watched.run("audit", *QUIET, "--data-export", export, "--format", form, code=3).out
        assert "data/sso.js" in shown.replace("\\", "")
    watched.kept_to_its_place()


def test_no_share_tells_a_secret(watched: Watched) -> None:
    folder = watched.place / "reports" / "summary"
    watched.run("audit", *watched.exports, *QUIET, "--summary-to", folder, code=1)
    shares = [*folder.rglob("*.share")]
    assert len(shares) == 2
    for path in shares:
        watched.run("summary", "inspect", path, "--bytes", code=0)
    watched.kept_to_its_place()


@pytest.mark.parametrize("name", ["chrome.csv", "firefox.csv", "keepassxc.csv", "bitwarden.json"])
def test_no_refusal_tells_a_secret(watched: Watched, name: str) -> None:
    whole = (watched.place / "exports" / name).read_bytes()
    within = whole.index(WEAK.encode()) + 3
    for broken in (whole[:within], whole.replace(b",", b";"), whole[:within] + b"\xff" + whole[within:]):
        (watched.place / "exports" / "broken").write_bytes(broken)
        watched.run("audit", watched.place / "exports" / "broken", *QUIET, code=2)
    watched.kept_to_its_place()


def test_no_rejected_row_tells_a_secret(watched: Watched) -> None:
    chrome = watched.place / "exports" / "chrome.csv"
    rows = chrome.read_text(encoding="utf-8").splitlines(keepends=True)
    rows[2:2] = [f"{WEAK},{WEAK}\n", f'x,https://x.example/,{WEAK},"{REUSED}"{WEAK},\n', f"{','.join([WEAK] * 9)}\n"]
    chrome.write_text("".join(rows), encoding="utf-8", newline="")
    for form in ("text", "json", "html"):
        ran = watched.run("audit", chrome, *QUIET, "--format", form, code=1)
        assert form != "json" or json.loads(ran.out)["inputs"][0]["rejected"] == 3


def test_nothing_that_was_mistyped_is_repeated(watched: Watched) -> None:
    (watched.home / "config.toml").write_text("", encoding="utf-8")
    for words in (
        (WEAK,),
        ("audit", "--offline", f"--no-input={REUSED}"),
        ("audit", "--work-domain", WEAK, "--no-input"),
        ("audit", "--format", WEAK, "--no-input"),
        ("audit", "--lang", WEAK, "--no-input"),
        ("audit", "--no-input", "--range-url", f"https://{WEAK}:{WEAK}@x.example/"),
        ("schema", WEAK),
        ("session", "forget", WEAK),
        ("session", WEAK),
    ):
        watched.run(*words, code=2)


def test_no_faulty_file_is_quoted(watched: Watched) -> None:
    answers = watched.place / "exports" / "answers.toml"
    answers.write_text(f'training = "{REUSED}"\n', encoding="utf-8")
    watched.run("audit", *QUIET, "--answers", answers, code=2)
    watched.run("audit", *QUIET, "--answers", watched.exports[0], code=2)
    policy = watched.place / "exports" / "policy.toml"
    policy.write_text(f'id = "{WEAK} {REUSED}"\nversion = {WEAK}\n', encoding="utf-8")
    watched.run("audit", *QUIET, "--policy", policy, code=2)
    watched.run("audit", *QUIET, "--policy", watched.exports[0], code=2)
    for settings in (f'range_url = "{REUSED}"', f'{WEAK} = "{REUSED}"', WEAK):
        (answers.parent / "config.toml").write_text(settings, encoding="utf-8")
        watched.run("audit", *QUIET, environment={"HYGIENE_HOME": str(answers.parent)}, code=2)


def test_a_fault_of_the_program_itself_tells_no_secret(watched: Watched) -> None:
    code = (
        "import sys\n"
        "from hygiene.cli import run\n"
        "from hygiene.journeys import self_audit\n"
        "def fail(passwords, *_):\n"
        "    content = passwords[0].reveal()\n"
        "    try:\n"
        "        int(content)\n"
        "    except ValueError as error:\n"
        "        raise KeyError(content, passwords) from error\n"
        "self_audit.estimate_all = fail\n"
        "sys.exit(run(sys.argv[1:]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "audit", *map(str, watched.exports), *QUIET],
        env=Program(watched.home).environment(**watched.environment()),
        cwd=watched.home,
        capture_output=True,
        check=False,
    )
    assert done.returncode == ExitCode.NOT_COMPLETE
    assert b"KeyError" in done.stderr
    watched.see(done.stdout, done.stderr)
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("behaviour", ["true", "fails", "redirects_for_good", "cut_between_chunks"])
def test_the_network_hears_five_characters_of_each_password_and_no_more(watched: Watched, behaviour: str) -> None:
    with range_server(breached={WEAK: 7}, behaviour=behaviour, tls=False) as server, v3_server(tls=False) as other:
        online = (*QUIET, "--online", "--range-url", server.url, "--breach-url", other.url, "--format", "json")
        report = json.loads(watched.run("audit", *watched.exports[:3], *online, code=1).out)
        requests = server.requests
    assert [(request.path, request.body) for request in other.requests] == [("/breaches", b"")]
    assert other.requests[0].headers.keys() == {"Host", "User-Agent", "Accept-Encoding"}
    answers = {each["breached"] for each in report["logins"]}
    assert answers == ({"found", "not_found"} if behaviour == "true" else {"unknown"})
    assert requests
    for request in requests:
        assert (request.method, request.body) == ("GET", b"")
        assert re.fullmatch(r"/range/[0-9A-F]{5}", request.path)
        assert leaks(json.dumps(request.headers).encode()) == []
        assert request.headers.keys() <= {
            "Host",
            "User-Agent",
            "Accept",
            "Accept-Encoding",
            "Add-Padding",
            "Connection",
        }
    if behaviour == "true":
        # Each password once, and the controls: equal ones and their number of places are nobody's business.
        assert len({request.path for request in requests}) == len(requests) <= len(PASSWORDS) + 2
    called = {f"('127.0.0.1', {each.url.rpartition(':')[2]})" for each in (server, other)}
    watched.kept_to_its_place(*called, *watched.noted("network") & {"'127.0.0.1'"})


def test_the_canaries_are_all_different_and_all_marked() -> None:
    assert len({*CANARIES}) == len(CANARIES)
    assert all(leaks(canary.encode()) for canary in CANARIES)
