"""Measures the offline corpus against the figures it is to reach and against other programs.

Run as `python -m benchmarks.corpus 1 20 100`, the numbers being millions of hashes. It needs numpy, some 80 bytes of
disk for each hash in the folder of `--folder`, and measures what it finds of: keepassxc-cli (Debian's keepassxc),
pwnedpasswords-offline (in the folder of `--peers`, put there by `pip install --target`), and hibp-search, which is in
no package registry and has to be built by hand (on the PATH, or in `bin` of that folder). Beside it stands a program
that does nothing at all, which none can undercut. Ratios count; times depend on the machine.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

from benchmarks.synthetic import passwords, write_list
from hygiene.breaches.corpus.form import HEADER_SIZE, bucket_bits, index_size, unpack_entry
from hygiene.breaches.corpus.look_up import open_corpus
from hygiene.secret import Secret

WARM = 10_000
AUDIT = 500

BUILD = """
import json, resource, sys, time
from pathlib import Path
from hygiene.breaches.corpus.build import build
build([Path(sys.argv[1])], Path(sys.argv[2]))
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({"seconds": used.ru_utime + used.ru_stime, "mebibytes": used.ru_maxrss / 1024}))
"""
LOOK_UP = """
import sys
from pathlib import Path
from hygiene.breaches.corpus.look_up import open_corpus
from hygiene.secret import Secret
with open_corpus(Path(sys.argv[1])) as corpus:
    answers = corpus.look_up(map(Secret, sys.stdin.read().split("\\n")))
print(sum(answer.count is not None and answer.count > 0 for answer in answers.values()))
"""
PEER = """
import json, sys, time
sys.path.insert(0, sys.argv[1])
from hashlib import sha1
from pwnedpasswords_offline import PwnedPasswordsOfflineChecker
passwords = sys.stdin.read().split("\\n")
hashes = [sha1(each.encode()).hexdigest().upper() for each in passwords]
with PwnedPasswordsOfflineChecker(sys.argv[2]) as checker:
    def best(look_up, asked):
        times = []
        for _ in range(7):
            begun = time.process_time()
            found = [look_up(each) for each in asked]
            times.append(time.process_time() - begun)
        assert sum(found) == len(asked) // 2
        return min(times) / len(asked)
    print(json.dumps([best(checker.lookup_hash, hashes), best(checker.lookup_raw_password, passwords)]))
"""
NOTHING = "/bin/true"


def run(program: str, *words: object, typed: str = "") -> str:
    """The output of a Python program of its own."""
    command = [sys.executable, "-c", program, *map(str, words)]
    return subprocess.run(command, input=typed, capture_output=True, text=True, check=True).stdout


def fastest(repeats: int, *command: object, typed: str = "") -> float:
    """Seconds, process included."""
    times = []
    for _ in range(repeats):
        begun = time.perf_counter()
        subprocess.run([*map(str, command)], input=typed, capture_output=True, text=True, check=True)
        times.append(time.perf_counter() - begun)
    return float(min(times))


def tell(what: str, value: str, wanted: str = "") -> None:
    """A line of the outcome."""
    print(f"  {what:<52} {value:>14}  {wanted}", flush=True)


def measure(millions: float, folder: Path, peers: Path | None) -> None:
    """Everything about a corpus of this size."""
    hashes = int(millions * 1e6)
    known, unknown = passwords(WARM // 2)
    source, corpus = folder / f"{hashes}.txt", folder / f"{hashes}.corpus"
    print(f"{hashes:,} hashes, {WARM // 2:,} passwords among them", flush=True)
    if not source.exists():
        write_list(source, hashes, known)
    used = json.loads(run(BUILD, source, corpus))
    tell("bytes a hash", f"{corpus.stat().st_size / hashes:.3f}", "at most 5.3 from 100 million on")
    tell("built, million hashes a second of one core", f"{hashes / used['seconds'] / 1e6:.2f}", "5 or more")
    tell("peak memory while building, MiB", f"{used['mebibytes']:.0f}", "under 100")
    tell("chance of a false hit", f"{false_hit(corpus):.1e}", "under 1e-8")
    by_hash, by_password = warm(corpus, [*known, *unknown])
    tell("warm look-up of a hash, microseconds", f"{by_hash * 1e6:.2f}")
    tell("of a password, up to the answer, microseconds", f"{by_password * 1e6:.2f}")
    if peers and (peers / "pwnedpasswords_offline").is_dir():
        their_hash, their_password = json.loads(run(PEER, peers, source, typed="\n".join([*known, *unknown])))
        tell("of a hash, share of pwnedpasswords-offline", f"1/{their_hash / by_hash:.1f}", "1/5 or less")
        tell("of a password, share of it", f"1/{their_password / by_password:.1f}", "1/5 or less")
    else:
        print("  pwnedpasswords-offline is not here: not measured")
    audit = known[: AUDIT // 2] + unknown[: AUDIT // 2]
    assert int(run(LOOK_UP, corpus, typed="\n".join(audit))) == AUDIT // 2
    whole = fastest(15, sys.executable, "-c", LOOK_UP, corpus, typed="\n".join(audit))
    tell(f"{AUDIT} passwords, process included, milliseconds", f"{whole * 1e3:.0f}")
    tell(f"the same, share of {AUDIT} calls of {NOTHING}", f"1/{called(NOTHING, audit) / whole:.1f}")
    search = shutil.which("hibp-search") or shutil.which("hibp-search", path=peers / "bin" if peers else "")
    if search:
        binary = folder / f"{hashes}.bin"
        write_binary(source, binary)
        tell(
            f"the same, share of {AUDIT} calls of hibp-search", f"1/{called(search, audit, binary) / whole:.1f}", "1/10"
        )
        binary.unlink()
    else:
        print("  hibp-search is not here: not measured")
    if shutil.which("keepassxc-cli"):
        slow = keepassxc(folder, source, audit)
        tell("the same, share of keepassxc-cli analyze", f"1/{slow / whole:.0f}", "1/200 or less")
    else:
        print("  keepassxc-cli is not here: not measured")
    corpus.unlink()
    source.unlink()


def false_hit(corpus: Path) -> float:
    """How likely a password that is in no breach is taken for one that is: the mean over all blocks."""
    with corpus.open("rb") as file:
        file.seek(HEADER_SIZE)
        index = file.read(index_size(20))
    sizes = [unpack_entry(index[place : place + 8])[1] for place in range(0, len(index), 8)]
    return sum(size / float(1 << 32 + bucket_bits(size)) for size in sizes) / len(sizes)


def warm(corpus: Path, asked: list[str]) -> tuple[float, float]:
    """Seconds of processor time for a look-up of a hash and of a password, everything being in the system's memory."""
    secrets = [Secret(each) for each in asked]
    with open_corpus(corpus) as opened:
        heads = [opened.header.algorithm.head(each) for each in asked]
        assert sum(bool(answer.count) for answer in opened.look_up(secrets).values()) == len(asked) // 2
        return (
            least(lambda: [opened.code(head) for head in heads]) / len(asked),
            least(lambda: opened.look_up(secrets)) / len(asked),
        )


