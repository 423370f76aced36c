"""Check a claim: words and a name, the verdict, and the differences word by word, in context."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response

from quotes.check.checker import Checker
from quotes.check.claims import Claim
from quotes.check.findings import Finding
from quotes.lexicon import table as lexicon_table
from quotes.web.differences import word_by_word
from quotes.web.uploads import clean
from quotes.web.views import Context, address, context_of, page

router = APIRouter(include_in_schema=False)

Words = Annotated[str, Query(max_length=2_000)]
Name = Annotated[str, Query(max_length=200)]
#: How each verdict looks: good, half, bad, open.
_TONE = {"exact": "good", "denied": "bad", "other_speaker": "bad", "not_found": "open"}


@router.get("/claim")
def claim_page(
    request: Request, words: Words = "", speaker: Name = "", where: Annotated[Name, Query(alias="in")] = ""
) -> Response:
    """Show the form, and what is to be said of a claim."""
    context = context_of(request)
    form = {"words": clean(words).strip(), "speaker": clean(speaker).strip(), "in": where}
    values: dict[str, Any] = {"form": form, "finding": None, "file": address("/claim.json", **form)}
    if form["words"] and context.desk.tables:
        values |= finding_values(find(context, form["words"], form["speaker"], where))
    return page(request, "claim.html", **values)


@router.get("/claim.json")
def claim_json(
    request: Request, words: Words = "", speaker: Name = "", where: Annotated[Name, Query(alias="in")] = ""
) -> Response:
    """Return what is to be said of a claim as JSON."""
    finding = find(context_of(request), clean(words), clean(speaker), where)
    return JSONResponse(finding.to_dict())


def find(context: Context, words: str, speaker: str, where: str | None) -> Finding:
    """Check a claim against a table."""
    table = context.table(where)
    context.desk.words_ready(table)
    if table.database.files.articles:
        context.desk.words_ready(table, "articles")
    return Checker(table).check(Claim(words, speaker or None))


def finding_values(finding: Finding) -> dict[str, Any]:
    """Return the values of the template."""
    quote = finding.quote
    meaning = lexicon_table("verdicts")[str(finding.verdict)][0]
    return {
        "finding": finding,
        "meaning": meaning[:1].upper() + meaning[1:],
        "tone": _TONE.get(str(finding.verdict), "half"),
        "runs": word_by_word(finding.claim.words, quote.quote) if quote is not None and finding.differences else [],
    }
