"""Random questions, as hypothesis strategies over the crowd of conftest.py."""

from hypothesis import strategies as st

from tests.criteria.conftest import CITIES, FIRST, LAST, STAGES, TAGS
from webapp.criteria.terms import quoted
from webapp.pipelines.stages import escaped

TYPEABLE = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co", "Zs", "Zl", "Zp", "Cf"]), min_size=1
)
WORDS = st.sampled_from(
    ("smi", "smith", "s", "an", "ann", "de la", "straß", "50", "off", "acme", "example", "京", "x y")
) | st.sampled_from(("916555", "+49", "(916) 555-0142", "555", "555-01", "01"))
OWN_DATE = st.sampled_from(
    ("2026-09-21", "2026-08-30", "2026-01-01", "2025-12-31", "2024-02-29", "1980-05-17")
)
DAYS = st.one_of(
    OWN_DATE,
    st.builds("{}{}".format, st.sampled_from((">", ">=", "<", "<=")), OWN_DATE),
    st.builds(lambda a, b: f"{min(a, b)}..{max(a, b)}", OWN_DATE, OWN_DATE),
    st.builds("{}{}".format, st.integers(0, 400), st.sampled_from("dwm")),
)
AHEAD = st.builds("next:{}{}".format, st.integers(0, 300), st.sampled_from("dw"))
NONE_OR_ANY = st.sampled_from(("none", "any"))


PATHS = [f"{escaped(pipeline)}/{escaped(stage)}" for pipeline, names in STAGES.items() for stage in names]


def texts(*known: str):
    """Whole texts, parts and beginnings of known and random ones."""
    some = st.one_of(st.sampled_from([k for k in known if k]), TYPEABLE).map(quoted)
    parts = st.sampled_from(["o", "st", "_", "%", "\\", "ann", "é"]).map(quoted)
    return st.one_of(
        some, st.builds("~{}".format, parts | some), st.builds("{}*".format, parts | some), NONE_OR_ANY
    )


def values(key: str, one):
    """`key:value,value`."""
    return st.builds(lambda several: f"{key}:{','.join(several)}", st.lists(one, min_size=1, max_size=3))


NUMBERS = st.one_of(
    st.sampled_from(("-3", "0", "50", "50.5", ">10", ">=50", "<50.5", "<=0", "10..50", "-5..0")), NONE_OR_ANY
)
SEGMENTS = st.sampled_from(('"Past clients"', '"Lisbon/past clients"', r"a\/b", '"none"'))
GROUPS = st.sampled_from(
    ("Travel", "travel/italy", '"Fair/Italy"', "Sicily", r"a\/b", '"none"', "Lisbon/Guests", "Boston/Guests")
)
SELECTIONS = st.sampled_from(
    ('"spring letter"', '"tomas@example.com/Spring letter"', r"a\/b", '"a/b"', "none")
)
TERMS = st.one_of(
    WORDS.map(quoted),
    values("tag", st.sampled_from([quoted(tag) for tag in TAGS] + ["none", "any"])),
    values("segment", SEGMENTS | NONE_OR_ANY),
    values("expired", SEGMENTS | st.just("any")),
    values("group", GROUPS | NONE_OR_ANY),
    values("in-group", GROUPS | NONE_OR_ANY),
    values("joined", st.builds("{}:{}".format, GROUPS, DAYS)),
    values("status", st.sampled_from(("New", "Dead", "qualified"))),
    values(
        "stage", st.sampled_from([quoted(path) for path in PATHS] + ["Meeting", "Sales/Won", "none", "any"])
    ),
    values("pipeline", st.sampled_from([quoted(name) for name in ("sales", *STAGES)])),
    values("kind", st.sampled_from(("lead", "contact", "customer"))),
    values("owner", st.sampled_from(("me", "none", "any", "priya@example.com", '"Jonas Bauer"'))),
    values("office", st.sampled_from(("mine", "Lisbon", "boston"))),
    values("created", DAYS),
    values("changed", DAYS),
    values("contacted", DAYS | st.just("never")),
    values("touched", DAYS | st.just("never")),
    values("engagement", st.sampled_from(("high", "medium", "low", "none"))),
    values("birthday", DAYS | AHEAD | NONE_OR_ANY),
    values("import", st.sampled_from(("1", "2", "7"))),
    values("selection", SELECTIONS),
    st.just("is:duplicate"),
    values("has", st.sampled_from(("email", "phone"))),
    values("first", texts(*FIRST)),
    values("last", texts(*LAST)),
    values("name", texts(*FIRST, *LAST, "Anna Smith")),
    values("city", texts(*CITIES)),
    values("title", texts("Owner")),
    values("company", texts("Acme Corp", "50% Ltd")),
    values("company.industry", texts("Travel")),
    values("email", st.sampled_from(("anna@example.com", "~nne@", "~_b%", "A*", "none", "any"))),
    values("phone", st.sampled_from(("+19165550142", "~555", "+49*", "none", "any"))),
    values("country", st.sampled_from(("US", "Germany", "none", "any"))),
    values("state", st.sampled_from(("US-CA", "DE-BY", "California", "none"))),
    values("language", st.sampled_from(("German", "en", "any"))),
    values("zone", st.sampled_from(("europe/berlin", "none"))),
    values("employees", NUMBERS),
    values("signed", DAYS | AHEAD | NONE_OR_ANY),
    values("newsletter", st.sampled_from(("yes", "no")) | NONE_OR_ANY),
    values("level", st.sampled_from(("gold", "Silver", '"none"', "~o", "none"))),
    values("likes", st.sampled_from(("tea", "cafe", "~a", "any"))),
    values("history", NONE_OR_ANY),
    values("firm.motto", texts("Carpe diem", "50% _off")),
    values('"Co-applicant › Motto"', texts("carpe", "m" * 120)),
    values("co-applicant.state", st.sampled_from(("CA", "US-NV")) | NONE_OR_ANY),
)
QUESTIONS = st.recursive(
    TERMS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: "(" + " ".join(parts) + ")"),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: "(" + " OR ".join(parts) + ")"),
        inner.map(lambda part: "-" + part),
    ),
    max_leaves=6,
)
