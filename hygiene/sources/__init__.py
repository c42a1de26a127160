"""Everything that brings evidence in."""

from pathlib import Path

from hygiene.errors import SourceError
from hygiene.sources import browser_lists, pass_folder
from hygiene.sources.avast_json import AVAST_JSON
from hygiene.sources.bitwarden_json import BITWARDEN_JSON
from hygiene.sources.bitwarden_protected import is_protected, unprotected
from hygiene.sources.content import ENCODINGS, in_utf8, seeming, without_mark
from hygiene.sources.csv_exports import CSV_EXPORTS, NAMED_COLUMNS, NEEDED, PARTS, columns_of, has_no_header
from hygiene.sources.cxf import CXF
from hygiene.sources.enpass_json import ENPASS_JSON
from hygiene.sources.files import contents
from hygiene.sources.fsecure import FSECURE
from hygiene.sources.gpg import decrypted, is_message
from hygiene.sources.kaspersky_txt import KASPERSKY_TXT
from hygiene.sources.kdbx import KEEPASS_KDBX
from hygiene.sources.keepass_xml import KEEPASS_XML
from hygiene.sources.keeper_json import KEEPER_JSON
from hygiene.sources.model import (
    HEAD,
    Export,
    LockedError,
    Source,
    UndecidedError,
    UnknownColumnsError,
    Way,
    account,
)
from hygiene.sources.onepux import ONEPUX
from hygiene.sources.proton_pass import PROTON_PASS_JSON
from hygiene.sources.ragged_csv import ENPASS_CSV, KEEPER_CSV
from hygiene.sources.safeincloud_xml import SAFEINCLOUD_XML
from hygiene.sources.zip_archive import export_in, is_archive

__all__ = [
    "ENCODINGS",
    "NEEDED",
    "PARTS",
    "SOURCES",
    "Export",
    "LockedError",
    "UndecidedError",
    "UnknownColumnsError",
    "Way",
    "formats",
    "read_export",
]

SOURCES: tuple[Source, ...] = (
    *CSV_EXPORTS,
    AVAST_JSON,
    BITWARDEN_JSON,
    CXF,
    ENPASS_CSV,
    ENPASS_JSON,
    FSECURE,
    KASPERSKY_TXT,
    KEEPASS_KDBX,
    KEEPASS_XML,
    KEEPER_CSV,
    KEEPER_JSON,
    ONEPUX,
    PROTON_PASS_JSON,
    SAFEINCLOUD_XML,
)

_MOST_LAYERS = 4
"""An archive with an encrypted file with a protected export in it has three."""

_ANY_WAY = Way()


def formats() -> tuple[tuple[str, str], ...]:
    """The name by which each format is asked for, and what people call it."""
    return tuple((source.name, source.product) for source in SOURCES)


def read_export(path: Path, number: int, way: Way = _ANY_WAY) -> Export:
    """The logins of an export, and the account of its rows; `number` is its place among the inputs, from 1.

    The format is recognised by the file's content, also where that lies in an archive or is encrypted. A source that is
    named is read even where a newer version has additional columns. Rows are numbered from 1, the first one after the
    header. An export that holds no rows is read as what it is: nothing was seen.

    Raises `SourceError` where the file as a whole cannot be read: among them `LockedError`, `UndecidedError` and
    `UnknownColumnsError` where it may be, once its user has said more.
    """
    try:
        if pass_folder.is_store(path):
            rows = pass_folder.read_store(path, number, way)
            return account(rows, number, path.name, pass_folder.NAME, in_the_clear=False)
        data = contents(path)
        if browser := browser_lists.kind_of(data, path):
            rows = browser_lists.read_list(data, number, browser)
            return account(rows, number, path.name, browser, in_the_clear=False, has_passwords=False)
        data, was_locked = _unwrapped(data, way)
        chosen = _chosen(data, way)
        in_the_clear = not was_locked and chosen is not KEEPASS_KDBX
        return account(chosen.read(data, number, way), number, path.name, chosen.name, in_the_clear=in_the_clear)
    except SourceError as error:
        error.values["name"] = path.name
        raise


def _unwrapped(data: bytes, way: Way) -> tuple[bytes, bool]:
    """The export itself, taken out of what it lies in, as UTF-8 where it is text; and whether it was locked."""
    was_locked = False
    for _ in range(_MOST_LAYERS):
        if is_archive(data):
            data = export_in(data)
        elif is_message(data):
            data, was_locked = decrypted(data, way.password), True
        elif is_protected(data[:HEAD]):
            data, was_locked = unprotected(data, way.password), True
        else:
            return in_utf8(data, way.encoding) if way.encoding else data, was_locked
    raise SourceError("sources.strange_structure")


def _chosen(data: bytes, way: Way) -> Source:
    if way.columns:
        return NAMED_COLUMNS
    return _recognised(data[:HEAD]) if way.source is None else _named(way.source, data[:HEAD])


def _recognised(head: bytes) -> Source:
    match [source for source in SOURCES if source.recognises(head)]:
        case [source]:
            return source
        case []:
            raise _unknown(head)
        case several:
            names = tuple(source.name for source in several)
            raise UndecidedError("sources.ambiguous", names, candidates=", ".join(names), example=names[0])


def _unknown(head: bytes) -> SourceError:
    if other := seeming(head) or _resaved(head):
        return SourceError(other, formats=_listed())
    columns = columns_of(head)
    is_json = without_mark(head).lstrip().startswith((b"{", b"["))
    if names := tuple(source.name for source in SOURCES if source.may_be(head)):
        key = "sources.newer_json" if is_json else "sources.newer" if columns else "sources.undecided"
        return UndecidedError(key, names, columns, candidates=", ".join(names), example=names[0])
    if columns:
        return UnknownColumnsError("sources.unknown_columns", columns, formats=_listed())
    if is_json:
        return SourceError("sources.seems.json", formats=_listed())
    return SourceError("sources.no_header" if has_no_header(head) else "sources.unknown_format", formats=_listed())


def _resaved(head: bytes) -> str | None:
    """Whether an export that would be known was saved anew with other separators."""
    for separator in (b";", b"\t"):
        if any(source.recognises(head.replace(separator, b",")) for source in SOURCES):
            return "sources.seems.resaved"
    return None


def _named(name: str, head: bytes) -> Source:
    for source in SOURCES:
        if source.name == name:
            if not source.recognises(head) and (other := seeming(head)):
                raise SourceError(other, formats=_listed())
            return source
    raise SourceError("sources.no_such_source", source=name, candidates=", ".join(known for known, _ in formats()))


def _listed() -> str:
    return "; ".join([*(product for _, product in formats()), pass_folder.PRODUCT])
