"""What a trust sets about permissions: how long a yes counts, leavers, and the ways in which somebody can be shown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.domain.consent import ANY, USES, Rules, Validity
from bot.settings_table import KEY, Table, quoted

_YEARS = re.compile(r"(?P<years>[1-9][0-9]?) years?", re.ASCII)


def permissions(table: Table) -> Rules:
    """Reads the part [permissions]; what is left out is as `Rules` has it."""
    usual = Rules()
    valid = table.text("valid", default=usual.validity.value)
    kinds = {each.value: each for each in (Validity.AT_SCHOOL, Validity.ACADEMIC_YEAR)}
    years = _YEARS.fullmatch(valid)
    if valid and valid not in kinds and not years:
        table.wrong("valid", f"{quoted(valid)} is no time. Write “while at school”, “academic year” or “5 years”.")
    return Rules(
        uses=dict(_uses(table.table("uses"))),
        validity=kinds.get(valid, Validity.YEARS),
        years=int(years["years"]) if years else usual.years,
        year_begins=table.number("year_begins", default=usual.year_begins, least=1, most=12),
        leavers=table.flag("leavers", default=usual.leavers),
    )


def _uses(table: Table) -> Iterator[tuple[str, str]]:
    """The uses that are known unless they are set to false, then the trust's own. A name is never one of them (SP-2)."""
    for key, phrase in USES.items():
        if table.holds_text(key):
            yield key, table.text(key)
        elif table.flag(key, default=True):
            yield key, phrase
    for key in table.unread():
        if key in {"name", "names", ANY} or not KEY.fits(key):
            table.wrong(key, f"{quoted(key)} cannot be a use. A name is never published; else write {KEY.wanted}.")
        yield key, table.text(key)
