"""E-mail addresses and phone numbers: what is shown, and what two of them are compared by.

Both functions are called for every cell of an import, so plain input takes a short way that gives what the
library would give (tests/people/test_contact_points.py holds them equal).
"""

import re
from functools import lru_cache

MAX_PHONE = 100

_PLAIN_EMAIL = re.compile(
    r"(?=[^@]{1,64}@)[a-z0-9_+'-]+(?:\.[a-z0-9_+'-]+)*"
    r"@(?=.{4,185}\Z)((?:[a-z0-9]{1,2}|[a-z0-9][a-z0-9][a-z0-9-]{0,60}[a-z0-9])\.)+([a-z]{2,63})",
    re.ASCII,
)
_UNUSUAL_DOMAIN = re.compile(r"@(?:.*\.)?(?:xn--|..--)|\.(?:arpa|invalid|local|localhost|onion|test)\Z")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\ud800-\udfff]")
_PLAIN_PHONE = re.compile(r"[+(]?[0-9][0-9() .-]*", re.ASCII)
_DIGITS_ONLY = str.maketrans("", "", "+() .-")


def normalise_email(text: str) -> tuple[str, str]:
    """The address as typed and the form that addresses are matched by: domain and local part in lower case.

    Raises ValueError with a sentence for what cannot be an address.
    """
    shown = text.strip()
    lowered = shown.lower()
    if shown.isascii() and _PLAIN_EMAIL.fullmatch(lowered) and not _UNUSUAL_DOMAIN.search(lowered):
        return shown, lowered
    return shown, _checked_email(shown)


def normalise_phone(text: str, region: str) -> tuple[str, str]:
    """The number as typed and its E.164 form; `region` (ISO 3166, "US") reads numbers without "+".

    An extension stays in what is shown and is no part of the norm. Raises ValueError with a sentence for what
    cannot be dialled from elsewhere: too short, too long, without its area code, of an unknown country.
    """
    shown = text.strip()
    return shown, _plain_phone(shown, region) or _checked_phone(shown, region)


def _checked_email(text: str) -> str:
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(text, check_deliverability=False).normalized.lower()
    except EmailNotValidError as refusal:
        raise ValueError(f"“{_excerpt(text)}” is not an e-mail address: {_first_sentence(refusal)}") from None


def _checked_phone(text: str, region: str) -> str:
    import phonenumbers
    from phonenumbers import PhoneNumberFormat, ValidationResult

    if len(text) > MAX_PHONE or _CONTROL.search(text):
        raise ValueError(f"“{_excerpt(text)}” is not a phone number.")
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException as refusal:
        reason = _PARSE_REASONS.get(refusal.error_type, "it is not a number that can be dialled")
        raise ValueError(f"“{_excerpt(text)}” is not a phone number: {reason}.") from None
    verdict = phonenumbers.is_possible_number_with_reason(number)
    if verdict != ValidationResult.IS_POSSIBLE:
        reason = {
            ValidationResult.IS_POSSIBLE_LOCAL_ONLY: "its area code is missing",
            ValidationResult.TOO_SHORT: "it is too short",
            ValidationResult.TOO_LONG: "it is too long",
        }.get(verdict, "it has the wrong number of digits")
        raise ValueError(f"“{_excerpt(text)}” is not a phone number: {reason}.")
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


_PARSE_REASONS = {
    0: "the country code after “+” is unknown",
    2: "it is too short",
    3: "it is too short",
    4: "it is too long",
}


def _plain_phone(text: str, region: str) -> str | None:
    """The E.164 form where the numbering plan leaves nothing to decide, else None."""
    if not _PLAIN_PHONE.fullmatch(text):
        return None
    digits = text.translate(_DIGITS_ONLY)
    plan = _abroad(digits) if text[0] == "+" else _at_home(region)
    return plan.read(digits) if plan else None


class _Plan:
    """What phonenumbers knows of one region's numbers, with its patterns compiled."""

    def __init__(self, metadata, main, with_country_code: bool):
        self.country_code = str(metadata.country_code)
        self.with_country_code = with_country_code
        self.lengths = set(metadata.general_desc.possible_length) & set(main.general_desc.possible_length)
        self.number = re.compile(metadata.general_desc.national_number_pattern or r"\d+")
        self.national_prefix = re.compile(metadata.national_prefix_for_parsing or r"(?!)")
        self.international_prefix = re.compile(metadata.international_prefix or r"(?!)")
        self.transforms = bool(metadata.national_prefix_transform_rule or self.national_prefix.groups)

    def read(self, digits: str) -> str | None:
        if self.with_country_code:
            number = digits[len(self.country_code) :]
            if self.national_prefix.match(number):
                return None
        else:
            number = digits
            if digits.startswith(self.country_code) or self.international_prefix.match(digits):
                return None
            if prefix := self.national_prefix.match(digits):
                number = digits[prefix.end() :]
                if self.transforms or not self.number.fullmatch(number):
                    return None
        if len(number) not in self.lengths or number[0] == "0":
            return None
        return f"+{self.country_code}{number}"


@lru_cache(maxsize=64)
def _at_home(region: str) -> _Plan | None:
    from phonenumbers import PhoneMetadata, region_code_for_country_code

    metadata = PhoneMetadata.metadata_for_region(region, None)
    if metadata is None:
        return None
    main = PhoneMetadata.metadata_for_region(region_code_for_country_code(metadata.country_code), None)
    return _Plan(metadata, main, with_country_code=False) if main else None


def _abroad(digits: str) -> _Plan | None:
    for length in (1, 2, 3):
        if plan := _of_country_code(digits[:length]):
            return plan
    return None


@lru_cache(maxsize=1200)
def _of_country_code(digits: str) -> _Plan | None:
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata

    regions = COUNTRY_CODE_TO_REGION_CODE.get(int(digits), ()) if digits[0] != "0" else ()
    metadata = PhoneMetadata.metadata_for_region(regions[0], None) if regions else None
    return _Plan(metadata, metadata, with_country_code=True) if metadata else None


def _excerpt(text: str) -> str:
    clean = _CONTROL.sub("�", text)
    return clean if len(clean) <= 60 else clean[:59] + "…"


def _first_sentence(refusal: ValueError) -> str:
    sentence = _CONTROL.sub("�", str(refusal)).strip()
    return (sentence[:1].lower() + sentence[1:]) if sentence else "it is incomplete."
