import phonenumbers
import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import example, given
from hypothesis import strategies as st

from webapp.people.contact_points import normalise_email, normalise_phone

LOCAL = st.text("abcXYZ019.-_+'!é\"@ ", max_size=70)
LABEL = st.text("abcXYZ019-éß", max_size=65)
DOMAIN = st.lists(LABEL, max_size=4).map(".".join)
ENDING = st.sampled_from(["com", "de", "local", "test", "invalid", "c", "1m", "xn--p1ai", "co-op", ""])
ADDRESS = st.builds("{}@{}.{}".format, LOCAL, DOMAIN, ENDING)
NUMBER = st.text("0123456789", min_size=1, max_size=17)
WRITTEN = st.text("0123456789+() .-/x", max_size=20)
REGION = st.sampled_from(
    ["US", "CA", "DE", "FR", "GB", "GG", "AT", "CH", "IT", "ES", "NL", "BR", "MX", "AR", "AU"]
)


def test_an_address_is_shown_as_typed_and_matched_in_lower_case():
    assert normalise_email(" Ann.Lee@Example.COM ") == ("Ann.Lee@Example.COM", "ann.lee@example.com")


def test_an_international_domain_is_matched_in_one_form():
    assert normalise_email("info@xn--mller-kva.example")[1] == normalise_email("info@MÜLLER.example")[1]


@given(ADDRESS)
@example("a@b.local")
@example("a@ab--c.com")
@example("a@-b.com")
@example(f"{'a' * 64}@{'b' * 63}.{'c' * 63}.{'d' * 58}.com")
def test_the_short_way_for_addresses_gives_what_the_library_gives(text):
    try:
        expected = validate_email(text.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        expected = None
    try:
        found = normalise_email(text)[1]
    except ValueError:
        found = None
    assert found == expected


@pytest.mark.parametrize(
    "text", ["", "ann", "ann@", "@b.com", "a b@c.com", "a@b", "a\0@b.com", "\ud800@b.com", "a@b.com,c@d.com"]
)
def test_what_is_no_address_is_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match=r"is not an e-mail address: .+\.$"):
        normalise_email(text)


def test_a_refusal_never_repeats_a_hundred_kilobytes():
    for refused in (normalise_email, lambda text: normalise_phone(text, "US")):
        with pytest.raises(ValueError, match="“xxx") as caught:
            refused("x" * 100_000)
        assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    ("text", "region", "norm"),
    [
        ("(504) 621-8927", "US", "+15046218927"),
        ("1-504-621-8927", "US", "+15046218927"),
        ("504.621.8927 ext. 12", "US", "+15046218927"),
        ("+49 (0)89 1234567", "US", "+49891234567"),
        ("089/1234567", "DE", "+49891234567"),
        ("0033 1 23 45 67 89", "DE", "+33123456789"),
        ("06 698 12345", "IT", "+390669812345"),
        ("1-800-FLOWERS", "US", "+18003569377"),
    ],
)
def test_a_number_is_matched_by_its_international_form(text, region, norm):
    assert normalise_phone(text, region) == (text, norm)


@given(WRITTEN, REGION)
@example("(504) 621-8927", "US")
def test_the_short_way_for_numbers_gives_what_the_library_gives_for_any_text(text, region):
    assert _ours(text, region) == _theirs(text, region)


@given(
    st.sampled_from(["", "0", "1", "+", "+1", "+49", "+44", "+33", "+39", "+55", "00", "011", "49", "44"]),
    NUMBER,
    REGION,
)
@example("0", "5000000000", "GB")
@example("", "1264222222", "US")
@example("+", "79123456789", "US")
@example("+", "049000", "US")
def test_the_short_way_for_numbers_gives_what_the_library_gives(prefix, number, region):
    assert _ours(prefix + number, region) == _theirs(prefix + number, region)


@pytest.mark.parametrize("region", sorted(phonenumbers.SUPPORTED_REGIONS))
def test_the_example_number_of_every_region_is_read_in_both_forms(region):
    example_number = phonenumbers.example_number(region)
    for form in (phonenumbers.PhoneNumberFormat.NATIONAL, phonenumbers.PhoneNumberFormat.INTERNATIONAL):
        written = phonenumbers.format_number(example_number, form)
        assert _ours(written, region) == _theirs(written, region) is not None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is not a phone number"),
        ("call me", "is not a phone number"),
        ("621-8927", "its area code is missing"),
        ("12", "too short"),
        ("504621892712345", "too long"),
        ("+999 12345678", "country code"),
        ("504\0621892", "is not a phone number"),
    ],
)
def test_what_is_no_number_is_refused_with_a_sentence(text, reason):
    with pytest.raises(ValueError, match=reason):
        normalise_phone(text, "US")


def _ours(text, region):
    try:
        return normalise_phone(text, region)[1]
    except ValueError:
        return None


def _theirs(text, region):
    try:
        number = phonenumbers.parse(text.strip(), region)
    except phonenumbers.NumberParseException:
        return None
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
