"""Files for the browser are cached for a year under an address that changes with them."""

import gzip
import re
from pathlib import Path

from webapp.statics import FOLDER, version_of


def test_the_version_changes_with_a_file(tmp_path: Path):
    (tmp_path / "a.css").write_text("a {}")
    before = version_of(tmp_path)
    (tmp_path / "a.css").write_text("b {}")
    assert version_of(tmp_path) != before


def test_a_file_of_this_version_is_cached_and_of_another_is_not(anybody):
    page = anybody.get("/nowhere").text
    address = re.search(r"/static/\w+/css/all\.css", page)[0]
    for asked, max_age in ((address, 365 * 24 * 3600), ("/static/older/css/all.css", 0)):
        with anybody.get(asked) as answer:
            assert answer.cache_control.max_age == max_age


def test_a_stylesheet_is_packed_once_for_browsers_that_unpack(anybody):
    for accepted, encoding in (("gzip", "gzip"), ("", None)):
        with anybody.get("/static/any/app.css", headers={"Accept-Encoding": accepted}) as answer:
            assert answer.content_encoding == encoding
            body = gzip.decompress(answer.data) if encoding else answer.data
            assert body == (FOLDER / "app.css").read_bytes()


def test_the_stylesheet_of_all_pages_holds_every_part(anybody):
    for accepted in ("gzip", ""):
        with anybody.get("/static/any/css/all.css", headers={"Accept-Encoding": accepted}) as answer:
            body = gzip.decompress(answer.data) if accepted else answer.data
        assert b"@import" not in body
        for part in (FOLDER / "app.css", *(FOLDER / "css").glob("*.css")):
            assert part.name == "all.css" or body.count(part.read_bytes()) == 1, part.name


def test_the_script_of_all_pages_holds_every_module_once_and_asks_for_none(anybody):
    with anybody.get("/static/any/js/main.js") as answer:
        body = answer.text
    assert not re.search(r"^(import|export) ", body, re.M)
    apart = {"main.js", "theme.js", "early-keys.js"}
    for module in (FOLDER / "js").glob("*.js"):
        own = re.split(r"^import .*\n", module.read_text(), flags=re.M)[-1]
        assert module.name in apart or body.count(re.sub(r"^export ", "", own, flags=re.M)) == 1, module.name


def test_a_module_comes_after_those_that_it_asks_for(anybody):
    with anybody.get("/static/any/js/main.js") as answer:
        body = answer.text
    assert body.index("const folded = ") < body.index("folded(")
    assert body.index("function showToast(") < body.index(" showToast(")


def test_nothing_outside_the_folder_is_served(anybody):
    for path in ("../statics.py", "%2e%2e/statics.py", "..%2fstatics.py", "css", "%00"):
        assert anybody.get(f"/static/any/{path}").status_code in (400, 404), path


def test_every_icon_that_templates_name_is_in_the_sprite():
    sprite = set(re.findall(r'<symbol id="([\w-]+)"', (FOLDER / "icons.svg").read_text()))
    named = set()
    for template in (FOLDER.parent / "templates").rglob("*.html"):
        text = template.read_text()
        named |= set(re.findall(r'icon\("([\w-]+)"', text)) | set(re.findall(r'icon="([\w-]+)"', text))
    assert named <= sprite


def test_templates_hold_nothing_that_the_content_security_policy_forbids():
    forbidden = re.compile(r"<style|\sstyle=|\son\w+=|hx-on|<script(?![^>]*\ssrc=)|javascript:|js:", re.I)
    code = re.compile(r"{[{%#].*?[}%#]}", re.S)
    found = {
        template.name: forbidden.findall(code.sub("", template.read_text()))
        for template in (FOLDER.parent / "templates").rglob("*.html")
        if not {"mail", "handed_out"} & {*template.parts}  # what is read without Muster has its styles inline
    }
    assert not {name: what for name, what in found.items() if what}
