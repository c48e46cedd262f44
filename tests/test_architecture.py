"""The directions in which imports point (CONTRIBUTING.md, "The house")."""

import ast
from collections.abc import Callable
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent / "webapp"

TIERS = (
    {"db"},
    {"activity", "alerts", "users"},
    {"messaging", "suppressions"},
    {
        "companies",
        "engagement",
        "fields",
        "files",
        "groups",
        "people",
        "pipelines",
        "relations",
        "segments",
        "tags",
    },
    {"changes", "imports", "selections", "duplicates", "merging"},
    {"criteria"},
    {"saved_segments", "smart_groups", "listing", "selecting"},
    {"processes", "bulk", "campaigns", "sequences", "forms"},
    {"erasing", "jumping", "leaving", "today"},
    {"operations", "jobs"},
)
TIER = {noun: level for level, nouns in enumerate(TIERS) for noun in nouns}
EDGES = {"blueprints", "commands", "operations", "jobs"}
SHARED_BY_PAGES = {
    "webapp.blueprints.loaders",
    "webapp.blueprints.bulk.asking",
    "webapp.blueprints.bulk.loading",
    "webapp.blueprints.bulk.questions",
    "webapp.blueprints.groups.group_page",
    "webapp.blueprints.imports.loading",
    "webapp.blueprints.people.builder",
    "webapp.blueprints.people.list_page",
    "webapp.blueprints.people.forms",
    "webapp.blueprints.people.person_page",
    "webapp.blueprints.people.saved.loading",
    "webapp.blueprints.selections.editor",
    "webapp.blueprints.selections.loading",
    "webapp.blueprints.settings.leaving",
}
FILES = sorted(ROOT.rglob("*.py"))


@cache
def imports_of(path: Path) -> set[str]:
    """Every module that the file imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def noun_of(module: str) -> str:
    """'people' for 'webapp.people.visible'."""
    parts = module.split(".")
    return parts[1] if parts[0] == "webapp" and len(parts) > 1 else ""


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def files_of(noun: str) -> list[Path]:
    return [path for path in FILES if path.relative_to(ROOT).parts[0] == noun]


def offending(files: list[Path], is_wrong: Callable[[str], bool]) -> dict[str, set[str]]:
    """{file: what it should not import}."""
    wrong = {relative(path): set(filter(is_wrong, imports_of(path))) for path in files}
    return {path: modules for path, modules in wrong.items() if modules}


def test_every_noun_stands_in_a_tier():
    nouns = {path.relative_to(ROOT).parts[0] for path in FILES if path.parent != ROOT}
    assert nouns - {"migrations"} <= TIER.keys() | EDGES


def test_nouns_import_only_what_stands_below_them():
    for noun, level in TIER.items():
        above = {other for other in TIER if TIER[other] > level}
        assert not offending(files_of(noun), lambda module, above=above: noun_of(module) in above)


def test_the_domain_knows_neither_flask_nor_pages_nor_the_clock():
    def is_of_the_edge(module: str) -> bool:
        return (
            module == "webapp.clock"
            or module.split(".")[0] in ("flask", "flask_login", "flask_wtf")
            or noun_of(module) in EDGES | {"htmx", "auth"}
        )

    for noun in TIER.keys() - EDGES - {"db"}:
        assert not offending(files_of(noun), is_of_the_edge)


def test_models_import_only_the_database_and_other_models():
    def is_no_model(module: str) -> bool:
        return module.startswith("webapp") and noun_of(module) != "db" and ".models" not in module

    of_nouns = [path for path in FILES if path.name == "models.py" and path.parent != ROOT]
    assert not offending(of_nouns, is_no_model)


def test_no_page_imports_another_page():
    def is_another(module: str) -> bool:
        shared = any(module == page or module.startswith(page + ".") for page in SHARED_BY_PAGES)
        return module.startswith("webapp.blueprints.") and not shared

    pages = [path for path in files_of("blueprints") if path.name != "__init__.py"]
    assert not offending(pages, is_another)


def test_only_htmx_py_speaks_htmx_headers():
    speakers = {relative(p) for p in FILES if '"HX-' in p.read_text() or "'HX-" in p.read_text()}
    assert speakers <= {"htmx.py"}


def test_domain_time_is_given_not_asked():
    asking = {
        relative(p)
        for p in FILES
        if p.relative_to(ROOT).parts[0] in TIER.keys() - EDGES
        and ("time.time()" in p.read_text() or "datetime.now(" in p.read_text())
    }
    assert not asking
