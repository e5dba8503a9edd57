"""Location in advance, borrowed words, accessibility: what is pointed out and stops nothing."""

from __future__ import annotations

from bot.domain.findings import Strength
from tests.words.examples import Examples


def _access(check: str, kind: str, passing: tuple[str, ...], failing: tuple[tuple[str, str], ...]) -> Examples:
    return Examples(
        check=check,
        clause="accessibility",
        strength=Strength.WARN,
        kinds=frozenset({kind}),
        passing=passing,
        failing=failing,
    )


READING = (
    Examples(
        check="Where children are or will be",
        clause="location",
        strength=Strength.WARN,
        kinds=frozenset({"location"}),
        passing=(
            "We were at Harewood yesterday and saw three kites.",
            "The fair is in our hall on Saturday at 11.",
            "Year 5 loved the museum last week.",
        ),
        failing=(
            ("We are at Harewood House until 2, waving at peacocks!", "We are at Harewood"),
            ("Year 4 are off to Whitby tomorrow", "Year 4 are off to Whitby"),
            ("Coach leaves at 9 and we'll be back at 3.15", "Coach leaves at 9"),
            ("Live from Legoland!", "Live from Legoland"),
        ),
    ),
    Examples(
        check="Words or pictures that look borrowed",
        clause="IP-2",
        strength=Strength.WARN,
        kinds=frozenset({"borrowed"}),
        passing=("“It was ace,” said Year 2.", "We wrote our own poem."),
        failing=(
            ("Photo courtesy of the Gazette", "Photo courtesy"),
            ("© Tambrook News", "©"),
            (
                "“We shall walk the long road home together, singing all the way, until the stars come out above us.”",
                "We shall walk",
            ),
        ),
    ),
    _access(
        "Hashtags without capitals",
        "hashtag_case",
        ("#SummerFair was fun", "#reading"),
        (("Come along #schoolsummerfair", "#schoolsummerfair"),),
    ),
    _access(
        "Many hashtags",
        "hashtag_count",
        ("#One #Two",),
        (("#Fun #Maths #Art #Music #PE", "#Music"),),
    ),
    _access("Many emoji", "emoji_count", ("Well done! 🎉",), (("Wow 🎉🌟🐝🐸 what a day", "🐸"),)),
    _access("The same emoji again", "emoji_repeated", ("🎉 Party! 🎉",), (("Brilliant 👏👏👏", "👏👏👏"),)),
    _access("Emoji inside a sentence", "emoji_inside", ("The bees are back 🐝",), (("Our 🐝 bees are back", "🐝"),)),
    _access(
        "Running capitals",
        "capitals",
        ("The PTA and the BBC came.", "WOW! What a show."),
        (("PLEASE COLLECT YOUR CHILDREN at 3", "PLEASE COLLECT YOUR CHILDREN"),),
    ),
    _access(
        "Letters that are signs",
        "styled_letters",
        ("Plain letters. ½ price, 30 °C, naïve.",),
        (("𝓢𝓾𝓶𝓶𝓮𝓻 fair on Friday", "𝓢𝓾𝓶𝓶𝓮𝓻"), ("Ｗｅｌｌ done", "Ｗｅｌｌ")),
    ),
    _access(
        "Long sentences",
        "long_sentence",
        ("Short is good. Two short sentences are better than one that goes on.",),
        (
            (
                (
                    "On Friday we walked all the way from the gate past the mill and over the bridge to the farm where "
                    "lambs were waiting in the barn."
                ),
                "On Friday",
            ),
        ),
    ),
    _access(
        "A link alone",
        "bare_link",
        ("Read the menu: https://www.brackenfold.sch.example/menu",),
        (("https://www.brackenfold.sch.example/menu", "https://www"),),
    ),
    _access(
        "Many links",
        "link_count",
        ("Menu: www.brackenfold.sch.example",),
        (("Menu: www.one.example and clubs: www.two.example", "www.two.example"),),
    ),
)
