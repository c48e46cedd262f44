"""The directions in which imports point (CONTRIBUTING.md, "The house")."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "webapp"

TIERS = (
    {"db"},
    {"activity", "users"},
    {"messaging"},
    {"companies", "fields", "people", "pipelines", "tags", "segments", "groups"},
    {"changes", "imports", "selections"},
    {"criteria"},
    {"saved_segments", "smart_groups", "listing", "selecting"},
    {"processes", "bulk", "campaigns", "sequences", "forms"},
    {"jumping", "today"},
    {"operations", "jobs"},
)
TIER = {noun: level for level, nouns in enumerate(TIERS) for noun in nouns}
EDGES = {"blueprints", "commands", "operations", "jobs"}
FILES = sorted(ROOT.rglob("*.py"))


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


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_nouns_import_only_what_stands_below_them(path):
    own = path.relative_to(ROOT).parts[0]
    if own not in TIER:
        return
    above = {
        module for module in imports_of(path) if noun_of(module) in TIER and TIER[noun_of(module)] > TIER[own]
    }
    assert not above


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_the_domain_knows_neither_flask_nor_pages_nor_the_clock(path):
    own = path.relative_to(ROOT).parts[0]
    if own not in TIER or own in EDGES or own == "db":
        return
    imported = imports_of(path)
    assert not {m for m in imported if m.split(".")[0] in ("flask", "flask_login", "flask_wtf")}
    assert not {m for m in imported if noun_of(m) in EDGES | {"htmx", "auth"} - {own}}
    assert "webapp.clock" not in imported


@pytest.mark.parametrize("path", sorted(ROOT.rglob("models.py")), ids=relative)
def test_models_import_only_the_database_and_other_models(path):
    if path.parent == ROOT:
        return
    foreign = {m for m in imports_of(path) if m.startswith("webapp") and noun_of(m) != "db"}
    assert not {m for m in foreign if ".models" not in m}


@pytest.mark.parametrize("path", sorted((ROOT / "blueprints").rglob("*.py")), ids=relative)
def test_no_page_imports_another_page(path):
    if path.name in ("__init__.py", "loaders.py") and path.parent == ROOT / "blueprints":
        return
    shared = {
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
    pages = {m for m in imports_of(path) if m.startswith("webapp.blueprints.")}
    if path.name == "__init__.py":
        return
    assert not {m for m in pages if not any(m == s or m.startswith(s + ".") for s in shared)}


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
