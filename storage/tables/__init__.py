"""Every table, typed. Times are UTC; JSON that is hashed is TEXT; ids from outside are opaque strings.

SQLAlchemy's ORM classes describe the tables once; the hot path uses their `__table__` through Core.
"""

from __future__ import annotations

from storage.tables.base import Base, BigId, Folded, Utc, table
from storage.tables.intake import ImportBatchRow, ImportRowRow, RegisterUploadRow
from storage.tables.log import LogDetailRow, LogHeadRow, LogRow
from storage.tables.people import ConsentRecordRow, PersonMatchRow, PersonNameRow, PersonRow, RegisterChangeRow
from storage.tables.photos import DeviceRow, MediaRow, PhotoCheckRow, RevisionMediaRow, SubmissionRow
from storage.tables.posts import (
    AnswerRow,
    FindingRow,
    PostRow,
    PublicationRow,
    RecheckRow,
    RevisionPersonRow,
    RevisionRow,
    TaskRow,
)
from storage.tables.standings import StandingRow, StopRow
from storage.tables.workspace import CardFileRow, CardRow, OutboxRow, RoleMemberRow, SlackUserRow

__all__ = [
    "AnswerRow",
    "Base",
    "BigId",
    "CardFileRow",
    "CardRow",
    "ConsentRecordRow",
    "DeviceRow",
    "FindingRow",
    "Folded",
    "ImportBatchRow",
    "ImportRowRow",
    "LogDetailRow",
    "LogHeadRow",
    "LogRow",
    "MediaRow",
    "OutboxRow",
    "PersonMatchRow",
    "PersonNameRow",
    "PersonRow",
    "PhotoCheckRow",
    "PostRow",
    "PublicationRow",
    "RecheckRow",
    "RegisterChangeRow",
    "RegisterUploadRow",
    "RevisionMediaRow",
    "RevisionPersonRow",
    "RevisionRow",
    "RoleMemberRow",
    "SlackUserRow",
    "StandingRow",
    "StopRow",
    "SubmissionRow",
    "TaskRow",
    "Utc",
    "table",
]
