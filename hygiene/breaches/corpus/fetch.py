"""Downloads the lists of all prefixes from a range service, and later what has changed in them.

Every list is kept as soon as it has come, in the packs of one folder. So whatever breaks off, the next attempt asks for
what is missing only; and once all is there, the next one asks for what has changed.
"""

import shutil
from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from threading import Lock
from time import monotonic, sleep
from typing import NamedTuple

from hygiene.breaches.connection import Connection
from hygiene.breaches.corpus.digests import Algorithm
from hygiene.breaches.corpus.draft import NO_ROOM, only_here
from hygiene.breaches.corpus.form import PREFIX_BITS, encode_count
from hygiene.breaches.corpus.packs import PREFIXES_IN_PACK, ROW_SIZE, Download, Pack, is_download, read_download
from hygiene.breaches.corpus.rows import as_own_numbers
from hygiene.breaches.crew import Crew
from hygiene.breaches.range_service import KNOWN_TO_BE_BREACHED
from hygiene.breaches.ranges import read_list
from hygiene.breaches.reasons import Reason
from hygiene.breaches.settings import RangeSettings
from hygiene.errors import ExitCode, HygieneError
from hygiene.texts import say

ALL_PREFIXES = range(1 << PREFIX_BITS)
_FAILURES_IN_A_ROW = 64
"""After so many the service is taken to be gone for now."""

_BUILT_ROW = 5.2  # bytes that a hash takes up in a corpus, more or less
_LONGEST_ETAG = 200
_LOCK = "download.lock"


@dataclass(frozen=True, slots=True)
class Order:
    """What to download. `per_second` bounds the requests of all connections together; None sets no bound.

    `prefixes` is None where the folder's own are meant, or all of them where the folder is new.
    """

    algorithm: Algorithm = Algorithm.SHA1
    prefixes: range | None = None
    per_second: float | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a download will take, in bytes: over the network, on the disk, for the corpus built from it; what is free.

    `is_update` says that all is there already and only changes are asked for.
    """

    transfer: int
    disk: int
    corpus: int
    free: int
    is_update: bool


@dataclass(frozen=True, slots=True)
class Fetched:
    """How many prefixes came anew, had not changed, and could not be had."""

    changed: int
    unchanged: int
    failed: int


class ServiceError(HygieneError):
    """The service cannot be fetched from, for this reason."""

    exit_code = ExitCode.NOT_COMPLETE

    def __init__(self, reason: Reason) -> None:
        super().__init__("corpus.service", reason=say(f"breaches.unknown.{reason}"))


class _List(NamedTuple):
    """What came for a prefix: its rows, ready for a pack, and the ETag."""

    heads: bytes
    codes: bytes
    etag: bytes
    size: int

    @property
    def first_suffix(self) -> int:
        """Something that no other prefix's list can begin with."""
        return int(memoryview(self.heads).cast("Q")[0]) & ((1 << (64 - PREFIX_BITS)) - 1)


_Lists = Crew[_List | None]


