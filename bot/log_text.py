"""A log entry as one line of text, for the terminal."""

from __future__ import annotations

from storage.log import Logged


def line(entry: Logged) -> str:
    """ "    7  2026-11-24T16:05:00+00:00  post:approved        U0HELENMARSH as slt  post 42 v1 9f2c41d7a0b3  SP-1 passed"."""
    who = f"{entry.actor} as {entry.as_role}" if entry.as_role else entry.actor
    about = f"post {entry.post_id}" if entry.post_id is not None else ""
    version = f"v{entry.revision_no} {entry.sha256[:12]}" if entry.revision_no else ""
    said = ", ".join(f"{each.get('clause', '')} {each.get('says', '')}".strip() for each in entry.findings)
    parts = (f"{entry.seq:>5}", entry.at[:19], f"{entry.what:<22}", who, about, version, said)
    return "  ".join(part for part in parts if part)
