"""The README and the other documents, held against the code: what they show is what there is."""

from __future__ import annotations

import ast
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from bot.__main__ import _parser
from bot.domain.clauses import CLAUSES
from bot.domain.consent import USES, ConsentState
from bot.domain.lifecycle import TRANSITIONS
from bot.domain.post import Body, Purpose, Status
from bot.domain.signoffs import CHECKLIST_ID, needs
from bot.domain.trust import Role
from bot.practice import sample
from bot.settings import Mode, load
from bot.settings_places import PLATFORMS
from bot.web import PATH
from storage.intake import Dates, FileKind, file_kinds, mapping_texts
from storage.intake.days import Days
from storage.intake.reading import ROLES, Reader
from storage.intake.sheet import open_sheet
from storage.log import Logged, What
from tests.test_manifest import MANIFEST, SCHEMA

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DECISIONS = sorted((ROOT / "docs/decisions").glob("*.md"))
DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    ROOT / "SECURITY.md",
    ROOT / "docs/operations.md",
    ROOT / "docs/register.md",
    *DECISIONS,
]

CLAUSE_ID = re.compile(r"\b[A-Z]{2}-\d{1,2}\b")


def part(heading: str, text: str = README) -> str:
    """What stands under a heading, up to the next one of its rank."""
    rank = heading.split()[0]
    found = re.search(rf"^{re.escape(heading)}\n(.*?)(?=^#{{2,{len(rank)}}} |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"no heading {heading!r}"
    return found[1]


def fenced(language: str, text: str = README) -> list[str]:
    """The blocks of code in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def rows(text: str) -> list[list[str]]:
    """The rows of the first table in a text, without its heading."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def ticked(cell: str) -> list[str]:
    """The words that stand in backticks."""
    return re.findall(r"`([^`]+)`", cell)


# ---- The picture of a post's way ----------------------------------------------------------------------------------


def drawn() -> Iterator[tuple[str, str, str]]:
    """Every way in the picture: (from, action, to)."""
    (picture,) = fenced("mermaid")
    for line in picture.splitlines():
        arrow = re.fullmatch(r"\s*(\w+) --> (\w+): (.+)", line)
        if arrow:
            yield from ((arrow[1], action, arrow[2]) for action in arrow[3].split(", "))


def listed() -> Iterator[tuple[str, str, str]]:
    """Every way in the table below the picture."""
    for what, origins, target in rows(part("## A post's way")):
        yield from ((origin, ticked(what)[0], ticked(target)[0]) for origin in ticked(origins))


def test_the_picture_and_the_lifecycle_are_the_same() -> None:
    """Every transition stands in the picture or in the table below it, once; nothing else stands there."""
    shown = [*drawn(), *listed()]

    assert {(status.value, action.value, to.value) for (status, action), to in TRANSITIONS.items()} == set(shown)
    assert len(shown) == len(set(shown))


def test_the_picture_names_every_status_and_begins_with_the_draft() -> None:
    """A status that nothing draws would be missing without anybody noticing; only withdrawn stands in the table alone."""
    (picture,) = fenced("mermaid")
    named = set(re.findall(r'^\s*state "(\w+)(?:: [^"]+)?" as \1$', picture, re.MULTILINE))

    assert {status.value for status in Status} - {Status.WITHDRAWN.value} == named
    assert f"[*] --> {Status.DRAFT.value}\n" in picture


# ---- The clause table ---------------------------------------------------------------------------------------------


def clause_rows() -> dict[str, list[str]]:
    return {row[0]: row[1:] for row in rows(part("## The policy, clause by clause"))}


def signed() -> set[str]:
    """The clauses for which a yes is asked."""
    bodies = (
        Body(school="", purpose=purpose, words="", places=(), people=(), nobody=True, at=None, promise="")
        for purpose in Purpose
    )
    return {need.clause for body in bodies for need in needs(body)}


def known_to_the_code() -> set[str]:
    """Every clause id that the bot writes down somewhere."""
    files = [path for folder in ("bot", "handlers", "storage") for path in (ROOT / folder).rglob("*.py")]
    return {
        node.value
        for path in files
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CLAUSE_ID.fullmatch(node.value)
    }


def test_the_clause_table_holds_what_is_built_and_nothing_else() -> None:
    """Clauses that judge, clauses that ask for a yes, and those that the log speaks of."""
    assert {clause.id for clause in CLAUSES} | signed() <= clause_rows().keys()
    assert known_to_the_code() == clause_rows().keys()


def test_the_clause_table_names_the_right_strength() -> None:
    """A clause that blocks is not shown as a hint, nor the other way round."""
    expected = {clause.id: clause.strength.value for clause in CLAUSES} | dict.fromkeys(signed(), "enforce")

    assert {clause_id: row[2] for clause_id, row in clause_rows().items() if clause_id in expected} == expected


def test_the_clause_table_leads_to_the_code() -> None:
    """Each file that a row names speaks of the row's clause."""
    lost = [
        (clause_id, path)
        for clause_id, row in clause_rows().items()
        for path in re.findall(r"\]\(([^)]+)\)", row[3])
        if clause_id not in (ROOT / path).read_text(encoding="utf-8")
    ]

    assert lost == []


def test_what_comes_later_is_not_claimed() -> None:
    """The list of later clauses and the table have nothing in common, and no clause stands in the list twice."""
    later = CLAUSE_ID.findall(part("## The policy, clause by clause").split("\nLater, ")[1])

    assert later
    assert set(later) & clause_rows().keys() == set()
    assert len(later) == len(set(later))


# ---- The register -------------------------------------------------------------------------------------------------


def register_page() -> str:
    return (ROOT / "docs" / "register.md").read_text(encoding="utf-8")


def own_kind() -> FileKind:
    return file_kinds(PLATFORMS, USES)["own"]


def test_the_register_table_lists_the_columns_of_the_file() -> None:
    """The secretary reads the headings that the import looks for, and every mapping there is."""
    table = rows(part("## Our own format", register_page()))
    columns = {column for row in table for column in ticked(row[0])}
    headings = {each.replace(" ", "_") for found in own_kind().columns.values() for each in found}
    assert columns == headings | {platform.key for platform in PLATFORMS}
    assert set(ticked({row[0]: row[1] for row in table}["`role`"])) == ROLES
    mappings = rows(part("## Files from your own system", register_page()))
    assert [ticked(row[0])[0] for row in mappings] == sorted(file_kinds(PLATFORMS, USES))


def test_the_register_example_can_be_imported(tmp_path: Path) -> None:
    """Every cell of it is understood, and it says what the text says of it."""
    (example,) = fenced("csv", register_page())
    (tmp_path / "example.csv").write_text(example, encoding="utf-8")
    sheet = open_sheet(tmp_path / "example.csv", own_kind().known)
    reader = Reader(own_kind(), sheet.headings, Days(Dates.DAY_FIRST))
    read = [reader.read(number, cells) for number, cells in sheet.rows()]
    by_id = {row.mis_id: {said.place: said.state for said in row.answers} for row in read}

    assert [row.problems for row in read] == [[], [], []]
    assert by_id["1001"]["facebook"] is ConsentState.GRANTED
    assert set(by_id["1003"].values()) == {ConsentState.UNKNOWN}


def test_the_mapping_example_can_be_used() -> None:
    """What the page says to write into a mapping fits the preset that it names."""
    (example,) = fenced("toml", part("## Files from your own system", register_page()))
    text = mapping_texts()["scholarpack"] + "\n" + example
    assert "Photographic" in tomllib.loads(text)["consents"]


# ---- The log ------------------------------------------------------------------------------------------------------


def test_the_line_of_the_log_is_as_the_log_prints_it() -> None:
    """Whoever compares the two finds the same parts in the same order."""
    (shown,) = fenced("text")
    entry = Logged(
        seq=6,
        at="2026-11-24T16:05:00.000000+00:00",
        actor="U0HELENMARSH",
        as_role=Role.SLT,
        what=What.POST_APPROVED,
        school="brackenfold",
        post_id=42,
        revision_no=2,
        sha256="9f2c41d7a0b3" + "0" * 52,
        policy_version="June 2021",
        findings=[
            *({"clause": clause.id, "says": "passed"} for clause in CLAUSES),
            {"clause": "CO-2", "says": CHECKLIST_ID},
        ],
        detail=None,
        erased=False,
        hash="0" * 64,
    )

    assert f"{entry}\n" == shown


# ---- Setting up ---------------------------------------------------------------------------------------------------


def merged(below: Any, above: Any) -> Any:
    """`above` laid over `below`, as somebody does who edits a manifest by hand; lists are replaced."""
    if isinstance(below, dict) and isinstance(above, dict):
        return {key: merged(below.get(key), above.get(key, below.get(key))) for key in {**below, **above}}
    return above


def test_the_manifest_for_http_is_one_that_slack_takes() -> None:
    """What the README says to change fits Slack's schema, loses nothing, and sends every kind of payload to the bot."""
    (changes,) = fenced("yaml")
    manifest = merged(MANIFEST, yaml.safe_load(changes))
    (command,) = manifest["features"]["slash_commands"]
    settings = manifest["settings"]

    assert [error.message for error in Draft7Validator(SCHEMA).iter_errors(manifest)] == []
    assert {key: command[key] for key in MANIFEST["features"]["slash_commands"][0]} == MANIFEST["features"][
        "slash_commands"
    ][0]
    addresses = {
        command["url"],
        settings["event_subscriptions"]["request_url"],
        settings["interactivity"]["request_url"],
        settings["interactivity"]["message_menu_options_url"],
    }
    assert {PATH} == {address.removeprefix("https://socialpost.example.org") for address in addresses}
    assert settings["socket_mode_enabled"] is False
    assert settings["interactivity"]["is_enabled"] is True


def test_the_example_settings_hold_the_roles_that_the_readme_explains() -> None:
    """The example is whole, and no role is left unexplained."""
    settings = load({}, ROOT / "trust.example.toml", mode=Mode.OFFLINE)

    assert {role.value for role in Role} == {rule.role.value for rule in settings.roles}
    assert [role.value for role in Role if f"`{role.value}`" not in part("### 3. Write the settings")] == []


def test_the_people_of_the_practice_table_exist() -> None:
    """Who is told to be somebody finds them in the list."""
    names = [name for _, name, _ in sample._PEOPLE]
    told = [row[0].split(",")[0] for row in rows(part("## Try it in the practice workspace"))]

    assert [first for first in told if not any(name.startswith(first) for name in names)] == []


# ---- All documents ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_to_files_and_headings_that_exist(document: Path) -> None:
    """Nobody who follows a link ends nowhere."""
    lost = []
    for target in re.findall(r"\]\(([^)\s]+)\)", document.read_text(encoding="utf-8")):
        if target.startswith("https://"):
            continue
        path, _, anchor = target.partition("#")
        file = (document.parent / path).resolve() if path else document
        if not file.exists() or (anchor and anchor not in anchors(file)):
            lost.append(target)

    assert lost == []


def anchors(document: Path) -> set[str]:
    """What the headings of a document are called in links."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_commands_are_spelled_as_the_command_takes_them(document: Path) -> None:
    """Every `socialpost …` and `make …` in the documents can be typed."""
    text = document.read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    code = [*(line for block in fenced("sh", text) for line in block.splitlines()), *ticked(re.sub("```", "", text))]

    for line in code:
        words = shlex.split(line, comments=True)
        if words[:1] and words[0].removeprefix(".venv/bin/") == "socialpost" and len(words) > 1:
            _parser().parse_args(words[1:])
    made = [words[1] for words in map(str.split, code) if len(words) > 1 and words[0] == "make"]
    assert [target for target in made if target not in targets] == []


def test_decisions_are_numbered_and_whole() -> None:
    """Each record says what was the matter, what was decided and what follows."""
    assert [f"{n:04}" for n in range(1, len(DECISIONS) + 1)] == [path.name[:4] for path in DECISIONS]
    for path in DECISIONS:
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {int(path.name[:4])}. "), path.name
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequence"], path.name


def test_every_library_has_its_reason() -> None:
    """A dependency that nobody gave a reason for does not slip in."""
    (record,) = [path for path in DECISIONS if "dependencies" in path.name]
    named = {name.strip().lower() for row in rows(record.read_text(encoding="utf-8")) for name in row[0].split(",")}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    used = {re.split(r"[\[<>=~!]", dependency)[0].lower() for dependency in project["dependencies"]}

    assert used == named
