"""Make the hard pairs of speakers in tests/cases/identity_pairs.jsonl: one person's or two people's.

    python benchmarks/made_identity_pairs.py > tests/cases/identity_pairs.jsonl

Each case has two speakers, each in an article of its own, and whether they are one; `also` has others whom the table
quotes. What is hard about a kind of pair stands in its label. All names are invented: surnames are drawn, those that must
be misprinted or transliterated are written by hand. No two cases share a surname.
"""

from __future__ import annotations

import json
import random
import unicodedata
from collections.abc import Iterator
from typing import Any

from made_table import read_words

RANDOM = random.Random(11)
WORDS = read_words()
EACH = 8

MISPRINTS = """Lindqvarst Lindqvarts|Bastoral Bastorel|Quiramedo Quirmedo|Haltorsen Haltorsn|Venderling Vendreling
|Marovitch Maravitch|Castelbrano Castlebrano|Oberfeldt Oberfelt""".replace("\n", "")
MISPRINTED_GIVEN = "Margaret Margret|Roderick Roderik|Leopold Leopld|Theodore Theodor|Josephine Josphine|Frederick Fredrick|Bernadette Bernadete|Valentina Valentna"
SPELLINGS = """Dravensky Dravenskyy Dravenskiy|Korolyov Korolyev|Tchermanov Chermanov|Mouradian Muradian|Khatabi Hatabi
|Yushkevich Iushkevich|Abdulrakhim Abdulrahim|Sorokhtin Sorohtin""".replace("\n", "")
GIVEN_SPELLINGS = "Sergei Sergey|Vladimir Volodymyr|Mohammed Muhammad|Dmitri Dmitry|Alexei Alexey|Yusuf Yousef|Mikhail Mykhailo|Stephen Steven"
NICKNAMES = "Bob Robert|Bill William|Tom Thomas|Kate Katherine|Liz Elizabeth|Jim James|Mike Michael|Dave David"
FAMILY_FIRST = (
    "Orbanyi Viktor|Xiu Jinpeng|Nagyvari Katalin|Takemori Haruki|Szekelyi Lajos|Dao Minhtri|Kimura Ayaka|Baloghi Zsofia"
)
ACCENTS = "José Núñarez|Zoë Brontësen|Søren Kjærbæk|Jürgen Müllerow|Łukasz Wałbrzyk|Renée Çelikova|Agnès Lefèvrin|Ólöf Þórsdottin"
LETTER_APART = "Hanssen Hansson|Petrosen Petroson|Marlen Marlin|Carling Carling's|Dalton Walton|Branton Brenton|Kerrick Herrick|Stanmore Stanmure"


def surname() -> str:
    """Return a surname that no other case has."""
    while True:
        made = "".join(RANDOM.choice(WORDS[f"surname_{part}"]) for part in ("begin", "middle", "end")).capitalize()
        if made not in USED:
            USED[made] = None
            return made


USED: dict[str, None] = {}


def given(*, female: bool | None = None) -> str:
    """Return a given name without accents."""
    names = WORDS["female"] if female else WORDS["male"] if female is not None else WORDS["female"] + WORDS["male"]
    return RANDOM.choice([name for name in names if name.isascii()])


def town() -> str:
    """Return a town's name."""
    return RANDOM.choice(WORDS["place"]) + RANDOM.choice(WORDS["place_end"])


def two_towns() -> tuple[str, str]:
    """Return two towns that share no word."""
    one, other = RANDOM.sample(WORDS["place"], 2)
    return f"{one}ford", f"{other}haven"


def speaker(name: str, role: str | None = None, **more: Any) -> dict[str, Any]:
    """Return a speaker in an article of its own."""
    return {"speaker": name, "role": role, "outlet": "The Marrow Courier", "day": "2024-03-04", **more}


ELSEWHERE = {"outlet": "The Gull Gazette", "day": "2024-09-20"}
LONG_AFTER = {"outlet": "The Gull Gazette", "day": "2029-01-20"}
ROLES = ("mayor", "police chief", "governor", "bishop", "head teacher", "hospital director", "union leader", "senator")


