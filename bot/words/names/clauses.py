"""What leads in to a person: "What did Grace find?", "until Will spoke up", "we found Hope asleep", "a big hand for Milan"."""

from __future__ import annotations

from bot.words.names.page import Nature, Page, is_verb
from bot.words.names.vocabulary import (
    DETERMINERS,
    FUNCTION,
    NEGATED,
    NUMBERS,
    OF_TIMES,
    PRONOUNS,
    can_be,
    word_set,
)


def led_in(page: Page, i: int, end: int, nature: Nature, before: str) -> int:
    """What the words before weigh together with those behind: questions, clauses, what is done to somebody, "a hand for"."""
    behind = page.spaced(end)
    if before in _ASKING or (before == "t" and page.word(i - 2) in _NOT):
        return _asked(page, i, end, nature, before)
    if before in _CLAUSES and behind:
        return _in_a_clause(page, end, nature, before, behind)
    if before in ("neither", "either", "both") and page.spaced(end) in ("nor", "or", "and") and page.capital(end + 1):
        return 4 if page.is_a_name(end + 1) else 0
    if before in _WITHOUT and page.opens(i - 1) and (behind in PRONOUNS or behind in DETERMINERS):
        return 3
    if before == "for" and behind == "to" and page.word(i - 2) in _IT_IS:
        return 3  # "What a kind thing for Virginia to do"
    if (page.before(i - 1), before) in _RELIED_ON:
        return 3 if not nature.is_somewhere else 2
    if before in ("for", "to", "of", "on", "from") and not page.has_possessive(end):
        return _for_somebody(page, i, before, nature)
    if before in ("than", "as"):
        return 3 if _is_like(page, i, before) and not nature.is_time else 0
    if before in _ASKED and not page.has_possessive(end) and (behind in _ABOUT or not behind):
        return 3 if not nature.is_time else 2  # "Ask Lincoln about volcanoes", "Don't tell Brooklyn"
    if before in _DONE_TO and _is_told_of_them(page, end, behind):
        return 3 if not nature.is_somewhere else 2  # "found Grace asleep", "wish Will luck", "awarded Hope first prize"
    if before == "like" and page.before(i - 1) in _PEOPLE and not nature.is_time:
        return 3  # "Children like Grace make our job a joy"
    if before == "own":
        return 4 if page.word(i - 2) == "our" or page.word(i - 2) == "very" else 0
    if before == "s" and page.word(i - 2) in ("here", "it", "that") and nature.is_place:
        return 3 if behind in ("with", "who") or page.plain[end : end + 3] == ["on", "the", "left"] else 0
    return 0


_DONE_TO = word_set("done_to") | word_set("giving")
_RELIED_ON = frozenset(
    (
        ("rely", "on"),
        ("count", "on"),
        ("depend", "on"),
        ("eyes", "on"),
        ("bump", "into"),
        ("bumped", "into"),
        ("laughing", "with"),
        ("proud", "of"),
        ("jealous", "of"),
        ("here", "is"),
        ("nice", "one"),
        ("good", "girl"),
        ("good", "boy"),
        ("clever", "girl"),
        ("clever", "boy"),
    )
)
_PEOPLE = frozenset(
    ("children", "pupils", "boys", "girls", "kids", "friends", "people", "ones", "readers", "players", "heroes")
)


def _is_told_of_them(page: Page, end: int, behind: str) -> bool:
    """Whether behind somebody to whom something is done comes what, or how they were: "asleep", "first prize", "luck"."""
    if not behind or page.capital(end) or page.has_possessive(end):
        return False
    if behind in DETERMINERS or behind in PRONOUNS or behind in NUMBERS or behind in _HOW_THEY_WERE:
        return True
    return can_be(behind, "G") and not can_be(behind, "N")


_HOW_THEY_WERE = frozenset(
    (
        "asleep",
        "alone",
        "awake",
        "hard",
        "busy",
        "happy",
        "luck",
        "well",
        "love",
        "all",
        "being",
        "lots",
        "every",
        "curled",
        "first",
    )
)
_ASKED = frozenset(
    (
        "ask",
        "asked",
        "tell",
        "told",
        "remember",
        "congratulate",
        "congratulating",
        "thank",
        "thanking",
        "join",
        "invited",
    )
)
_ABOUT = frozenset(
    ("what", "how", "why", "about", "to", "if", "not", "when", "where", "that", "for", "at", "in", "today")
)
_ASKING = frozenset(("did", "does", "has", "can", "will", "could", "would", "is", "was"))
_NOT = NEGATED - {"hadn"}
_WH = frozenset(("what", "how", "why", "where", "who", "when", "which", "only", "nor", "so", "but", "and"))


