"""How a kind of file is read: which column is what, which value means what, and what each consent in it permits.

Presets are TOML files in `presets/`. An office copies one into the folder `mappings/` beside `trust.toml` and edits it there;
a file of the same name there goes before the preset. What no mapping names grants nothing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import Any

from bot.domain.consent import ANY, ConsentState
from bot.domain.trust import Platform
from storage.intake.errors import RegisterError
from storage.intake.sheet import heading

FIELDS = (
    "mis_id",
    "upn",
    "legal_forename",
    "middle_names",
    "legal_surname",
    "chosen_forename",
    "chosen_surname",
    "full_name",
    "date_of_birth",
    "role",
    "year_group",
    "class_name",
    "left_on",
    "never_publish",
    "type",
    "answer",
    "given_by",
    "relation",
    "given_on",
    "begins",
    "ends",
    "evidence",
    "conditions",
)
"""What a column can be. A name is enough where forename and surname stand in one cell; an answer needs a type beside it."""


class Shape(StrEnum):
    """WIDE: a column for each consent. TALL: a row for each consent. ONE: one consent a file, named by the file."""

    WIDE = "wide"
    TALL = "tall"
    ONE = "one"


class Dates(StrEnum):
    """Which comes first where a date is written in figures. ASK: the file must show it, or a person must say it."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"
    ASK = "ask"


ASK = "ask"
"""A value whose meaning a person must say once a file: an X can be a tick or a cross."""

