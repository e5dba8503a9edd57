"""The form in which the office hands over a file of the register."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import InputBlock, StaticSelectElement

from bot.domain.trust import School
from handlers import ids
from handlers.blocks import field, file_input, grey, option, plain, section
from handlers.metadata import Metadata
from handlers.modals.view import MOST_OPTIONS, view

BY_ITSELF = "by-itself"
KINDS_OF_FILE = ["csv", "xlsx", "txt", "tsv"]


def upload_form(schools: Sequence[School], mappings: Sequence[str]) -> dict[str, Any]:
    """One file, of which school, and how it is read where its headings do not say."""
    return view(
        ids.UPLOAD_FORM,
        "Import the register",
        [
            grey("intro", "Nothing changes before you have seen what it would change, and said yes."),
            _school(schools),
            field(
                ids.UPLOAD_FILE,
                "Which file?",
                file_input(ids.UPLOAD_FILE, kinds=KINDS_OF_FILE, most=1),
                hint="As your system exports it: CSV or Excel, up to 10 MB.",
            ),
            _mapping(mappings),
        ],
        submit="Read the file",
        close="Cancel",
        metadata=Metadata(school=schools[0].key),
    )


def being_read() -> dict[str, Any]:
    """The file is noted; the rest comes as a message."""
    return view(
        ids.NOTICE_VIEW,
        "Reading the file",
        [section("read", "The file is being read.\n*Next:* you get a message here with what it would change.")],
    )


def _school(schools: Sequence[School]) -> InputBlock | None:
    if len(schools) < 2:
        return None
    offered = [option(school.name, school.key) for school in schools[:MOST_OPTIONS]]
    element = StaticSelectElement(action_id=ids.SCHOOL, placeholder=plain("Choose one"), options=offered)
    return field(ids.SCHOOL, "Which school is it of?", element)


def _mapping(mappings: Sequence[str]) -> InputBlock:
    itself = option("By its headings", BY_ITSELF)
    offered = [itself, *(option(name, name) for name in sorted(mappings)[: MOST_OPTIONS - 1])]
    element = StaticSelectElement(action_id=ids.UPLOAD_MAPPING, options=offered, initial_option=itself)
    return field(
        ids.UPLOAD_MAPPING, "How is it read?", element, hint="Leave it as it is, unless the message says otherwise."
    )
