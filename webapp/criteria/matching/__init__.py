"""How each type of field is asked for."""

from webapp.criteria.askable import Askable
from webapp.criteria.matching.base import Matching
from webapp.criteria.matching.codes import Country, Language, State, Zone
from webapp.criteria.matching.days import Days
from webapp.criteria.matching.numbers import Number, YesNo
from webapp.criteria.matching.texts import Choice, Email, LongText, Phone, Text

_BY_TYPE: dict[str, type[Matching]] = {
    "emails": Email,
    "phones": Phone,
    "long text": LongText,
    "number": Number,
    "date": Days,
    "yes/no": YesNo,
    "choice": Choice,
    "several choices": Choice,
    "country": Country,
    "state": State,
    "language": Language,
    "zone": Zone,
}


def matching(field: Askable) -> Matching:
    """How the values of this field are asked for."""
    return _BY_TYPE.get(field.type, Text)(field)