def least(work: Callable[[], object]) -> float:
    """Seconds of processor time that the quickest of some times took."""
    times = []
    for _ in range(15):
        begun = time.process_time()
        work()
        times.append(time.process_time() - begun)
    return min(times)


def called(program: str, asked: list[str], *words: Path) -> float:
    """Seconds for one call of a program after the other, each with one password."""
    nowhere = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        for each in asked:
            command = [program, *map(str, words), each]
            os.waitpid(os.posix_spawn(program, command, os.environ, file_actions=nowhere), 0)
        times.append(time.perf_counter() - begun)
    return min(times)


def write_binary(source: Path, target: Path) -> None:
    """The list in the form that hibp-search reads: 20 bytes of hash and 4 of count, little-endian."""
    with source.open("rb") as lines, target.open("wb") as file:
        while some := lines.readlines(1 << 20):
            counts = [int(line[41:]).to_bytes(4, "little") for line in some]
            hashes = bytes.fromhex(b"".join([line[:40] for line in some]).decode("ascii"))
            file.write(b"".join([hashes[20 * row : 20 * row + 20] + count for row, count in enumerate(counts)]))


def keepassxc(folder: Path, source: Path, asked: list[str]) -> float:
    """Seconds that keepassxc-cli takes for a vault with these passwords."""
    entries = "".join(
        f"<Entry><UUID>{os.urandom(12).hex()[:22]}==</UUID><String><Key>Title</Key><Value>{number}</Value></String>"
        f"<String><Key>Password</Key><Value>{escape(each)}</Value></String></Entry>"
        for number, each in enumerate(asked)
    )
    xml, vault = folder / "vault.xml", folder / "vault.kdbx"
    vault.unlink(missing_ok=True)
    xml.write_text(
        f"<?xml version='1.0' encoding='UTF-8'?><KeePassFile><Meta/><Root><Group><UUID>AAAAAAAAAAAAAAAAAAAAAA==</UUID>"
        f"<Name>Root</Name>{entries}</Group></Root></KeePassFile>",
        encoding="utf-8",
    )
    subprocess.run(
        ["keepassxc-cli", "import", xml, vault, "-p"],
        input="vault\nvault\n",
        text=True,
        capture_output=True,
        check=True,
    )
    begun = time.perf_counter()
    ran = subprocess.run(
        ["keepassxc-cli", "analyze", "--hibp", source, vault],
        input="vault\n",
        text=True,
        capture_output=True,
        check=False,
    )
    seconds = time.perf_counter() - begun
    assert len(ran.stdout.splitlines()) >= len(asked) // 2, ran.stderr
    return seconds


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("millions", nargs="+", type=float)
    options.add_argument("--folder", type=Path, default=Path("benchmarks/data"))
    options.add_argument("--peers", type=Path)
    chosen = options.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    for each in chosen.millions:
        measure(each, chosen.folder, chosen.peers)