def fetch(
    folder: Path,
    settings: RangeSettings,
    order: Order,
    agrees: Callable[[Estimate], bool],
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Fetched | None:
    """Download into the folder what it lacks, or what has changed. None where `agrees` says no to the estimate.

    `progress` is called with how many prefixes are done, of how many. Raises `HygieneError`.
    """
    with _file_errors_told(folder):
        download = _take_up(folder, order)
        work = _Work(download.algorithm, order.per_second)
        with Crew(replace(settings, deadline_total=float("inf")), settings.connections, work.ask) as crew:
            estimate = _estimate(folder, download, work.samples(crew))
            if estimate.free < estimate.disk:
                raise HygieneError("corpus.no_room", name=folder.name)
            if not agrees(estimate):
                return None
            folder.mkdir(parents=True, exist_ok=True)
            with only_here(folder / _LOCK, folder.name):
                download.write(folder)
                fetched = _fetch_packs(folder, download, work, crew, progress)
                if not fetched.failed:
                    replace(download, finished=True).write(folder)
    return fetched


def _take_up(folder: Path, order: Order) -> Download:
    """The download that lies in the folder, begun anew where it was finished, or a new one."""
    today = datetime.now(UTC).date()
    if not is_download(folder):
        if folder.is_dir() and any(each.name != _LOCK for each in folder.iterdir()):
            raise HygieneError("corpus.folder_in_use", name=folder.name)
        prefixes = order.prefixes or ALL_PREFIXES
        return Download(order.algorithm, prefixes[0], prefixes[-1], run=1, begun=today.isoformat())
    download = read_download(folder)
    if download.algorithm is not order.algorithm or order.prefixes not in (
        None,
        range(download.first, download.last + 1),
    ):
        raise HygieneError("corpus.other_download", name=folder.name)
    return download.next_run(today) if download.finished else download


class _Work:
    """What the threads do. `etags` are those of the prefixes that are there already."""

    def __init__(self, algorithm: Algorithm, per_second: float | None) -> None:
        self.etags: Mapping[str, bytes] = {}
        self._algorithm = algorithm
        self._mode = "?mode=ntlm" if algorithm is Algorithm.NTLM else ""
        self._pause = 1 / per_second if per_second else 0.0
        self._next = 0.0
        self._lock = Lock()

    def ask(self, connection: Connection, prefix: str, deadline: float) -> _List | None:
        """The list of a prefix; None where it has not changed. Raises `Unanswered`."""
        waited = self._wait()
        etag = self.etags.get(prefix)
        headers = {"If-None-Match": etag.decode("ascii")} if etag else {}
        reply = connection.get(f"/range/{prefix}{self._mode}", deadline + waited, headers)
        if etag and reply.status == HTTPStatus.NOT_MODIFIED:
            return None
        counts = read_list(reply, self._algorithm.digits - len(prefix))
        suffixes = sorted(counts)
        digits = "".join([prefix + suffix[: 16 - len(prefix)].decode("ascii") for suffix in suffixes])
        heads = as_own_numbers(array("Q", bytes.fromhex(digits)))
        said = reply.headers.get("ETag", "")
        new_etag = said.encode("ascii") if said.isascii() and said.isprintable() and len(said) <= _LONGEST_ETAG else b""
        return _List(
            heads, bytes([encode_count(int(counts[suffix])) for suffix in suffixes]), new_etag, len(reply.body)
        )

    def samples(self, crew: _Lists) -> list[_List]:
        """The lists of passwords that are known to be breached, once they have shown that they are what they should be.

        Raises `HygieneError`.
        """
        known = [self._algorithm.head(password.reveal()) for password in KNOWN_TO_BE_BREACHED]
        heads = {_name(head >> (64 - PREFIX_BITS)): head for head in known}
        lists = []
        for prefix, outcome in crew.ask(heads):
            if isinstance(outcome, Reason) or outcome is None:
                raise ServiceError(outcome or Reason.UNTRUSTED_ANSWER)
            if heads[prefix] not in memoryview(outcome.heads).cast("Q"):
                raise ServiceError(Reason.WRONG_SERVICE)
            lists.append(outcome)
        return lists

    def _wait(self) -> float:
        """Wait for this request's turn, and say how long that took."""
        if not self._pause:
            return 0.0
        with self._lock:
            now = monotonic()
            turn = max(now, self._next)
            self._next = turn + self._pause
        sleep(turn - now)
        return turn - now


def _name(prefix: int) -> str:
    return f"{prefix:05X}"


def _estimate(folder: Path, download: Download, samples: list[_List]) -> Estimate:
    prefixes = download.last - download.first + 1
    rows = prefixes * sum(len(each.codes) for each in samples) // len(samples)
    existing = next(each for each in (folder, *folder.absolute().parents) if each.is_dir())
    there = sum(file.stat().st_size for file in folder.glob("*.pack")) if existing == folder else 0
    missing = max(0, ROW_SIZE * rows - there)
    transfer = prefixes * sum(each.size for each in samples) // len(samples) * missing // max(1, ROW_SIZE * rows)
    free = shutil.disk_usage(existing).free
    return Estimate(transfer, missing, int(_BUILT_ROW * rows), free, is_update=download.before is not None)


def _fetch_packs(
    folder: Path, download: Download, work: _Work, crew: _Lists, progress: Callable[[int, int], None]
) -> Fetched:
    total = download.last + 1 - download.first
    outcomes: Counter[str] = Counter()
    failed_in_a_row = 0
    for number in range(download.first // PREFIXES_IN_PACK, download.last // PREFIXES_IN_PACK + 1):
        first = number * PREFIXES_IN_PACK
        prefixes = range(max(first, download.first), min(first + PREFIXES_IN_PACK, download.last + 1))
        with Pack(folder, number) as pack:
            missing = [prefix for prefix in prefixes if pack.run_of(prefix) < download.run]
            outcomes["there"] += len(prefixes) - len(missing)
            for outcome in _fetch_pack(pack, missing, download.run, work, crew):
                outcomes[outcome] += 1
                failed_in_a_row = failed_in_a_row + 1 if outcome == "failed" else 0
                progress(outcomes.total(), total)
                if failed_in_a_row == _FAILURES_IN_A_ROW:
                    break
        if failed_in_a_row == _FAILURES_IN_A_ROW:
            break
    return Fetched(outcomes["changed"], outcomes["unchanged"], total - outcomes.total() + outcomes["failed"])


def _fetch_pack(pack: Pack, missing: Collection[int], run: int, work: _Work, crew: _Lists) -> Iterator[str]:
    """For each of the missing prefixes, as they come, whether it is changed, unchanged or failed."""
    work.etags = {_name(prefix): kept.etag for prefix, kept in pack.kept.items() if kept.etag}
    first_rows: dict[int, int] = {}
    for name, outcome in crew.ask(map(_name, missing)):
        prefix = int(name, 16)
        if outcome is None:
            pack.confirm(prefix, run)
            yield "unchanged"
        elif isinstance(outcome, Reason):
            yield "failed"
        elif (twin := first_rows.setdefault(outcome.first_suffix, prefix)) != prefix:
            # The same list came as the answer to two questions, so it is wrong for one of them, or for both.
            pack.drop(twin)
            yield "failed"
        else:
            pack.add(prefix, run, outcome.etag, outcome.heads, outcome.codes)
            yield "changed"


@contextmanager
def _file_errors_told(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        key = "corpus.no_room" if error.errno in NO_ROOM else "corpus.unwritable"
        raise HygieneError(key, name=folder.name) from None