def same() -> Iterator[tuple[str, Any]]:
    """Yield pairs of one person's names: the label, and one, other, and who else is quoted."""
    for index in range(EACH):
        role, place = ROLES[index], town()
        office = f"{role} of {place}"
        name, last = given(), surname()
        yield "title", (speaker(f"{role.title()} {name} {last}"), speaker(f"{name} {last}", office, **ELSEWHERE))
        name, last = given(), surname()
        honour = ("Mr.", "Dr.", "Sir", "Prof.", "Rev.", "Sen.", "Gov.", "Judge")[index]
        yield "honorific", (speaker(f"{honour} {name} {last}"), speaker(f"{name} {last}", **ELSEWHERE))
        name, last = given(), surname()
        yield (
            "initial and same office",
            (
                speaker(f"{name} {last}", office),
                speaker(f"{name[0]}. {last}", f"the {office}", **ELSEWHERE),
            ),
        )
        name, last = given(), surname()
        yield "middle initial", (speaker(f"{name} {last}", office), speaker(f"{name} K. {last}", **ELSEWHERE))
        name, last = given(), surname()
        yield (
            "middle name and its initial",
            (
                speaker(f"{name} Konrad {last}", office),
                speaker(f"{name} K. {last}", f"former {role}", **ELSEWHERE),
            ),
        )
        accented = ACCENTS.split("|")[index]
        yield "accents", (speaker(accented, office), speaker(without_accents(accented), **ELSEWHERE))
        name, (right, wrong) = given(), MISPRINTS.split("|")[index].split()
        yield (
            "surname misprinted",
            (speaker(f"{name} {right}", office), speaker(f"{name} {wrong}", office, **ELSEWHERE)),
        )
        (right, wrong), last = MISPRINTED_GIVEN.split("|")[index].split(), surname()
        yield (
            "given name misprinted",
            (
                speaker(f"{right} {last}", office),
                speaker(f"{wrong} {last}", f"{role} of {place}", **ELSEWHERE),
            ),
        )
        name, spelled = given(), SPELLINGS.split("|")[index].split()
        yield (
            "transliterated surname",
            (
                speaker(f"{name} {spelled[0]}", office),
                speaker(f"{name} {spelled[-1]}", role, **ELSEWHERE),
            ),
        )
        (one, other), last = GIVEN_SPELLINGS.split("|")[index].split(), surname()
        yield (
            "transliterated given name",
            (
                speaker(f"{one} {last}", office),
                speaker(f"{other} {last}", f"the {role}", **ELSEWHERE),
            ),
        )
        family = FAMILY_FIRST.split("|")[index]
        yield (
            "family name first",
            (
                speaker(family, f"the {role}"),
                speaker(" ".join(reversed(family.split())), office, **ELSEWHERE),
            ),
        )
        (short, full), last = NICKNAMES.split("|")[index].split(), surname()
        yield "nickname", (speaker(f"{short} {last}", office), speaker(f"{full} {last}", f"the {role}", **ELSEWHERE))
        name, last = given(), surname()
        yield (
            "second surname",
            (
                speaker(f"{name} {last}", office),
                speaker(f"{name} {last} {surname()}", office, **ELSEWHERE),
            ),
        )
        name, last = given(female=False), surname()
        yield (
            "suffix with and without marks",
            (
                speaker(f"{name} {last}, Jr.", office),
                speaker(f"{name} {last} Jr", **ELSEWHERE),
            ),
        )
        name, last = given(), surname()
        yield (
            "surname alone, same office",
            (
                speaker(f"{name} {last}", office),
                speaker(last, f"the {role}", outlet="The Gull Gazette", day="2024-03-06"),
            ),
        )
        name, last, beside = given(), surname(), f"{given()} {surname()}"
        yield (
            "surname alone, same companion and outlet",
            (
                speaker(f"{name} {last}", office, beside=[beside]),
                speaker(last, day="2024-03-09", beside=[beside]),
            ),
        )
        name, last = given(), surname()
        yield (
            "surname alone, same outlet the day after",
            (
                speaker(f"{name} {last}", office),
                speaker(last, day="2024-03-05"),
            ),
        )
        name, last = given(), surname()
        yield "capitals", (speaker(f"{name} {last}", office), speaker(f"{name} {last}".upper(), **ELSEWHERE))
        name, last = given(), surname()
        yield (
            "role changed",
            (
                speaker(f"{name} {last}", f"candidate for {role} of {place}"),
                speaker(f"{name} {last}", f"former {office}", **LONG_AFTER),
            ),
        )
        first, last = given(), surname()
        yield (
            "hyphen",
            (
                speaker(f"{first} {last}-{surname()}", office),
                speaker(f"{first} {last} {surname_of_last()}", **ELSEWHERE),
            ),
        )
        name, last = given(), surname()
        particle = ("de", "van", "von", "de la", "bin", "al-", "di", "du")[index]
        joined = f"{particle}{last}" if particle.endswith("-") else f"{particle} {last}"
        yield (
            "particle",
            (
                speaker(f"{name} {joined}", office),
                speaker(f"{name} {joined[0].upper()}{joined[1:]}", **ELSEWHERE),
            ),
        )


