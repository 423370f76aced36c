"""What the commands accept: every argument and option, with its help. A command says which of them it takes."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import typer

from quotes.types import Act, Kind, Polarity

#: Exit codes; 0: all is well.
SOME_FAILED = 1
NOTHING_DONE = 2
INTERRUPTED = 130
TERMINATED = 143

#: Rows of a table that are shown unless --limit or --all is given.
ROWS = 30


class Sort(StrEnum):
    """In which order `query` writes rows."""

    DATE = "date"
    CONFIDENCE = "confidence"
    RANK = "rank"


class Annotations(StrEnum):
    """Formats of annotations that `export` writes."""

    BRAT = "brat"
    LABEL_STUDIO = "label-studio"
    WEB_ANNOTATION = "web-annotation"
    SCHEMA_ORG = "schema-org"


class By(StrEnum):
    """What scores can be told apart by."""

    KIND = "kind"
    CAUSE = "cause"


class Partition(StrEnum):
    """How the files of a folder can be divided."""

    YEAR_MONTH = "year-month"


class Engine(StrEnum):
    """Where articles can be extracted."""

    LOCAL = "local"
    RAY = "ray"


def _option(help_text: str, *names: str, **settings: Any) -> Any:
    return typer.Option(*names, help=help_text, **settings)


Paths = Annotated[list[str], typer.Argument(metavar="PATH...", help="Files, folders or patterns; - is standard input.")]
TablePath = Annotated[str, typer.Argument(metavar="TABLE", help="A NAME.parquet or a folder, as extract wrote it.")]
Statement = Annotated[
    str, typer.Argument(metavar="STATEMENT", help="SQL, as DuckDB reads it. Views: quotes, articles, failures.")
]
Room = Annotated[str | None, typer.Argument(metavar="ROOM", help="pages, quotations, people or dates. Default: all.")]
Gold = Annotated[str, typer.Argument(metavar="GOLD", help="Gold articles: a .jsonl with one article a line.")]

Output = Annotated[
    str,
    _option(
        "NAME.parquet, or a folder (s3://... too): it is added to, and a stopped run goes on there.",
        "-o",
        "--output",
    ),
]
Force = Annotated[bool, _option("Replace the output if it exists.", "--force")]
KeepAll = Annotated[
    bool, _option("Keep indirect quotations that are no speech or writing too: attitudes, what figures show.", "--all")
]
Workers = Annotated[
    int | None, _option("Processes to extract with, each with one thread. Default: the usable cores.", min=1)
]
TimeLimit = Annotated[
    float | None,
    _option("Give up on an article of up to 10,000 characters after so many seconds, on longer ones later.", min=1),
]
RetryFailed = Annotated[bool, _option("Try again what failed in an earlier run.", "--retry-failed")]
RedoOutdated = Annotated[
    bool, _option("Extract again what another version of the pipeline extracted.", "--redo-outdated")
]
ShardOf = Annotated[
    str | None, _option("Do the third of 64 shares: 3/64. All shares may write into one folder.", "--shard")
]
PartitionBy = Annotated[
    Partition | None, _option("Divide the files of a folder by year and month of publication.", "--partition")
]
EngineName = Annotated[Engine, _option("Where to extract: on this machine, or on a Ray cluster.", "--engine")]
Folder = Annotated[str, typer.Argument(metavar="FOLDER", help="A folder of tables, as extract wrote it.")]
Quiet = Annotated[bool, _option("Say nothing but what failed.", "--quiet", "-q")]

Encoding = Annotated[
    str | None, _option("Encoding of text files, where it is found wrongly: windows-1252, mac-roman ...")
]
TextColumn = Annotated[str | None, _option("Column or field that holds the article. Default: text, body, content ...")]
IdColumn = Annotated[str | None, _option("Column or field that holds its id.")]
TitleColumn = Annotated[str | None, _option("Column or field that holds its headline.")]
PublishedColumn = Annotated[
    str | None,
    _option(
        "Column or field that holds the day it was published. Default: published, date ..., else looked for on the page."
    ),
]
OutletColumn = Annotated[str | None, _option("Column or field that holds who published it.")]
AuthorColumn = Annotated[str | None, _option("Column or field that holds who wrote it.")]
UrlColumn = Annotated[str | None, _option("Column or field that holds its address.")]
StdinFormat = Annotated[str | None, _option("What standard input holds, where it does not show: csv, tsv ...")]
FixMojibake = Annotated[
    bool,
    _option(
        "Mend text that was decoded wrongly before (“â€œ”). Needs ftfy; offsets are then those of the mended text.",
        "--fix-mojibake",
    ),
]

Speaker = Annotated[
    str | None, _option("Words of the speaker's name, in any order; beginnings with a star: petro, 'gust*'.")
]
SaidText = Annotated[
    str | None,
    _option("Words of the quotation, all of them, in any form; phrases in marks: 'talks \"no dialogue\"'.", "--text"),
]
SaidAfter = Annotated[
    str | None, _option("First day, itself included: 2024-05-17, 2024-05 or 2024.", "--said-after", "--since")
]
SaidBefore = Annotated[str | None, _option("Last day, itself included.", "--said-before", "--until")]
OfOutlet = Annotated[str | None, _option("Words of the outlet's name.", "--outlet")]
OfKind = Annotated[Kind | None, _option("How the words are reported.", "--kind")]
OfAct = Annotated[Act | None, _option("What the cue says that the speaker did.", "--act")]
OfPolarity = Annotated[Polarity | None, _option("What the speaker does with the words.", "--polarity")]
OfRole = Annotated[str | None, _option("Words of the speaker's role: mayor.", "--role")]
MinConfidence = Annotated[float | None, _option("Least probability that the speaker is right.", min=0, max=1)]
SortBy = Annotated[
    Sort | None, _option("date: latest first; confidence: surest first; rank: best match of --text first.", "--sort")
]
Context = Annotated[bool, _option("Show the sentences around each quotation, its words in ⟦⟧.", "--context")]
CountBy = Annotated[
    str | None, _option("Count the rows by columns instead: speaker,outlet; also year, month, day.", "--count-by")
]
QuoteId = Annotated[
    str, typer.Argument(metavar="QUOTE_ID", help="A row's quote_id, as `quotes query --json` tells it.")
]

CheckSources = Annotated[
    list[str],
    typer.Argument(
        metavar="TABLE|ARTICLE... CLAIM",
        help="A table, or articles: files, folders, addresses of pages, - for text that is pasted. Then the claimed words.",
    ),
]
ClaimedSpeaker = Annotated[str | None, _option("Who is claimed to have said it. Default: anybody.", "--speaker")]
Claims = Annotated[str | None, _option("CSV with the columns claim and speaker: many claims at once.", "--claims")]
Title = Annotated[str | None, _option("Headline of the one article.", "--title")]
Outlet = Annotated[str | None, _option("Who published the one article.", "--outlet")]
Published = Annotated[str | None, _option("Day the one article was published: 2026-07-14.", "--published")]

AnnotationFormat = Annotated[Annotations, _option("The format.", "--format")]
ExportTo = Annotated[str, _option("A new file, or for brat a new folder.", "-o", "--output")]
Corrected = Annotated[str, typer.Argument(metavar="PATH", help="brat's folder, or a JSON export of Label Studio.")]

Predicted = Annotated[str | None, _option("A table made of the gold articles. Default: they are processed now.")]
ByWhat = Annotated[By | None, _option("kind: score each kind as well. cause: count what went wrong, by cause.", "--by")]

ShowName = Annotated[
    str | None, _option("Tell of whoever is printed so: all names, and why they are taken for one.", "--show")
]
KnownPeople = Annotated[
    str | None, _option("CSV or Parquet file of known people: name, aliases (parted by |), qid, any others.", "--known")
]
SamePerson = Annotated[tuple[str, str] | None, _option("Two that are one: person_ids or names.", "--same")]
NotSame = Annotated[tuple[str, str] | None, _option("Two that are not one: person_ids or names.", "--not-same")]
DecidedBy = Annotated[str, _option("Who decides, for --same and --not-same.", "--who")]
DecidedWhy = Annotated[str, _option("Why, for --same and --not-same.", "--why")]
AgainPeople = Annotated[bool, _option("Look for the people again.", "--force")]
AgainReprints = Annotated[bool, _option("Look for the reprints again.", "--force")]
JsonLines = Annotated[bool, _option("Write one JSON object a line.", "--json")]

Limit = Annotated[int | None, _option(f"Rows at most. Default: {ROWS} as a table, otherwise all.", min=1)]
All = Annotated[bool, _option("All rows, as a table too.", "--all")]
Csv = Annotated[bool, _option("Write CSV, all columns.", "--csv")]
Json = Annotated[bool, _option("Write a JSON list, one row a line, all columns.", "--json")]
AsTable = Annotated[bool, _option("Write a table to read (the default).", "--table")]
Xlsx = Annotated[bool, _option("Write a spreadsheet for Excel or LibreOffice.", "--xlsx")]
Parquet = Annotated[bool, _option("Write Parquet, all columns.", "--parquet")]
Html = Annotated[bool, _option("Write a page that stands alone, each quotation in its passage.", "--html")]
Result = Annotated[
    str | None, _option("File to write to; its ending tells the format. Default: standard output.", "-o", "--output")
]

CorrectTo = Annotated[str, _option("Table to write: a NAME.parquet, or a folder.", "-o", "--output")]
CorrectionLines = Annotated[str | None, _option("The corrections. Default: those beside the table.", "--corrections")]
ServedTable = Annotated[str | None, typer.Argument(metavar="[TABLE]", help="A table. Default: articles are pasted.")]
Host = Annotated[str | None, _option("Address to listen on. Another than this computer's own needs a token.")]
Port = Annotated[int | None, _option("Port to listen on. Default: 8766.", min=1, max=65535)]
Who = Annotated[str | None, _option("Your name, for corrections. Default: your user name.")]
Browse = Annotated[bool, _option("Open the browser.", "--browse")]
