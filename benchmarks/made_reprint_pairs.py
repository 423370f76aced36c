"""Make the pairs of quotations in tests/cases/reprint_pairs.jsonl: the same words or not.

    python benchmarks/made_reprint_pairs.py > tests/cases/reprint_pairs.jsonl

Invented quotations are changed in the ways in which newspapers change them, and in the ways that make other statements of
them; the hard ones at the end are written by hand.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator

RANDOM = random.Random(5)

QUOTATIONS = """
We have waited eleven years for this ferry, and I will not wait another winter to see the first timetable
The water came up to the second step before anybody in the council picked up the telephone
There is no money left in the harbour fund, whatever the treasurer tells you on Sundays
My grandmother sold herring on this quay, and my daughter will sell herring on this quay
If the school closes, the families leave, and when the families leave the village is finished
You cannot run a hospital on candles and good will, as we did for most of February
I told the inspectors that the valve was cracked and they wrote down that the weather was fine
The orchestra played better than in any season that I can remember since the fire
Nobody asked the farmers whether they wanted a motorway between the barn and the stable
We found the second vaccine trial as safe as the first, with fewer than forty complaints of fever
She was the best goalkeeper this town has produced, and she never once raised her voice
The bank knew about the loans in March and kept quiet until the election was over
When the lighthouse went dark we steered by the bakery, which opens at four in the morning
Our members will strike on the first of June unless the railway withdraws the new rosters
The tunnel is dry, the tunnel is safe, and the tunnel is three years late
It is a scandal that a city of bridges cannot keep one of them open on a weekday
I would rather resign than sign a contract that sells the reservoir to strangers
They promised us broadband before the last two elections and we are still using the post
The judge listened to all of us, even to the man who brought his parrot
A museum without a roof is a garden, and a garden without a gate is a road
We are proud of the stadium but we are prouder of the swimming lessons
The storm took the roof of the market hall and left every lamp in the street burning
Prices of bread have doubled since the mill was sold and wages have moved by a penny
I have asked the minister four times for the report and four times I received a calendar
The children planted six hundred oaks last autumn and the mayor planted a flag
This is the deepest cut to the library service that I have seen in thirty years of lending books
Either the committee publishes the minutes on Friday or I shall read them out in the square
The horse was lame before the race and everybody in the yard could see it
We will appeal to the highest court, and if need be we will sleep on its steps
No company has the right to put a fence across a path that pilgrims have walked since the plague
The new bells are half a tone lower, which the pigeons seem to prefer
He offered me a seat on the board, a car and a view of the river, and I took the bus home
Fishing stopped in the bay when the cable was laid and it has not come back
The election was free, it was fair, and it was held in a tent
There were more police than dancers at the carnival, and the police had the better hats
If you move the clinic across the river, half of my patients will have to swim
The data show that asthma fell by a fifth in the streets where the lorries were banned
My father built the first of these boats and I am afraid that I have built the last
We opened the archive because a town that hides its letters ends up hiding its people
The committee was told about the mould in the nursery on three separate occasions
""".strip().splitlines()

NAMES = ["Ana Ruiz", "Omar Thatcham", "Petra Lindwall", "Kofi Brandt", "Ingrid Vasko", "Tomas Aldane"]
NUMBERS = {"eleven": "seven", "second": "third", "first": "fourth", "two": "three", "three": "five", "four": "nine",
           "six": "two", "thirty": "twenty", "forty": "sixty", "fifth": "third", "half": "third"}  # fmt: skip
NEGATED = {
    " is ": " is not ",
    " will ": " will not ",
    " have ": " have never ",
    " was ": " was not ",
    " were ": " were not ",
    " knew ": " never knew ",
    " found ": " never found ",
    " told ": " never told ",
    " can ": " cannot ",
    " played ": " never played ",
    " took ": " never took ",
    " planted ": " never planted ",
    " stopped ": " never stopped ",
    " offered ": " never offered ",
    " opened ": " never opened ",
    " promised ": " never promised ",
    " came ": " never came ",
    " show ": " do not show ",
    " listened ": " never listened ",
    " built ": " never built ",
}


def words_of(text: str) -> list[str]:
    """Split a text."""
    return text.split()


def cut_end(text: str) -> str:
    """Drop the last third."""
    words = words_of(text)
    return " ".join(words[: max(6, len(words) * 2 // 3)])


def cut_begin(text: str) -> str:
    """Drop the first third, unless it denies the rest."""
    words = words_of(text)
    start = len(words) // 3
    return " ".join(words[start:])


def other_marks(text: str) -> str:
    """Print it with other marks, dashes and case."""
    text = text.replace(", and ", " — and ").replace(", ", "; ")
    return f"‘{text[0].lower()}{text[1:]}!’"


def typo(text: str) -> str:
    """Turn round two letters of a long word."""
    words = words_of(text)
    places = [i for i, word in enumerate(words) if len(word) > 5 and word.isalpha() and word.islower()]
    place = RANDOM.choice(places)
    word = words[place]
    at = RANDOM.randrange(2, len(word) - 1)
    words[place] = word[:at] + word[at + 1] + word[at] + word[at + 2 :] if at + 1 < len(word) else word[:-1]
    if words[place] == word:
        words[place] = word[:at] + word[at + 1 :]
    return " ".join(words)


def bracket(text: str) -> str:
    """Put a word into brackets."""
    words = words_of(text)
    place = RANDOM.randrange(2, len(words) - 2)
    words[place] = f"[{words[place]}]"
    return " ".join(words)


def bracket_more(text: str) -> str:
    """Explain something in brackets."""
    words = words_of(text)
    place = RANDOM.randrange(3, len(words) - 2)
    return " ".join([*words[:place], "[in Marrow Bay]", *words[place:]])


def word_more(text: str) -> str:
    """Put a word in."""
    words = words_of(text)
    place = RANDOM.randrange(2, len(words) - 2)
    return " ".join([*words[:place], RANDOM.choice(("really", "just", "simply", "now", "very")), *words[place:]])


def gap(text: str) -> str:
    """Leave out the middle, and say so."""
    words = words_of(text)
    return " ".join([*words[:6], "…", *words[9:]])


def contracted(text: str) -> str:
    """Write contractions, or write them out."""
    for full, short in (("We have", "We’ve"), ("I have", "I’ve"), ("cannot", "can’t"), ("It is", "It’s"),
                        ("They promised", "They promised"), ("will not", "won’t"), ("we are", "we’re"),
                        ("has not", "hasn’t"), ("We are", "We’re"), ("There is", "There’s"), ("I would", "I’d")):  # fmt: skip
        if full in text:
            return text.replace(full, short) + "."
    return f"“{text}.”"


SAME: tuple[Callable[[str], str], ...] = (
    cut_end, cut_begin, other_marks, typo, bracket, bracket_more, word_more, gap, contracted,
)  # fmt: skip


def number_changed(text: str) -> str | None:
    """Change a number."""
    words = words_of(text)
    for place, word in enumerate(words):
        if word in NUMBERS:
            words[place] = NUMBERS[word]
            return " ".join(words)
    return None


def negated(text: str) -> str | None:
    """Deny it."""
    return next((text.replace(plain, other, 1) for plain, other in NEGATED.items() if plain in text), None)


def noun_changed(text: str) -> str | None:
    """Say it of something else."""
    words = words_of(text)
    place = max(range(len(words)), key=lambda i: len(words[i]) * words[i].islower())
    words[place] = RANDOM.choice(("cathedral", "parliament", "orchard", "army", "circus", "castle"))
    return " ".join(words)


def same_beginning(text: str) -> str | None:
    """Begin alike and go on otherwise."""
    words = words_of(text)
    ends = ("but nobody in this room would admit it before lunch", "as the old people of the valley always said it would",
            "so I went to the station and bought a single ticket")  # fmt: skip
    return " ".join([*words[:6], *RANDOM.choice(ends).split()])


def same_end(text: str) -> str | None:
    """End alike and begin otherwise."""
    begins = ("Let me be clear about one thing that my opponents", "In the spring the neighbours came to me and asked")
    return " ".join([*RANDOM.choice(begins).split(), *words_of(text)[-5:]])


DIFFERENT: tuple[Callable[[str], str | None], ...] = (
    number_changed, negated, noun_changed, same_beginning, same_end,
)  # fmt: skip

#: one, other, same, what is hard
BY_HAND: tuple[tuple[str, str, bool, str], ...] = (
    ("I never said that the bridge was safe", "the bridge was safe", False, "cut off a denial"),
    (
        "I do not believe that we will win this case in the spring",
        "we will win this case in the spring",
        False,
        "cut off a denial",
    ),
    ("We will raise the fee to 40 crowns in May", "We will raise the fee to 45 crowns in May", False, "figures"),
    (
        "We will raise the fee to forty crowns in May",
        "We will raise the fee to 40 crowns in May",
        True,
        "figures for words",
    ),
    ("About 12 percent of the boats were lost", "About 12% of the boats were lost", True, "per cent"),
    ("We meet the union on Tuesday at the old mill", "We meet the union on Thursday at the old mill", False, "days"),
    (
        "We open in June and close in September this year",
        "We open in July and close in September this year",
        False,
        "months",
    ),
    (
        "The plan is legal and we will carry it out at once",
        "The plan is illegal and we will carry it out at once",
        False,
        "opposite",
    ),
    (
        "Crime increased in every street of the old harbour",
        "Crime decreased in every street of the old harbour",
        False,
        "opposite",
    ),
    (
        "He organised the defence of the harbour in a week",
        "He organized the defense of the harbor in a week",
        True,
        "British and American",
    ),
    (
        "We’re going to mend the heart-breaking mess at the quay",
        "We are going to mend the heartbreaking mess at the quay",
        True,
        "hyphen",
    ),
    (
        "It [the dam] will hold until the end of the century",
        "The dam will hold until the end of the century",
        True,
        "bracket for a pronoun",
    ),
    (
        "They will hold the [annual] fair on the common again",
        "They will hold the fair on the common again",
        True,
        "bracket",
    ),
    (
        "This is a disgrace (sic) and a shame for the whole valley",
        "This is a disgrace and a shame for the whole valley",
        True,
        "sic",
    ),
    (
        "THE BRIDGE WILL BE MENDED BEFORE WINTER COMES",
        "The bridge will be mended before winter comes",
        True,
        "capitals",
    ),
    (
        "We will mend it ... before the winter comes to the valley",
        "We will mend it with our own hands before the winter comes to the valley",
        True,
        "ellipsis",
    ),
    (
        "We need the ferry and the ferry needs us now",
        "We need the railway and the railway needs us now",
        False,
        "other nouns",
    ),
    (
        "She told me to sell the house before the summer",
        "He told me to sell the house before the summer",
        False,
        "other person",
    ),
    (
        "I have full confidence in the coach of our team",
        "I have no confidence in the coach of our team",
        False,
        "no for full",
    ),
    (
        "Everybody in Gullhaven wants the tunnel to be built",
        "Nobody in Gullhaven wants the tunnel to be built",
        False,
        "nobody",
    ),
    ("We lost 3,000 trees in the storm that night", "We lost 3000 trees in the storm that night", True, "thousands"),
    (
        "We lost three thousand trees in the storm that night",
        "We lost three million trees in the storm that night",
        False,
        "million",
    ),
    ("Yes, we can mend the bridge", "Yes we can mend the bridge!", True, "marks"),
    ("We can mend the bridge", "We can’t mend the bridge", False, "can and can’t"),
    (
        "You should vote for the harbour list on Sunday",
        "You should not vote for the harbour list on Sunday",
        False,
        "not",
    ),
    (
        "It would take a year to clear the mud from the square",
        "it would take a year to clear the mud from the square,",
        True,
        "case and comma",
    ),
    (
        "The mayor will resign if the vote is lost tonight",
        "The mayor would resign if the vote was lost tonight",
        False,
        "other tense",
    ),
    ("I hate to say it but the fair was dull", "I have to say that the fair was dull", False, "near words"),
    ("Naïve people in the café signed the protocol", "Naive people in the cafe signed the protocol", True, "accents"),
    (
        "We have to look after our own people first",
        "We have to look after our own people first and last",
        True,
        "cut by two words",
    ),
)


def pairs() -> Iterator[tuple[str, str, bool, str]]:
    """Yield one, other, whether they are the same, and what was done."""
    for index, text in enumerate(QUOTATIONS):
        for place, change in enumerate(SAME):
            if (index + place) % 4 != 3:
                made = change(text)
                if change is not cut_begin or not _denied(text, made):
                    yield text, made, True, change.__name__
        for different in DIFFERENT:
            if made := different(text):
                yield text, made, False, different.__name__
        yield text, QUOTATIONS[(index + 7) % len(QUOTATIONS)], False, "another"
    yield from BY_HAND


def _denied(text: str, kept: str) -> bool:
    gone = text[: -len(kept)].casefold().split()
    return bool({"no", "not", "never", "nobody", "cannot", "without", "unless"} & set(gone))


def main() -> None:
    """Print the pairs."""
    numbers: dict[str, int] = {}
    for number, (one, other, same, label) in enumerate(pairs()):
        numbers[label] = numbers.get(label, 0) + 1
        case = {
            "label": f"{label.replace('_', ' ')} {numbers[label]}",
            "same": same,
            "speaker": NAMES[number % len(NAMES)],
        }
        print(json.dumps(case | {"one": one, "other": other}, ensure_ascii=False))


if __name__ == "__main__":
    main()
