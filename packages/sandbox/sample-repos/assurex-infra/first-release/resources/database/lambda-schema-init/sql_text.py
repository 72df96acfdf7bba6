"""Reading SQL as text: its parts, its normal form, its statements.

The normal form, over which checksums are computed:
1. CRLF becomes LF.
2. A comment counts as white space: `--` to the end of the line, `/*` to its `*/` (comments in comments, eight deep at most).
3. Every run of white space (ASCII alone, as PostgreSQL has it) becomes one space; at both ends it is dropped.
4. Quoted text stays as it is, comment signs and white space included: '…' and "…" (a doubled quote stays inside), E'…'
   (so does a quote behind a backslash), strings that go on as '…' on another line, with what is between, and
   $tag$…$tag$ (the tag is a name or empty). A name has letters, digits, _ and $, and is read as a whole: neither E nor $
   at its end opens anything. A quote or comment that is never closed opens nothing.
So a reformatted or better commented migration is the same migration. The checksum is the SHA-256 of the normal form in
UTF-8, as lower-case hexadecimal digits. Whoever else computes it must do exactly the same.
"""
import hashlib
import re

_WHITE = r"[ \t\n\v\f\r]"
# A comment here must reach its line end: were it allowed to stop anywhere, a ruler of dashes could be read in too many ways.
_NEXT_LINE = r"(?:[ \t\v\f]|--[^\n\r]*(?=[\n\r]))*[\n\r](?:[ \t\n\v\f\r]|--[^\n\r]*[\n\r])*"
_NAME = r"[A-Za-z_\u0080-\U0010ffff][A-Za-z0-9_$\u0080-\U0010ffff]*"
_TAG = r"(?P<tag>(?:[A-Za-z_\u0080-\U0010ffff][A-Za-z0-9_\u0080-\U0010ffff]*)?)"


def _string(text):
    return rf"{text}(?:{_NEXT_LINE}{text})*"


def _comment(depth):
    inside = f"|{_comment(depth - 1)}" if depth > 1 else ""
    return rf"/\*[^*/]*(?:(?:\*(?!/)|/(?!\*){inside})[^*/]*)*\*/"


_PART = re.compile(
    rf"""(?P<quoted>{_string("'[^']*(?:''[^']*)*'")}|"[^"]*(?:""[^"]*)*\""""
    + "|[eE]"
    + _string(r"'[^'\\]*(?:(?:\\[\s\S]|'')[^'\\]*)*'")
    + rf"|\${_TAG}\$[\s\S]*?\$(?P=tag)\$)"
    + rf"|(?P<space>(?:--[^\n\r]*|{_comment(8)}|{_WHITE})+)"
    + rf"|(?P<code>{_NAME}|[\s\S])"
)


def parts(sql):
    """The parts of the text in order, as (kind, text): "space" (comments too), "quoted", or "code"."""
    return ((found.lastgroup, found.group()) for found in _PART.finditer(sql))


def normalise(sql):
    """The normal form, see above."""
    text = (" " if kind == "space" else part for kind, part in parts(sql.replace("\r\n", "\n")))
    return "".join(text).strip(" ")


def checksum(sql):
    """SHA-256 of the normal form."""
    return hashlib.sha256(normalise(sql).encode("utf-8")).hexdigest()


def statements(sql):
    """The single statements, without their semicolons. Bodies in `begin atomic … end` must not be in such a file."""
    found = [""]
    for kind, part in parts(sql):
        if kind == "code" and part == ";":
            found.append("")
        else:
            found[-1] += " " if kind == "space" else part
    return [statement.strip() for statement in found if statement.strip()]
