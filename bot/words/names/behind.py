"""What stands behind a word tells whether somebody is called so."""

from __future__ import annotations

from bot.words.names.animals import is_animal
from bot.words.names.before import LOOKING
from bot.words.names.lists import company
from bot.words.names.page import AND, BREAK, COMMA, JOIN, LINE, SPACE, Nature, Page, is_verb
from bot.words.names.vocabulary import (
    ANIMALS,
    DETERMINERS,
    FUNCTION,
    NEGATED,
    NUMBERS,
    OF_TIMES,
    PERSON,
    PERSONAL,
    PRAISE,
    PRONOUNS,
    ROLES,
    ROSTERS,
    can_be,
    is_ordinary,
    word_set,
)

_GIVING, _PERCEIVING, _ARRIVED = word_set("giving"), word_set("perceiving"), word_set("arrived")


def told_behind(page: Page, i: int, end: int, nature: Nature, opens: bool, *, clear: bool = False) -> int:
    """What stands behind tells. `clear`: the word is no other than a name, so that capitals around it say nothing."""
    if page.has_possessive(end):
        behind = page.after(end)
        if behind >= 0 and page.plain[end] == "s" and page.plain[behind] in _IS_SO:
            return _being(page, end, page.plain[behind], nature)  # "Faith's on the bench"
        if behind >= 0 and (page.plain[behind] in PERSONAL or page.spaced(behind + 1) in _WORN):
            return 3  # "Chester's pirate costume"
        if behind >= 0 and page.plain[behind] in ("is", "was") and not nature.is_somewhere:
            return 2  # "Bobby's snail is called Turbo. Rocky's is called Turbo Two."
        if behind >= 0 and page.plain[end] == "s" and _has_done(page, behind) and not nature.is_time:
            return 3  # "Bill's paid the bill"
        if behind >= 0 and not nature.is_class and is_animal(page.plain[behind]):
            return (
                3 if not nature.is_time or page.plain[behind] in ANIMALS else 0
            )  # "June's frog", but "spring's lambs"
        if behind < 0 or nature.is_somewhere:
            return 0
        thing = can_be(page.plain[behind], "NA") or not is_ordinary(page.plain[behind])  # "Iris's sandcastle"
        return 2 if thing and not page.capital(behind) else 0
    gap = page.gap(end)
    if gap == COMMA and end < page.count:
        if opens and page.plain[end] in _CALLED_OUT and not (nature.is_place or nature.is_time):
            return 2 if page.plain[end] != "we" else 1  # "Grace, what a star!"
        return _apposition(page, end)
    if gap == AND:
        return 0
    if gap not in (SPACE, LINE) or end >= page.count:
        return _closing(page, end)
    word = page.plain[end]
    follows = page.spaced(end + 1)
    if word in ("who", "whose", "aged") or (
        word == "the" and follows in ("pupil", "child", "boy", "girl", "human", "person")
    ):
        return 4
    if word in PRONOUNS:
        return -5
    before = page.before(i)
    if before in _GIVING and word in DETERMINERS:
        return 2  # "gave Grant the bell"
    if (
        (before in _PERCEIVING or (before == "at" and page.before(i - 1) in LOOKING))
        and not page.capital(end)
        and (word in _ARRIVED or (can_be(word, "V") and not nature.is_time))
    ):
        return 2  # "watch Drew go", "lovely to have Iris home"
    if word in _TIME_BEFORE and follows in _TIMES_OF_DAY:
        return 0  # "a postcard from Miles this morning"
    if word in DETERMINERS:
        if before in _FRONTED and page.capital(i) and not nature.is_somewhere:
            return 0  # "From a long throw by Heath the ball fell", "Thanks to Grace the plants survived"
        return -4 if not is_verb(page.plain[i]) or opens else -2
    if word in ("of",):
        return 0 if page.group_behind(end) is not None else -4  # "Prince of Potter Class"
    if word.isdigit() or word in NUMBERS:
        return -4
    if word in ("is", "was", "s", "are", "were"):
        return _being(page, end, follows, nature)
    if word in NEGATED and page.plain[end + 1 : end + 2] == ["t"]:
        return 0 if nature.is_time else 2 - nature.is_place  # "Hope couldn't stop smiling"
    if opens and word in ("on", "at", "in", "behind") and not _SCENES.isdisjoint(page.plain[end + 1 : end + 4]):
        return 2 - (nature.is_time or nature.is_place)  # "Grace on the drums!"
    if page.raw_gap(i).strip() == ":" and can_be(word, "G"):
        return 2  # "Pictured: Grace holding the cup"
    if word in ("has", "had", "will", "can", "could", "would", "must", "may", "might", "does", "did"):
        return _helped(page, end, follows, nature)
    if page.capital(end) and (clear or not page.is_in_capitals(i)):
        return -4 if is_ordinary(word) else -3
    if word in (
        "and",
        "or",
        "not",
        "also",
        "then",
        "just",
        "even",
        "only",
        "never",
        "always",
        "often",
        "once",
        "really",
        "still",
    ):
        if word in _HOW_OFTEN and is_verb(follows) and not can_be(follows, "M") and not nature.is_time:
            return 3  # "Grace often helps to tidy"
        theirs = word == "and" and page.plain[end + 1 : end + 2] in (["his"], ["her"]) and not page.has_possessive(end)
        return (
            3 if theirs and not PERSONAL.isdisjoint(page.plain[end + 2 : end + 4]) else int(word not in ("and", "or"))
        )
    if word in ("with", "and", "in", "on") and _has_the_first_pronoun(page, i, end):
        return 3  # "Grace with her prize marrow", "Mason in his space costume"
    if word in FUNCTION:
        return -2 if can_be(page.plain[i], "V") and opens and company(page, i, end) <= 0 else 0
    return _action(page, end, word, follows, nature, opens)