_VALUES: dict[str, ConsentState | str] = {
    **dict.fromkeys(
        ("yes", "y", "true", "t", "1", "✓", "✔", "given", "granted", "accepted", "confirmed", "consented", "received"),
        ConsentState.GRANTED,
    ),
    **dict.fromkeys(("no", "n", "false", "f", "0", "refused", "declined", "not granted"), ConsentState.REFUSED),
    "withdrawn": ConsentState.WITHDRAWN,
    **dict.fromkeys(("pending", "requested"), ConsentState.PENDING),
    **dict.fromkeys(("", "-", "not requested", "not answered", "n/a", "unknown", "redacted"), ConsentState.UNKNOWN),
    "x": ASK,
}
_CONDITIONAL = ("group photos only", "website only", "ask first", "no names")
_STATES = {state.value: state for state in ConsentState} | {"nothing": ConsentState.UNKNOWN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One consent of a file. permits: (use, place) of everything that a yes to it allows; none where it allows nothing.

    why: what a person reads where it allows nothing. choices: of a question with several answers, answer -> its places.
    """

    name: str
    permits: tuple[tuple[str, str], ...] = ()
    why: str = ""
    wording: str = ""
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKind:
    """One mapping. `columns`: field -> headings, compared by `heading`; `kinds`: consent -> what a yes to it allows.

    responses: each row is an answer somebody gave, rather than what the school's system says now. detect: headings that
    all stand in such a file. ticked: what a row means that has no answer of its own, but is there.
    """

    key: str
    title: str
    shape: Shape
    columns: Mapping[str, tuple[str, ...]]
    kinds: Mapping[str, Kind]
    values: Mapping[str, ConsentState | str]
    conditional: frozenset[str]
    ignored: frozenset[str]
    detect: frozenset[str]
    dates: Dates = Dates.ASK
    role: str = "pupil"
    responses: bool = False
    ticked: ConsentState = ConsentState.GRANTED

    @property
    def known(self) -> frozenset[str]:
        """Every heading that means something here."""
        return frozenset({each for found in self.columns.values() for each in found} | set(self.kinds) | self.ignored)


def file_kinds(platforms: Iterable[Platform], uses: Collection[str], folder: Path | None = None) -> dict[str, FileKind]:
    """Every mapping by its key: the presets, and what the office keeps in `folder`.

    Raises `RegisterError` with the file and the sentence for a mapping that cannot be used.
    """
    places = {platform.key: platform for platform in platforms}
    found = {}
    for key, text in sorted(mapping_texts(folder).items()):
        try:
            found[key] = _file_kind(key, tomllib.loads(text), places, uses)
        except (tomllib.TOMLDecodeError, RegisterError, ValueError, TypeError, AttributeError) as error:
            raise RegisterError(f"The mapping {key}.toml cannot be used: {error}") from error
    return found


def mapping_texts(folder: Path | None = None) -> dict[str, str]:
    """The TOML of every mapping by its key: an office's own goes before the preset of the same name."""
    texts = {
        Path(each.name).stem: each.read_text(encoding="utf-8")
        for each in (files("storage.intake") / "presets").iterdir()
        if each.name.endswith(".toml")
    }
    if folder is not None and folder.is_dir():
        texts |= {path.stem: path.read_text(encoding="utf-8-sig") for path in sorted(folder.glob("*.toml"))}
    return texts


def recognise(headings: Sequence[str], kinds: Iterable[FileKind]) -> FileKind | None:
    """The mapping whose headings all stand in the file and that knows the most of them; None where none fits, or two."""
    present = {heading(each) for each in headings}
    fits = sorted(
        ((len(each.known & present), each) for each in kinds if each.detect and each.detect <= present),
        key=lambda fit: -fit[0],
    )
    if not fits or (len(fits) > 1 and fits[0][0] == fits[1][0]):
        return None
    return fits[0][1]


def _file_kind(key: str, data: Mapping[str, Any], places: Mapping[str, Platform], uses: Collection[str]) -> FileKind:
    _only(data, "", {"title", "shape", "rows", "dates", "role", "detect", "ignore", "ticked", "places_are_columns"}
          | {"columns", "values", "consents"})  # fmt: skip
    columns = {name: tuple(map(heading, _texts(said))) for name, said in data.get("columns", {}).items()}
    _only(columns, "columns", FIELDS)
    kinds = {heading(name): _kind(name, said, places, uses) for name, said in data.get("consents", {}).items()}
    if data.get("places_are_columns"):
        for place in places.values():
            own = Kind(name=place.name, permits=((ANY, place.key),))
            kinds |= {heading(place.key): own, heading(place.name): own}
    values, conditional = dict(_VALUES), set(_CONDITIONAL)
    _only(data.get("values", {}), "values", {*_STATES, ASK, "conditional"})
    for meaning, said in data.get("values", {}).items():
        words = [each.casefold() for each in _texts(said)]
        if meaning == "conditional":
            conditional.update(words)
        else:
            values.update(dict.fromkeys(words, _STATES.get(meaning, ASK)))
    return FileKind(
        key=key,
        title=str(data.get("title", key)),
        shape=Shape(data.get("shape", Shape.WIDE)),
        columns=columns,
        kinds=kinds,
        values=values,
        conditional=frozenset(conditional),
        ignored=frozenset(map(heading, _texts(data.get("ignore", [])))),
        detect=frozenset(map(heading, _texts(data.get("detect", [])))),
        dates=Dates(data.get("dates", Dates.ASK)),
        role=str(data.get("role", "pupil")),
        responses=data.get("rows", "register") == "answers",
        ticked=_STATES[data.get("ticked", "granted")],
    )


def _kind(name: str, said: Mapping[str, Any], places: Mapping[str, Platform], uses: Collection[str]) -> Kind:
    _only(said, f"consents.{name}", {"uses", "places", "why", "wording", "choices"})
    choices = {words.casefold(): _texts(where) for words, where in said.get("choices", {}).items()}
    where = (*_texts(said.get("places", [])), *(place for some in choices.values() for place in some))
    how = _texts(said.get("uses", []))
    if unknown := [each for each in where if each not in places]:
        raise RegisterError(f"“{name}” names the place “{unknown[0]}”, which trust.toml does not have.")
    if unknown := [each for each in how if each not in uses]:
        raise RegisterError(f"“{name}” names the use “{unknown[0]}”. Known are: {', '.join(uses)}.")
    if where and not how:
        raise RegisterError(f'“{name}” names places but no uses, such as uses = ["photo"].')
    permits = tuple((use, place) for use in how for place in dict.fromkeys(where))
    kept = {words: tuple(chosen) for words, chosen in choices.items()}
    return Kind(name=name, permits=permits, why=said.get("why", ""), wording=said.get("wording", ""), choices=kept)


def _texts(said: object) -> tuple[str, ...]:
    if isinstance(said, str):
        return (said,)
    if isinstance(said, list | tuple) and all(isinstance(each, str) for each in said):
        return tuple(said)
    raise RegisterError(f"“{said}” must be text in quotation marks, or a list of such texts.")


def _only(said: Mapping[str, Any], where: str, known: Collection[str]) -> None:
    if unknown := [each for each in said if each not in known]:
        raise RegisterError(f"“{unknown[0]}” is not known {f'under [{where}]' if where else 'here'}.")


def with_meaning(kind: FileKind, *, dates: Dates | None = None, x: ConsentState | None = None) -> FileKind:
    """The same mapping, with what a person said of this file: which comes first in a date, and what an X means."""
    values = {words: x if x and meaning == ASK else meaning for words, meaning in kind.values.items()}
    return replace(kind, dates=dates or kind.dates, values=values)