def surname_of_last() -> str:
    """Return the surname that was drawn last."""
    return list(USED)[-1]


def different() -> Iterator[tuple[str, Any]]:
    """Yield pairs of two people's names."""
    for index in range(EACH):
        role = ROLES[index]
        one_town, other_town = two_towns()
        name, last = given(female=False), surname()
        yield "junior and senior", (speaker(f"{name} {last} Jr."), speaker(f"{name} {last} Sr."))
        name, last = given(female=False), surname()
        yield (
            "father and son",
            (
                speaker(f"{name} {last}", f"{role} of {one_town}"),
                speaker(f"{name} {last} Jr.", "his son", day="2024-03-06"),
            ),
        )
        name, last = given(), surname()
        yield (
            "office of two towns",
            (
                speaker(f"{name} {last}", f"the mayor of {one_town}"),
                speaker(f"{name} {last}", f"mayor of {other_town}", **ELSEWHERE),
            ),
        )
        name, last = given(), surname()
        yield (
            "two ages",
            (
                speaker(f"{name} {last}", f"a {23 + index}-year-old student"),
                speaker(f"{name} {last}", f"a {61 + index}-year-old from {other_town}", **ELSEWHERE),
            ),
        )
        last = surname()
        one, other = [
            "Ana Eva",
            "Joan John",
            "Jean Jane",
            "Marie Maria",
            "Eric Erica",
            "Carl Carla",
            "Paul Paula",
            "Simon Simone",
        ][index].split()
        yield "near given names", (speaker(f"{one} {last}", role), speaker(f"{other} {last}", role, **ELSEWHERE))
        name, last = given(), surname()
        jobs = (
            ("a goalkeeper for Ash United", "a cardiologist at Pine Hospital"),
            ("a poet", "a tax lawyer in Copperton"),
            ("a jockey", "an astronomer at the Frost Observatory"),
            ("a potter from Drift", "a software engineer at Quarry Systems"),
            ("a midwife", "a bank robber"),
            ("a violinist with the Lark Orchestra", "a dairy farmer near Mossford"),
            ("a chess player", "a plumber in Vineton"),
            ("a beekeeper", "a judge at the Salt Tribunal"),
        )[index]
        yield (
            "namesakes of other trades, years apart",
            (
                speaker(f"{name} {last}", jobs[0]),
                speaker(f"{name} {last}", jobs[1], **LONG_AFTER),
            ),
        )
        last = surname()
        also = [speaker(f"{given(female=True)} {last}", f"{role} of {one_town}"), speaker(f"Zacharias {last}", role)]
        yield "surname of two", (also[0], speaker(last, f"the {role}", **ELSEWHERE), also[1:])
        name, last = given(female=True), surname()
        yield (
            "surname of the other gender",
            (
                speaker(f"{name} {last}", "a student", mention="She"),
                speaker(f"Mr. {last}", f"a farmer in {other_town}", **ELSEWHERE),
            ),
        )
        name, last = given(), surname()
        yield (
            "surname, office elsewhere",
            (
                speaker(f"{name} {last}", f"mayor of {one_town}"),
                speaker(last, f"mayor of {other_town}", **ELSEWHERE),
            ),
        )
        name, last = given(), surname()
        yield (
            "other middle initials",
            (
                speaker(f"{name} B. {last}", f"{role} of {one_town}"),
                speaker(f"{name} T. {last}", f"{role} of {one_town}", **ELSEWHERE),
            ),
        )
        name, (one, other) = given(), LETTER_APART.split("|")[index].replace("'s", "s").split()
        yield (
            "surnames a letter apart",
            (
                speaker(f"{name} {one}", "a farmer"),
                speaker(f"{name} {other}", f"{role} of {other_town}", **ELSEWHERE),
            ),
        )
        last = surname()
        yield (
            "brother and sister",
            (
                speaker(f"{given(female=True)} {last}", f"{role} of {one_town}", day="2024-03-04"),
                speaker(f"{given(female=False)} {last}", "her brother", day="2024-03-04"),
            ),
        )
        name, last = given(), surname()
        yield (
            "person and body",
            (
                speaker(f"{name} {last}", "a banker"),
                speaker(f"{name} {last}", kind="organisation"),
            ),
        )
        name, last = given(), surname()
        yield (
            "quoted beside each other",
            (
                speaker(f"{name} {last}", f"{role} of {one_town}", beside=[f"{name} {last} {surname()}"]),
                speaker(f"{name} {last} {surname_of_last()}", "a trader", beside=[f"{name} {last}"]),
            ),
        )
        one, other = [
            "Thomas James",
            "Martin Paul",
            "Henry George",
            "Grace Rose",
            "Peter Simon",
            "Anthony Oscar",
            "Victor Leon",
            "Adam Felix",
        ][index].split()
        yield (
            "two given names turned",
            (
                speaker(f"{one} {other}", "a farmer"),
                speaker(f"{other} {one}", f"{role} of {other_town}", **ELSEWHERE),
            ),
        )
        name, last = given(), surname()
        yield (
            "office of two towns, father's years",
            (
                speaker(f"{name} {last}", f"{('sheriff', 'bishop', 'senator', 'governor')[index % 4]} of {one_town}"),
                speaker(f"{name} {last}", f"{('sheriff', 'bishop', 'senator', 'governor')[index % 4]} of {other_town}"),
            ),
        )