def _action(page: Page, end: int, word: str, follows: str, nature: Nature, opens: bool) -> int:
    """A verb tells that somebody acts; a noun or an adjective, that the word before only tells more of it."""
    if not opens and page.before(end - 1) == "and" and can_be(word, "V") and company(page, end - 1, end) > 0:
        return 1  # "When Bill, Chase and Guy wash up"
    if follows in ("his", "her") and word not in FUNCTION and not page.capital(end) and not nature.is_time:
        return 3  # "Grace lent her gloves to a friend"
    if word in ("fell", "falls") and follows in ("asleep", "ill"):
        return 3
    if opens and page.plain[end - 1] in _DO_SO.get(word, ()):
        return 0  # "Patience paid off", "Charity begins at home", "Dawn broke over the camp"
    if word in ("needed", "wanted", "required") and (not follows or follows in FUNCTION) and opens:
        return -4  # "Porter needed!"
    verb, thing = can_be(word, "ZD"), can_be(word, "NA")
    if verb and not thing:
        # "Art made from rubbish": taken, not taking
        passive = can_be(word, "P") and (follows in ("by", "from", "in", "with", "at", "on", "for") or not follows)
        if nature.is_time and word in OF_TIMES and follows not in _PLACED:
            return 0
        return 1 if passive and opens else 3
    if verb and _is_done_to(page, end + 1):
        return 3  # "Grace hugs Aisha"
    if verb and opens and not nature.is_time and can_be(word, "D") and not can_be(word, "N") and _is_all(page, end):
        return 2  # "Grace tried sushi for the first time"
    if verb:
        # "Chase plays the drum", but "summer plays" and "April showers did": what follows decides
        if follows in _FINITE or (can_be(follows, "D") and not can_be(follows, "N")):
            return -4
        if follows in _OBJECTS:
            return 3
        if can_be(word, "M") and nature.is_ordinary:
            return -3  # "Ash trees on the bank"
        how = can_be(follows, "R") and not can_be(follows, "NA") and not nature.is_time  # "Rose spoke clearly"
        return 1 if follows in FUNCTION or how else 0
    if can_be(word, "R") and not thing:
        return 1
    if can_be(word, "V") and not thing:
        return -1
    return -5 if thing else 0


def _is_done_to(page: Page, n: int) -> bool:
    name = page.index.get(page.plain[n]) if page.spaced(n) and page.capital(n) else None
    return name is not None and name.is_forename


def _is_all(page: Page, end: int) -> bool:
    """Whether the word at `end` is the verb of its sentence: no other follows, but behind an "and"."""
    for n in range(end + 1, page.sentence(end)[1]):
        word = page.plain[n]
        if word in ("and", "but", "who", "that", "which", "while", "as", "when"):
            return n > end + 1
        if word in _FINITE or (is_verb(word) and not can_be(word, "NA")):
            return False
    return page.spaced(end + 1) not in ("", "by")


