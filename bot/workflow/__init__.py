"""The use cases, a room for each: authors, decisions, the office, questions about people, the door, the
watch over permissions and the sweep."""

from __future__ import annotations

from dataclasses import dataclass

from bot.workflow.access import Access
from bot.workflow.chasing import Chasing
from bot.workflow.colleagues import Colleagues
from bot.workflow.decisions import Decisions
from bot.workflow.deletion import Deletion
from bot.workflow.desk import Blocked, Desk, Done
from bot.workflow.device_register import DeviceRegister
from bot.workflow.drafts import Drafts
from bot.workflow.expiry import Expiry
from bot.workflow.home import Home
from bot.workflow.office import Office
from bot.workflow.permissions import Permissions
from bot.workflow.photo_checks import PhotoChecks
from bot.workflow.photos.checking import PhotoChecking
from bot.workflow.photos.mending import Mending
from bot.workflow.questions import Questions
from bot.workflow.register_files import RegisterFiles
from bot.workflow.register_rows import RegisterRows
from bot.workflow.registers import Registers
from bot.workflow.retention import Retention
from bot.workflow.stopping import Stopping
from bot.workflow.submitting import Form
from bot.workflow.watch import Watch
from storage.intake import Hashes


@dataclass(frozen=True, slots=True, kw_only=True)
class Workflow:
    """Everything that a handler may call. A handler calls ONE of these and shows what it answers."""

    drafts: Drafts
    decisions: Decisions
    office: Office
    questions: Questions
    permissions: Permissions
    colleagues: Colleagues
    expiry: Expiry
    register_files: RegisterFiles
    register_rows: RegisterRows
    access: Access
    chasing: Chasing
    home: Home
    stopping: Stopping
    registers: Registers
    devices: DeviceRegister
    photos: PhotoChecks
    deletion: Deletion
    checking: PhotoChecking
    mending: Mending
    retention: Retention
    watch: Watch

    @classmethod
    def at(cls, desk: Desk, *, register_key: str = "") -> Workflow:
        """All use cases over one desk. register_key: by which UPNs and dates of birth are recognised."""
        files = RegisterFiles(desk=desk, hashes=Hashes(register_key))
        return cls(
            drafts=Drafts(desk=desk),
            decisions=Decisions(desk=desk),
            office=Office(desk=desk),
            questions=Questions(desk=desk),
            permissions=Permissions(desk=desk),
            colleagues=Colleagues(desk=desk),
            expiry=Expiry(desk=desk),
            register_files=files,
            register_rows=RegisterRows(files=files),
            access=Access(desk=desk),
            chasing=Chasing(desk=desk),
            home=Home(desk=desk),
            stopping=Stopping(desk=desk),
            registers=Registers(desk=desk),
            devices=DeviceRegister(desk=desk),
            photos=PhotoChecks(desk=desk),
            deletion=Deletion(desk=desk),
            checking=PhotoChecking(desk=desk),
            mending=Mending(desk=desk),
            retention=Retention(desk=desk),
            watch=Watch(desk=desk),
        )


__all__ = ["Blocked", "Desk", "Done", "Form", "Workflow"]
