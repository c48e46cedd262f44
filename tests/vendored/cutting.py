"""Tabler's stylesheet without the rules for parts that Muster has not: a quarter of its size, and a browser
styles a list in half the time. Some rules cost more than their own: `.page:has(> [class*="navbar-expand"])`
made it style the whole page anew whenever anything on it changed.

    python -m tests.vendored.cutting
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

WEBAPP = Path(__file__).parents[2] / "webapp"
VENDOR = WEBAPP / "static" / "vendor"
WHOLE = Path(__file__).parent / "tabler.min.css"
CUT = VENDOR / "tabler" / "tabler.min.css"

WORD = r"[A-Za-z_][\w-]*"
IN_TEMPLATES = re.compile(r'\bclass(?:=|": )"((?:\{\{.*?\}\}|\{%.*?%\}|[^"{])*)"', re.S)
IN_SCRIPTS = re.compile(r"(?:className(?: =|:)|classList\.\w+\()([^;\n]*)")
BEGUN = re.compile(rf"({WORD}-)(?=\{{\{{|' ~)")
QUOTED = re.compile(r"\"([^\"\n]*)\"|'([^'\n]*)'")
NOTICE = re.compile(r'(?:@charset "UTF-8";)?/\*!.*?\*/\s*', re.S)
OF_OTHERS = re.compile(r":(is|where|has|not|host)\(")
CLASS = re.compile(rf"\.({WORD})")
ATTRIBUTE = re.compile(r'\[([a-z-]+)(?:([*^~]?=)"?([^\]"]*)"?)?\]')


class Words(NamedTuple):
    """What pages may name: `classes`, and all `others`."""

    classes: set[str]
    others: set[str]


def words_of_pages() -> Words:
    """What our templates and scripts name, with those that are vendored."""
    pages = [path.read_text() for path in sorted(WEBAPP.rglob("*.html"))]
    ours = [path.read_text() for path in sorted((WEBAPP / "static/js").glob("*.js"))]
    vendored = [path.read_text() for path in sorted(VENDOR.rglob("*.js"))]
    named = [found for page in pages for found in IN_TEMPLATES.findall(page)]
    named += [found for script in ours for found in IN_SCRIPTS.findall(script)]
    named += [text for script in vendored for pair in QUOTED.findall(script) for text in pair]
    quoted = {text for page in pages for pair in QUOTED.findall(page) for text in pair}
    begun = {start for text in named for start in BEGUN.findall(text)}
    classes = {word for text in named for word in re.findall(WORD, text)}
    classes |= {start + word for start in begun for word in quoted}
    others = {word for text in (*pages, *ours, *vendored) for word in re.findall(WORD, text)}
    return Words(classes, others)


def cut(stylesheet: str, words: Words) -> str:
    """Its rules whose selectors may meet something on a page of those words."""
    kept = _cut(stylesheet, words)
    for name in set(re.findall(r"@keyframes ([\w-]+)", kept)):
        if len(re.findall(rf"(?<![\w-]){name}(?![\w-])", kept)) == 1:
            kept = "".join(rule for rule in _rules(kept) if not rule.startswith(f"@keyframes {name}{{"))
    return kept


def _cut(stylesheet: str, words: Words) -> str:
    kept = []
    for rule in _rules(stylesheet):
        notice = NOTICE.match(rule)
        if notice:
            kept.append(notice[0])
            rule = rule[notice.end() :]
        head, _, body = rule.partition("{")
        if head.startswith("@media"):
            inside = _cut(body[:-1], words)
            kept += [f"{head}{{{inside}}}"] if inside else []
        elif head.startswith("@"):
            kept.append(rule)
        elif selectors := [one for one in _parts(head) if _may_meet(one, words)]:
            kept.append(f"{','.join(selectors)}{{{body}")
    return "".join(kept)


def _rules(text: str) -> Iterator[str]:
    depth, start, quote = 0, 0, ""
    for place, letter in enumerate(text):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        elif letter in "{}":
            depth += 1 if letter == "{" else -1
            if letter == "}" and not depth:
                yield text[start : place + 1]
                start = place + 1


def _parts(selectors: str) -> Iterator[str]:
    """Selectors parted by commas, though not by those within brackets."""
    depth, start = 0, 0
    for place, letter in enumerate(selectors):
        depth += (letter in "([") - (letter in ")]")
        if letter == "," and not depth:
            yield selectors[start:place]
            start = place + 1
    yield selectors[start:]


def _may_meet(selector: str, words: Words) -> bool:
    """Whether every class and attribute that it asks for is named somewhere."""
    while found := OF_OTHERS.search(selector):
        end, depth = found.end(), 1
        while depth:
            depth += (selector[end] == "(") - (selector[end] == ")")
            end += 1
        inside = selector[found.end() : end - 1]
        if found[1] in ("is", "where", "has") and not any(_may_meet(one, words) for one in _parts(inside)):
            return False
        selector = selector[: found.start()] + selector[end:]
    asked = ATTRIBUTE.findall(selector)
    classes = CLASS.findall(ATTRIBUTE.sub("", selector))
    return all(name in words.classes for name in classes) and all(_is_had(*one, words) for one in asked)


def _is_had(attribute: str, how: str, value: str, words: Words) -> bool:
    if attribute == "class":
        return any(value.strip() in name for name in words.classes)
    if not attribute.startswith("data-"):
        return True
    return attribute in words.others and (how != "=" or not value or value in words.others)


if __name__ == "__main__":
    CUT.write_text(cut(WHOLE.read_text(), words_of_pages()))