def _asked(page: Page, i: int, end: int, nature: Nature, before: str) -> int:
    """ "What did Grace find?", "Isn't Chester brilliant?", "Does Rose look like a Viking?"."""
    behind = page.spaced(end)
    if not behind or page.capital(end) or (nature.is_time and (behind in _OF_TIMES or before in ("is", "was"))):
        return 0
    if before == "t":
        somebody = behind in ("a", "an") and not nature.is_somewhere  # "Isn't Grace a lovely reader?"
        return 3 if somebody or can_be(behind, "VAG") else 0
    fronted = page.opens(i - 1) or page.word(i - 2) in _WH
    if before in ("did", "does"):
        return 4 if can_be(behind, "V") and behind not in FUNCTION else 0
    if not fronted or behind in FUNCTION:
        return 0
    if before in ("is", "was"):
        return 3 if can_be(behind, "G") and not can_be(behind, "N") else 0
    if before == "has":
        return 3 if can_be(behind, "P") and not can_be(behind, "NA") else 0
    return 3 if can_be(behind, "V") and not can_be(behind, "NA") else 0


_OF_TIMES = OF_TIMES | {"begin", "start", "end", "mean", "come", "arrive", "bring", "look", "feel", "last"}
_CLAUSES = frozenset(
    ("what", "why", "much", "fast", "hard", "since", "until", "before", "after", "once", "because", "whether", "though")
)
_FINITE = frozenset(("is", "was", "has", "had", "does", "did", "can", "could", "will", "would"))


def _in_a_clause(page: Page, end: int, nature: Nature, before: str, behind: str) -> int:
    """ "What Grace doesn't know", "how much Will had grown", "since Daisy started the club", "until Chester spoke up"."""
    if nature.is_time and (before not in ("what", "why", "much", "fast", "hard") or behind in _OF_TIMES):
        return 0
    finite = behind in _FINITE or behind in NEGATED
    if before in ("what", "why", "much", "fast", "hard"):
        follows = page.spaced(end + 1)
        told = behind in NEGATED or can_be(follows, "GPV") or behind in ("does", "did") or not follows
        return (4 if told and not nature.is_time else 2) if finite and told else 0
    does = is_verb(behind) and not can_be(behind, "N")
    spoke = can_be(behind, "D") and not can_be(behind, "AV") and behind not in FUNCTION
    return 3 if (does or spoke) and not (finite and nature.is_place) and not page.capital(end) else 0


_IT_IS = frozenset(("thing", "kind", "lovely", "brave", "hard", "easy", "first", "enough", "turn"))
_WITHOUT = frozenset(("without", "unlike", "like", "besides", "behind", "beside", "alongside", "opposite"))
_DESERVED = word_set("deserved")
_OF_SOMEBODY = word_set("of_somebody")


def _for_somebody(page: Page, i: int, before: str, nature: Nature) -> int:
    """ "A big hand for Milan", "our condolences to Vienna", "Mummy of Sydney", "the smile on Hope"."""
    near = page.plain[max(page.sentence(i)[0], i - 5) : i - 1]
    if before == "of":
        return 3 if near and near[-1] in _OF_SOMEBODY else 0
    if before == "on":
        return 3 if near and near[-1] in ("smile", "grin", "look", "joke", "trick") and not nature.is_time else 0
    if before == "from":
        return 3 if near and near[-1] in _OF_ONE and not nature.is_time else 0
    return 0 if _DESERVED.isdisjoint(near) else 3 + nature.is_somewhere


_OF_ONE = frozenset(("help", "goal", "header", "assist", "save", "effort", "solo", "hug", "yes", "giggle", "quote"))
_LIKE = word_set("like_somebody")


def _is_like(page: Page, i: int, before: str) -> bool:
    """ "as strong as Carlisle", "more surprised than Devon"."""
    near = page.plain[max(0, i - 3) : i - 1]
    return not _LIKE.isdisjoint(near) and (before == "than" or "as" in near)
