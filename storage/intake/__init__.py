"""From what the office already has into the register: read, match, preview, confirm.

    kinds = file_kinds(trust.platforms.values(), trust.permissions.uses, Path("mappings"))
    found = stage(store, Upload(path=path, school="oak", by="U1", as_at=today), kinds=kinds, hashes=Hashes(key), at=now)
    print("\\n".join(found.sentences()))        # a person reads it
    posts = confirm(store, found.batch, by="U1", at=now)      # or discard(store, found.batch, by="U1")

`stage` raises `AskError` where only a person can say what is meant (the order of dates, an X): ask, and stage again with it.
`waiting` lists the rows that nobody could place, `settle` says whom one is about, before or after confirming.
"""

from storage.intake.confirming import NewIds, confirm, discard, finish
from storage.intake.errors import AskError, RegisterError
from storage.intake.identity import Hashes
from storage.intake.mapping import Dates, FileKind, file_kinds, mapping_texts
from storage.intake.missing import Missing, missing
from storage.intake.preview import Preview, preview
from storage.intake.review import Candidate, Waiting, batches, count_waiting, settle, still_waiting, waiting
from storage.intake.staging import Upload, stage

__all__ = [
    "AskError",
    "Candidate",
    "Dates",
    "FileKind",
    "Hashes",
    "Missing",
    "NewIds",
    "Preview",
    "RegisterError",
    "Upload",
    "Waiting",
    "batches",
    "confirm",
    "count_waiting",
    "discard",
    "file_kinds",
    "finish",
    "mapping_texts",
    "missing",
    "preview",
    "settle",
    "stage",
    "still_waiting",
    "waiting",
]