def bodies() -> Iterator[tuple[bool, str, Any]]:
    """Yield pairs of bodies' names, and whether they are one's."""
    organisation = {"kind": "organisation"}
    for index in range(EACH):
        base, other = surname(), surname()
        place, elsewhere = two_towns()
        yield (
            True,
            "the article",
            (
                speaker(f"The {base} Foundation", **organisation),
                speaker(f"{base} Foundation", **organisation, **ELSEWHERE),
            ),
        )
        form, longer = [
            "Inc. ",
            "Ltd Limited",
            "Corp. Corporation",
            "PLC ",
            "LLC ",
            "Co. Company",
            "GmbH ",
            "Inc. Incorporated",
        ][index].split(" ")
        yield (
            True,
            "legal form",
            (
                speaker(f"{base} Mining {form}", **organisation),
                speaker(f"{base} Mining {longer}".strip(), **organisation, **ELSEWHERE),
            ),
        )
        noun = ("Health", "Fisheries", "Justice", "Forestry", "Harbours", "Transport", "Labour", "Culture")[index]
        yield (
            True,
            "department of and department",
            (
                speaker(f"Department of {base} {noun}", **organisation),
                speaker(f"the {base} {noun} Department", **organisation, **ELSEWHERE),
            ),
        )
        full = f"{base} {noun} Workers Union"
        letters = "".join(word[0] for word in full.split())
        yield (
            True,
            "letters that an article tells",
            (
                speaker(full, **organisation, mention=letters),
                speaker(letters, **organisation, **ELSEWHERE),
            ),
        )
        yield (
            False,
            "one kind of body in two towns",
            (
                speaker(f"{place} Police Department", **organisation),
                speaker(f"{elsewhere} Police Department", **organisation, **ELSEWHERE),
            ),
        )
        generic = (
            "the city council",
            "police",
            "the union",
            "the ministry",
            "the court",
            "the hospital",
            "the school board",
            "the bank",
        )[index]
        yield (
            False,
            "no name of its own",
            (
                speaker(generic, **organisation),
                speaker(generic, **organisation, **ELSEWHERE),
            ),
        )
        full = f"{other} {noun} Research Institute"
        letters = "".join(word[0] for word in full.split())
        yield (
            False,
            "letters that no article tells",
            (
                speaker(full, **organisation),
                speaker(letters, "a motor racing club", **organisation, **LONG_AFTER),
            ),
        )


def without_accents(name: str) -> str:
    """Write a name as a keyboard without accents does."""
    pairs = {"ø": "o", "æ": "ae", "ł": "l", "Ł": "L", "Þ": "Th", "ß": "ss"}
    name = "".join(pairs.get(letter, letter) for letter in name)
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))


def main() -> None:
    """Print the cases."""
    cases = [(True, *case) for case in same()] + [(False, *case) for case in different()] + list(bodies())
    numbers: dict[str, int] = {}
    for is_same, label, (one, other, *also) in cases:
        numbers[label] = numbers.get(label, 0) + 1
        case = {"label": f"{label} {numbers[label]}", "same": is_same, "one": one, "other": other}
        print(json.dumps(case | ({"also": also[0]} if also else {}), ensure_ascii=False))


if __name__ == "__main__":
    main()