_FRONTED = frozenset(
    ("by", "to", "with", "without", "from", "for", "under", "over", "behind", "beside", "like", "unlike", "past")
)
_VIRTUES = word_set("virtues")
_OF_A_VIRTUE = frozenset(
    ("appreciated", "needed", "required", "key", "everything", "important", "golden", "rewarded", "called")
)
_WORN = frozenset(("costume", "coat", "hat", "bag", "shoes", "jumper", "lunchbox", "handwriting", "birthday", "poem"))
_DO_SO = {
    **dict.fromkeys(word_set("of_virtues"), _VIRTUES),
    **dict.fromkeys(word_set("of_nature"), word_set("nature")),
}
_HOW_OFTEN = frozenset(("often", "always", "never", "once", "even", "just", "also"))
_SCENES = word_set("scenes")
_PLACED = frozenset(("first", "second", "third", "last", "fourth", "top", "joint"))
_CALLED_OUT = frozenset(
    ("what", "well", "thank", "congratulations", "you", "your", "we", "take", "how", "happy", "keep")
)

_OBJECTS = (DETERMINERS | {"to", "him", "her", "them", "it", "us"}) - {"every", "each", "all", "both", "most", "no"}
_FINITE = frozenset(
    ("is", "are", "was", "were", "has", "have", "had", "do", "does", "did", "will", "would", "can", "could")
)


def _tells_of_somebody(page: Page, end: int) -> bool:
    return any(page.plain[n] in PERSONAL or page.plain[n] in PERSON for n in range(end, page.sentence(end - 1)[1]))


def _being(page: Page, end: int, follows: str, nature: Nature) -> int:
    if follows and follows == page.plain[end - 1] and not nature.is_time:
        return 3  # "Frank was frank about the custard"
    if _is_topic(page, end) or (follows in _OF_A_VIRTUE and page.plain[end - 1] in _VIRTUES):
        return 0
    if can_be(follows, "G") or (follows in _ONE and _is_somebody(page, end + 2)) or _has_an_age(page, end + 1):
        return 2
    if page.plain[end + 1 : end + 2] == ["a"] and _is_more_than(page, end + 2):
        return 2 - nature.is_somewhere  # "Grace is a little faster than Aisha"
    if _is_the_first(page, end) or (follows == "born" and not nature.is_figure):
        return 3
    if nature.is_somewhere:
        if page.opens(end - 1):
            return int(nature.is_class and not PERSON.isdisjoint(page.plain[end : page.sentence(end - 1)[1]]))
        return 2 if _tells_of_somebody(page, end) else 0
    if follows in (
        "off",
        "away",
        "back",
        "home",
        "ready",
        "poorly",
        "ten",
        "nine",
        "eight",
        "seven",
        "six",
        "five",
        "four",
    ):
        return 2
    return 1 if can_be(follows, "PAR") or follows in ("our", "so", "very", "in", "on", "not", "still") else 0


def _is_more_than(page: Page, n: int) -> bool:
    return page.spaced(n) in ("little", "bit", "lot") and page.plain[n + 2 : n + 3] == ["than"]


_IS_SO = word_set("behind_is")
"""Behind 's they make an "is" or "has" of it: nobody owns them."""
_ONE = frozenset(("a", "an", "our", "my", "such", "the"))
_SOMEBODY = word_set("somebody")
_TIME_BEFORE = frozenset(("this", "last", "next", "every", "each", "one"))
_TIMES_OF_DAY = word_set("times_of_day")


def _is_somebody(page: Page, n: int) -> bool:
    """Whether "a" or "our" tells of somebody: "Preston is a different child", "Hope is our star baker"."""
    for k in range(n, min(n + 4, page.count)):
        if page.gap(k) not in (SPACE, JOIN) or page.plain[k] in ("of", "for", "to", "in"):
            return False
        if page.plain[k] in _SOMEBODY:
            return True
    return False


def _has_an_age(page: Page, n: int) -> bool:
    """ "Precious is 8 today", "Grace is seven on Sunday"."""
    if n >= page.count or page.gap(n) != SPACE:
        return False
    age = page.plain[n]
    if not ((age.isdecimal() and 2 < int(age) < 12) or age in _AGES):
        return False
    return page.gap(n + 1) != SPACE or (
        n + 1 < page.count and page.plain[n + 1] in ("today", "tomorrow", "on", "next", "now", "years", "and")
    )


_AGES = frozenset(("three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"))


