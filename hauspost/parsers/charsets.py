"""Knows which codec a charset name of a mail means; a name that is not in the table is not asked of Python."""

import codecs
import re
from typing import Final

# Codecs that are linear and safe on foreign octets. Python has others (punycode, idna, rot13, zip …) that a
# sender could otherwise choose by name, and punycode needs minutes for a megabyte.
_CODECS: Final = (
    "utf_8 utf_16 utf_16_be utf_16_le utf_32 utf_7 cp437 cp850 cp852 cp858 cp866 cp932 cp949 cp950 "
    "cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp874 big5 big5hkscs euc_jp euc_kr "
    "gb18030 hz iso2022_jp iso2022_jp_2 iso2022_jp_ext iso2022_kr iso8859_2 iso8859_3 iso8859_4 iso8859_5 "
    "iso8859_6 iso8859_7 iso8859_8 iso8859_10 iso8859_13 iso8859_14 iso8859_15 iso8859_16 "
    "koi8_r koi8_u mac_roman mac_cyrillic mac_latin2 mac_greek shift_jis tis_620"
)

# What senders write, and what they mean by it. WHATWG reads the two Latin names as Windows does, since no
# sender means the C1 controls; the East Asian supersets follow the same reason.
_MEANT: Final = {
    "ascii": "cp1252",
    "usascii": "cp1252",
    "ansix341968": "cp1252",
    "iso88591": "cp1252",
    "latin1": "cp1252",
    "l1": "cp1252",
    "windows1252": "cp1252",
    "iso88599": "cp1254",
    "iso885911": "cp874",
    "iso88598i": "iso8859_8",
    "iso88596i": "iso8859_6",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "cp936": "gb18030",
    "xgbk": "gb18030",
    "ksc56011987": "cp949",
    "ksc5601": "cp949",
    "euckr": "cp949",
    "shiftjis": "cp932",
    "sjis": "cp932",
    "xsjis": "cp932",
    "windows31j": "cp932",
    "iso2022jp": "iso2022_jp_ext",
    "unicode11utf7": "utf_7",
    "unicode11utf8": "utf_8",
    "utf8mb4": "utf_8",
    "macintosh": "mac_roman",
    "macce": "mac_latin2",
    "mac": "mac_roman",
    "big5": "cp950",
    "ansi": "cp1252",
    "msansi": "cp1252",
    "cp819": "cp1252",
    "ibm819": "cp1252",
    "isoir100": "cp1252",
    "latin2": "iso8859_2",
    "latin3": "iso8859_3",
    "latin4": "iso8859_4",
    "latin5": "cp1254",
    "turkish": "cp1254",
    "latin6": "iso8859_10",
    "latin7": "iso8859_13",
    "latin8": "iso8859_14",
    "latin9": "iso8859_15",
    "latin10": "iso8859_16",
    "cyrillic": "iso8859_5",
    "arabic": "iso8859_6",
    "greek": "iso8859_7",
    "hebrew": "iso8859_8",
    "koi8": "koi8_r",
    "utf8mac": "utf_8",
    "cp65001": "utf_8",
    "windows65001": "utf_8",
    "unicode": "utf_16",
    "ucs2": "utf_16",
    "iso10646ucs2": "utf_16",
}
# The same code page under its makers' names: "ibm850", "dos-850", "win-1251". "x-" and "cs" (RFC 2978 §2.3) before
# any name say nothing.
_MAKERS: Final = ("ibm", "dos", "ms", "win", "windows")
_PREFIX: Final = re.compile(r"^(?:x|csiso|cs)(?=[a-z0-9]{3})")

_SUFFIX: Final = re.compile(r"[*:;,(]")
_SQUEEZE: Final = re.compile(r"[^a-z0-9]+")
_TABLE: Final = {
    **{_SQUEEZE.sub("", name): name for name in _CODECS.split()},
    **{
        name.replace("cp", maker): name
        for name in _CODECS.split()
        if name.startswith("cp")
        for maker in _MAKERS
    },
    **_MEANT,
}


def codec(name: str) -> str | None:
    """The Python codec meant by a charset name, without language (RFC 2231 §5) and year; None if not listed."""
    squeezed = _SQUEEZE.sub("", _SUFFIX.split(name[:60].lower(), maxsplit=1)[0])
    return _TABLE.get(squeezed) or _TABLE.get(_PREFIX.sub("", squeezed))


