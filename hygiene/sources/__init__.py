"""Everything that brings evidence in."""

from pathlib import Path

from hygiene.errors import SourceError
from hygiene.sources.bitwarden_json import BITWARDEN_JSON
from hygiene.sources.content import seeming, without_mark
from hygiene.sources.csv_exports import CSV_EXPORTS
from hygiene.sources.files import contents
from hygiene.sources.model import HEAD, Export, Source, account

__all__ = ["SOURCES", "Export", "formats", "read_export"]

SOURCES: tuple[Source, ...] = (*CSV_EXPORTS, BITWARDEN_JSON)


def formats() -> tuple[tuple[str, str], ...]:
    """The name by which each format is asked for, and what people call it."""
    return tuple((source.name, source.product) for source in SOURCES)


def read_export(path: Path, number: int, source: str | None = None) -> Export:
    """The logins of an export, and the account of its rows; `number` is its place among the inputs, from 1.

    The format is recognised by the file's content. `source` names it instead, and then a newer version's additional
    columns do no harm. Rows are numbered from 1, the first one after the header. An export that holds no rows is
    read as what it is: nothing was seen. Raises `SourceError` where the file as a whole cannot be read.
    """
    try:
        data = contents(path)
        chosen = _recognise(data) if source is None else _named(source, data)
        return account(chosen.read(data, number), number, path.name, chosen.name)
    except SourceError as error:
        error.values["name"] = path.name
        raise


def _recognise(data: bytes) -> Source:
    head = data[:HEAD]
    match [source for source in SOURCES if source.recognises(head)]:
        case [source]:
            return source
        case []:
            raise SourceError(seeming(head) or _spoilt(head) or "sources.unknown_format", formats=_listed())
        case several:
            names = [source.name for source in several]
            raise SourceError("sources.ambiguous", candidates=", ".join(names), example=names[0])


def _spoilt(head: bytes) -> str | None:
    """Whether an export that would be known was saved anew with other separators, or is JSON of another kind."""
    for separator in (b";", b"\t"):
        if any(source.recognises(head.replace(separator, b",")) for source in SOURCES):
            return "sources.seems.resaved"
    return "sources.seems.json" if without_mark(head).lstrip().startswith((b"{", b"[")) else None


def _named(name: str, data: bytes) -> Source:
    for source in SOURCES:
        if source.name == name:
            head = data[:HEAD]
            if not source.recognises(head) and (other := seeming(head)):
                raise SourceError(other, formats=_listed())
            return source
    raise SourceError("sources.no_such_source", source=name, candidates=", ".join(known for known, _ in formats()))


def _listed() -> str:
    return "; ".join(product for _, product in formats())
