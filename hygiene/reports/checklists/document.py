"""The document that every format of checklists renders."""

from dataclasses import dataclass
from datetime import date

from hygiene.errors import ExitCode
from hygiene.evidence import DataExportInput
from hygiene.platforms.progress import Checklist, Mention, Standing


@dataclass(frozen=True, slots=True)
class ChecklistReport:
    """Checklists of platforms on one day. `is_result` is True where they were gone through or held against exports.

    `mentions` are places in profiles that name the employer, `data_exports` account for what was read.
    """

    checklists: tuple[Checklist, ...]
    made_on: date
    is_result: bool = False
    mentions: tuple[Mention, ...] = ()
    data_exports: tuple[DataExportInput, ...] = ()

    def count(self, standing: Standing) -> int:
        """How many settings of all platforms stand there."""
        return sum(checklist.count(standing) for checklist in self.checklists)

    @property
    def exit_code(self) -> ExitCode:
        """What is told to the shell: a checklist that is only printed leaves nothing open."""
        if not self.is_result:
            return ExitCode.NOTHING_TO_FIX
        if self.count(Standing.TO_FIX):
            return ExitCode.SOMETHING_TO_FIX
        unread = any(export.unread for export in self.data_exports)
        return ExitCode.NOT_COMPLETE if unread or self.count(Standing.UNKNOWN) else ExitCode.NOTHING_TO_FIX
