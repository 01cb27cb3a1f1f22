"""Which encoding a text file is in: decided by strict decoding and letter statistics, the same answer every time.

Statistics decide because declared encodings are often wrong, and because the one-byte Cyrillic code pages decode one
another's bytes without an error: only the letters that come out tell «Қазақстан» from «Ќазаќстан».
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from kzlaw_tui.errors import KzlawError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that of UTF-16 LE
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# In order of preference: an equal score goes to the earlier one.
_ONE_BYTE = ("cp1251", "kz1048", "ptcp154", "cp866", "koi8-r", "mac-cyrillic", "iso8859-5")
_SAMPLE = 1 << 20  # bytes looked at for statistics, a third each from the start, the middle and the end
_ALPHABET = frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюяәіңғүұқөһ")
_FREQUENT = frozenset("оеаинтсрвлыкмдә" + "іңғүұқөһ")
_USUAL_SIGNS = frozenset("«»“”„‘’–—…№§°©®×·•−\u00a0\u00ad")
_INNER_CAPITAL = re.compile(r"[а-яёәіңғүұқөһ][А-ЯЁӘІҢҒҮҰҚӨҺ]")
_SYMBOL_IN_WORD = re.compile(r"[а-яёәіңғүұқөһ][^\w\s.,;:()\"'«»–—/\\-][а-яёәіңғүұқөһ]", re.IGNORECASE)
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\x0b\x0c\x1a"))


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded text. ``repaired`` counts broken characters that were replaced by U+FFFD."""

    text: str
    encoding: str
    repaired: int = 0


def decode(data: bytes, path: Path, declared: str = "") -> Decoded:
    """The text of a file. ``declared`` is a hint (an HTML meta) that counts only for one-byte encodings.

    Raises ``KzlawError`` (``error-file-not-text``) for binary data, (``error-file-encoding``) for an unknown encoding.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _with_bom(data[len(bom) :], name, path)
    utf16 = _utf16_without_bom(data)
    if utf16:
        text = data[: len(data) // 2 * 2].decode(utf16, "replace")
        return Decoded(text, utf16, text.count("\ufffd"))
    if looks_binary(data):
        raise KzlawError("error-file-not-text", path=path)
    utf8 = _utf8(data)
    return utf8 if utf8 else _one_byte(data, path, declared)


def looks_binary(data: bytes) -> bool:
    """Whether more than one byte in 500 is a control character that no text file has."""
    sample = _sample(data)
    return len(sample) - len(sample.translate(None, _CONTROL)) > len(sample) / 500


def _sample(data: bytes) -> bytes:
    if len(data) <= _SAMPLE:
        return data
    third, middle = _SAMPLE // 3, len(data) // 2
    return data[:third] + data[middle : middle + third] + data[-third:]


def _with_bom(data: bytes, name: str, path: Path) -> Decoded:
    unit = {"utf-8": 1, "utf-16-le": 2, "utf-16-be": 2}.get(name, 4)
    text = data[: len(data) // unit * unit].decode(name, "replace")
    repaired = text.count("\ufffd")
    if repaired > max(10, len(text) / 200):
        raise KzlawError("error-file-encoding", path=path)
    return Decoded(text, name, repaired)


def _utf16_without_bom(data: bytes) -> str:
    """The name of the UTF-16 variant whose high bytes are those of Latin, Cyrillic and punctuation, or ""."""
    sample = data[: 1 << 16]
    if len(sample) < 4:
        return ""
    for name, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        usual = sum(high.count(b) for b in (0x00, 0x04, 0x20, 0x21))
        if usual >= 0.97 * len(high) and high.count(0x20) < 0.5 * len(high):
            text = sample[: len(sample) // 2 * 2].decode(name, "replace")
            known = sum(c.isalnum() or c.isspace() or c.isprintable() for c in text)
            letters = sum(c.isalpha() for c in text)
            if known >= 0.98 * len(text) and letters >= 0.3 * len(text):
                return name
    return ""


def _utf8(data: bytes) -> Decoded | None:
    """UTF-8 when it decodes, or when only a few characters in thousands are broken (a cut or damaged file)."""
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3 and error.start > 8:  # cut inside the last character
            return Decoded(data[: error.start].decode("utf-8"), "utf-8")
    sequences = sum(data.count(lead) for lead in range(0xC2, 0xF5))
    text = data.decode("utf-8", "replace")
    repaired = text.count("\ufffd")
    return Decoded(text, "utf-8", repaired) if sequences and repaired <= sequences / 500 else None


def _one_byte(data: bytes, path: Path, declared: str) -> Decoded:
    sample = _sample(data)
    names = list(_ONE_BYTE)
    known = _canonical(declared)
    if known in names:  # a declaration decides between equal scores only
        names.insert(0, names.pop(names.index(known)))
    scores = {name: _score(sample, name) for name in names}
    best = max(names, key=lambda name: scores[name])
    if scores[best] < 0.5:
        raise KzlawError("error-file-encoding", path=path)
    text = data.decode(best, "replace")
    return Decoded(text, best, text.count("\ufffd"))


def _canonical(name: str) -> str:
    try:
        return codecs.lookup(name).name if name else ""
    except (LookupError, ValueError):  # ValueError: a NUL in the name
        return ""


def _score(sample: bytes, name: str) -> float:
    """How much a decoding looks like Russian or Kazakh: up to about 1.3; below .5 it is not."""
    text = sample.decode(name, "replace")
    letters = [c for c in text if not c.isascii() and c.isalpha()]
    if not letters:
        return 0.0
    own = sum(c in _ALPHABET for c in (letter.lower() for letter in letters))
    frequent = sum(c.lower() in _FREQUENT for c in letters)
    odd = len(letters) - own
    lower = sum(c.islower() for c in letters)
    count = len(letters)
    wrong = len(_INNER_CAPITAL.findall(text)) + len(_SYMBOL_IN_WORD.findall(text))
    junk = sum(not c.isascii() and not c.isalnum() and c not in _USUAL_SIGNS for c in text)
    return own / count + 0.5 * frequent / count + 0.1 * (lower / count > 0.3) - (5 * odd + 3 * wrong + 5 * junk) / count