def _is_the_first(page: Page, end: int) -> bool:
    """ "Jasmine is the first in Clover to tie her own laces", "Heath was the only one to swim a length"."""
    the, which, then = page.plain[end + 1 : end + 4] if end + 3 < page.count else ("", "", "")
    if the not in ("the", "our") or which not in _SINGLED_OUT or page.gap(end + 3) != SPACE:
        return False
    one = then in ("in", "to", "of", "from") or (then == "one" and page.gap(end + 4) == SPACE)
    return one and _has_own(page, end)


def _has_own(page: Page, end: int) -> bool:
    """Whether he, she, his or her follows, in this sentence or the next one."""
    last = page.sentence(end - 1)[1]
    following = page.sentence(last)[1] if last < page.count else last
    return not PERSON.isdisjoint(page.plain[end:following])


_SINGLED_OUT = frozenset(
    ("first", "last", "only", "youngest", "oldest", "fastest", "quickest", "second", "third", "latest")
)


def _is_topic(page: Page, end: int) -> bool:
    """Whether the text speaks of the thing: "Our value is hope. Hope is believing …"."""
    word = page.plain[end - 1]
    if not (page.opens(end - 1) and word in page.small) or word in FUNCTION:
        return False
    return not _is_theirs_later(page, end, word)


def _has_the_first_pronoun(page: Page, i: int, end: int) -> bool:
    """Whether right behind "with" or "in" comes his or her, and nobody who could own it stands before."""
    first = page.sentence(i)[0]
    own = end + 1 < page.count and page.plain[end + 1] in ("his", "her") and page.gap(end + 1) == SPACE
    others = any(page.plain[n] in _SOMEBODY or page.plain[n] in PERSON for n in range(first, i))
    return own and not others


def _is_theirs_later(page: Page, end: int, word: str) -> bool:
    """ "Penny has counted every penny from her stall": the thing comes later in a sentence about somebody."""
    first, last = page.sentence(end - 1)
    behind = page.plain[end:last]
    return word in behind and first == end - 1 and not PERSON.isdisjoint(behind)


def _helped(page: Page, end: int, follows: str, nature: Nature) -> int:
    done = can_be(follows, "P") and follows not in FUNCTION
    if page.plain[end] in ("has", "had") and done and page.spaced(end + 2) in DETERMINERS and not nature.is_time:
        return 2  # "Bill has settled the bill"
    if page.plain[end] in ("did", "does", "has", "will", "can") and not follows and not nature.is_time:
        return 2  # "Who ate the nose? Harry did."
    if _is_topic(page, end):
        return 0
    if nature.is_time and (follows in OF_TIMES or follows in ("been", "come", "begun", "sprung", "gone")):
        return 0
    if page.plain[end] == "did" and follows in ("the", "a", "an", "his", "her", "hers") and not nature.is_time:
        return 2 + (follows in PERSON)  # "Skye did the splits", "Willow did hers in charcoal"
    if follows in PRONOUNS or follows in DETERMINERS:
        return 1 + _tells_of_somebody(page, end) if page.plain[end] in ("has", "had") else -2
    if follows in _GONE_ON:
        return 2 - (nature.is_place or nature.is_class) + _tells_of_somebody(page, end)
    return 2 if can_be(follows, "VPDR") else 0


_GONE_ON = frozenset(("been", "now", "only", "finally", "also", "never", "always", "done", "had", "gone", "become"))


def _has_done(page: Page, behind: int) -> bool:
    """Whether 's is short for "has": "Bill's paid the bill", "Hope's won her race"."""
    follows = page.spaced(behind + 1)
    return (
        can_be(page.plain[behind], "P") and not page.capital(behind) and (follows in DETERMINERS or follows in PERSON)
    )


def _apposition(page: Page, end: int) -> int:
    """Behind a comma: "Hope, who", "Hope, 7", "Hope, our captain"."""
    word = page.plain[end]
    if word in ("who", "whose", "aged", "age"):
        return 4
    if word in ("he", "she", "you"):
        return 2
    if (
        word.isdigit()
        and len(word) <= 2
        and page.gap(end + 1) in (COMMA, BREAK)
        and not page.raw_gap(end + 1).startswith(".")
    ):
        return 2
    return 0


def _closing(page: Page, end: int) -> int:
    """A name at the end of a call: "Happy birthday, Hope!"; an age in brackets."""
    gap = page.raw_gap(end)
    if gap.strip() == "(" and end < page.count:
        word = page.plain[end]
        if (word.isdigit() and len(word) <= 2) or word == "aged" or word in ROSTERS or word in PRAISE or word in ROLES:
            return 3
    return 0
