"""Take into the site what the documents link to beside them: MkDocs calls this while it builds (mkdocs.yml, hooks)."""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parent.parent
BESIDE = ("ARCHITECTURE.md", "models/README.md", "quotes/data/en/columns.tsv")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the files, under the paths that they have in the repository."""
    for path in BESIDE:
        files.append(File.generated(config, path, content=(ROOT / path).read_text("utf8")))
    return files


def on_page_markdown(markdown: str, **_: object) -> str:
    """Return the text of a page with links that hold in the site, whose root is docs/."""
    markdown = markdown.replace("](../docs/", "](../").replace("](docs/", "](")
    for path in BESIDE:
        markdown = markdown.replace(f"](../{path}", f"]({path}")
    return markdown
