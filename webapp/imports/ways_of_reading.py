"""How a text file may be read when the guess is wrong: the delimiters and encodings to choose from."""

import codecs

DELIMITERS = {
    ",": "Comma",
    ";": "Semicolon",
    "\t": "Tab",
    "|": "Vertical bar",
    ":": "Colon",
    "^": "Caret",
    "~": "Tilde",
}
ENCODINGS = {
    "utf-8-sig": "Unicode (UTF-8)",
    "utf-16": "Unicode (UTF-16)",
    "utf-16-le": "Unicode (UTF-16, little-endian)",
    "utf-16-be": "Unicode (UTF-16, big-endian)",
    "utf-32": "Unicode (UTF-32)",
    "cp1252": "Western European (Windows 1252)",
    "latin-1": "Western European (ISO 8859-1)",
    "iso8859-15": "Western European (ISO 8859-15)",
    "mac-roman": "Western European (Macintosh)",
    "cp850": "Western European (DOS 850)",
    "cp437": "American (DOS 437)",
    "cp1250": "Central European (Windows 1250)",
    "iso8859-2": "Central European (ISO 8859-2)",
    "cp852": "Central European (DOS 852)",
    "cp1251": "Cyrillic (Windows 1251)",
    "koi8-r": "Cyrillic (KOI8-R)",
    "cp1253": "Greek (Windows 1253)",
    "cp1254": "Turkish (Windows 1254)",
    "cp1255": "Hebrew (Windows 1255)",
    "cp1256": "Arabic (Windows 1256)",
    "cp1257": "Baltic (Windows 1257)",
    "cp1258": "Vietnamese (Windows 1258)",
    "cp874": "Thai (Windows 874)",
    "shift_jis": "Japanese (Shift JIS)",
    "gb18030": "Chinese (GB 18030)",
    "big5": "Chinese (Big5)",
    "euc_kr": "Korean (EUC-KR)",
}
_BY_WORD = {words.casefold(): sign for sign, words in DELIMITERS.items()} | {"\\t": "\t"}


class BadReading(ValueError):
    """One sentence about a delimiter or encoding that there is not."""


def delimiter_words(sign: str) -> str:
    """What a delimiter is called."""
    return DELIMITERS.get(sign) or (sign if sign.isprintable() else "An invisible sign")


def encoding_shown(encoding: str) -> str:
    """Which of ENCODINGS a guess is; the mark at the beginning of UTF-8 makes no difference."""
    return "utf-8-sig" if encoding == "utf-8" else encoding


def delimiter_typed(text: str) -> str:
    """The one sign of "semicolon", "tab", "\\t" or the sign itself; raises BadReading."""
    sign = _BY_WORD.get(text.casefold(), text)
    if len(sign) != 1 or sign.isalnum() or sign in "\"'\r\n\0":
        words = ", ".join(words.lower() for words in DELIMITERS.values())
        raise BadReading(f"“{text[:20]}” cannot part cells: write one sign, or one of {words}.")
    return sign


def encoding_typed(text: str) -> str:
    """The encoding of that name; raises BadReading."""
    try:
        name = codecs.lookup(text).name
        "".encode(name)
    except (LookupError, ValueError):
        raise BadReading(f"There is no encoding “{text[:40]}”: write utf-8, utf-16, cp1252 …") from None
    return encoding_shown(name)