def decode(octets: bytes, charset: str = "") -> tuple[str, bool]:
    """Text of `octets`, and whether it came out as announced; any octets and any name give text.

    What was announced is tried first, except that a Latin name on valid UTF-8 means UTF-8: the mojibake
    of that pair ("fÃ¼r") is far more common than its literal use.
    """
    meant = "utf_16" if octets[:2] in _MARKS and b"\0" in octets[:_HEAD] else codec(charset)
    if meant in (None, "cp1252") or (meant == "utf_16" and not _is_wide(octets)):
        return _guess(octets, announced=charset)
    if meant == "utf_16":
        meant = _byte_order(octets)
    try:
        text = octets.decode(meant or "utf_8")
        return (text if meant != "utf_7" else _whole(text)), True
    except (UnicodeError, ValueError):
        vendors = _as_windows_japanese(octets) if meant == "iso2022_jp_ext" else ""
        return (vendors, True) if vendors else _guess(octets, announced=charset)


_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
_HEAD: Final = 2_000  # octets that tell how the rest is written


def _is_wide(octets: bytes) -> bool:
    """Whether it can be UTF-16 at all: scripts and pages announce that for what is plain UTF-8."""
    if octets[:2] in _MARKS or b"\0" in octets[:_HEAD]:
        return True
    try:
        octets.decode("utf_8")
    except UnicodeDecodeError:
        return True
    return False


def _byte_order(octets: bytes) -> str:
    """UTF-16 without a mark is written both ways, against RFC 2781 §4.3; Western letters and spaces tell which."""
    if octets[:2] in _MARKS:
        return "utf_16"
    head = octets[:_HEAD]
    return "utf_16_le" if head[1::2].count(0) > head[::2].count(0) else "utf_16_be"


# Escape sequences of ISO-2022-JP (RFC 1468, RFC 2237): sets of one octet a letter, and of two.
_SWITCH: Final = re.compile(rb"\x1b(\([BIJ]|\$[@B])")


def _as_windows_japanese(octets: bytes) -> str:
    """ISO-2022-JP with the letters that Windows added to its rows (cp50220: ①, ㈱, 髙); "" if that is not it either."""
    pieces = _SWITCH.split(octets)
    out = [pieces[0]]
    for switch, run in zip(pieces[1::2], pieces[2::2], strict=True):
        if switch.startswith(b"$"):
            out += [_shifted(run[at : at + 2]) for at in range(0, len(run), 2)]
        else:
            out.append(bytes(octet | 0x80 for octet in run) if switch == b"(I" else run)
    try:
        return b"".join(out).decode("cp932")
    except UnicodeDecodeError:
        return ""


def _shifted(pair: bytes) -> bytes:
    """A letter of JIS X 0208 as Shift_JIS writes it: two rows become one."""
    if len(pair) < 2 or not all(0x21 <= octet <= 0x7E for octet in pair):
        return pair
    row, cell = pair[0] - 0x21, pair[1] - 0x21
    lead = row // 2 + (0x81 if row < 62 else 0xC1)
    trail = cell + 0x9F if row % 2 else cell + (0x40 if cell < 63 else 0x41)
    return bytes((lead, trail))


def _whole(text: str) -> str:
    """UTF-7 alone can spell half characters, which nothing after us can store."""
    return text.encode("utf_16_le", "surrogatepass").decode("utf_16_le", "replace")


def _guess(octets: bytes, *, announced: str) -> tuple[str, bool]:
    known = not announced or codec(announced) == "cp1252"
    try:
        return octets.decode("utf_8"), known
    except UnicodeDecodeError:
        mended = octets.decode("utf_8", "replace")
    wounds, letters = mended.count("\ufffd"), len(octets) - len(mended)
    # A cut or stray octet in what is plainly UTF-8 spoils one letter, not all; what says so needs less of a proof.
    share = 1 if codec(announced) == "utf_8" else 4
    if codec(announced) != "cp1252" and wounds * share <= letters:
        return mended, False
    return _windows(octets), bool(announced) and known


def _windows(octets: bytes) -> str:
    """cp1252 with the five octets it leaves undefined read as Latin-1, so that it never fails."""
    try:
        return octets.decode("cp1252")
    except UnicodeDecodeError:
        return codecs.charmap_decode(octets, "strict", _WINDOWS)[0]


_WINDOWS: Final = "".join(bytes([n]).decode("cp1252", "ignore") or chr(n) for n in range(256))
