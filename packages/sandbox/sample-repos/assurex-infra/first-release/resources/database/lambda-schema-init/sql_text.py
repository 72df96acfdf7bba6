"""Reading SQL as text: its parts, its normal form, its statements.

The normal form, over which checksums are computed:
1. CRLF becomes LF.
2. A comment counts as white space: `--` to the end of the line, and `/* */`, which may be nested.
3. Every run of white space (space, tab, LF, CR, FF, VT) becomes one space; at both ends it is dropped.
4. Quoted text stays as it is, comment signs and white space included: '…' and "…" (a doubled quote stays inside),
   and $tag$…$tag$ (not inside a name). Backslashes mean nothing. Quoted text that never ends reaches to the end of the file.
So a reformatted or better commented migration is the same migration. The checksum is the SHA-256 of the normal
form in UTF-8, as lower-case hexadecimal digits.
"""
import hashlib
import re

_QUOTED = re.compile(r"'(?:[^']|'')*(?:'|\Z)|\"(?:[^\"]|\"\")*(?:\"|\Z)")
_DOLLAR = re.compile(r"\$(?:[A-Za-z_][A-Za-z0-9_]*)?\$")
_LINE_COMMENT = re.compile(r"--[^\n]*")
_SPACE = re.compile(r"[ \t\n\r\f\v]+")
# A dollar inside a name opens no quote.
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_$]*")


def parts(sql):
    """The parts of the text in order, as (kind, text): "space" (comments too), "quoted", or "code"."""
    position = 0
    while position < len(sql):
        kind, end = _part_at(sql, position)
        yield kind, sql[position:end]
        position = end


def _part_at(sql, position):
    for kind, pattern in (("space", _SPACE), ("space", _LINE_COMMENT), ("quoted", _QUOTED), ("code", _NAME)):
        found = pattern.match(sql, position)
        if found:
            return kind, found.end()
    if sql.startswith("/*", position):
        return "space", _end_of_block_comment(sql, position)
    dollar = _DOLLAR.match(sql, position)
    if dollar:
        end = sql.find(dollar.group(), dollar.end())
        return "quoted", len(sql) if end < 0 else end + len(dollar.group())
    return "code", position + 1


def _end_of_block_comment(sql, start):
    depth, position = 1, start + 2
    while depth and position < len(sql):
        if sql.startswith("/*", position):
            depth, position = depth + 1, position + 2
        elif sql.startswith("*/", position):
            depth, position = depth - 1, position + 2
        else:
            position += 1
    return position


def normalise(sql):
    """The normal form, see above."""
    text = []
    for kind, part in parts(sql.replace("\r\n", "\n")):
        if kind != "space":
            text.append(part)
        elif text and text[-1] != " ":
            text.append(" ")
    # A quoted part never is a lone space, so only white space is dropped here.
    if text and text[-1] == " ":
        text.pop()
    return "".join(text)


def checksum(sql):
    """SHA-256 of the normal form."""
    return hashlib.sha256(normalise(sql).encode("utf-8")).hexdigest()


def statements(sql):
    """The single statements, without their semicolons. Bodies in `begin atomic … end` must not be in such a file."""
    found, current = [], []
    for kind, part in parts(sql):
        if kind == "code" and part == ";":
            found.append("".join(current).strip())
            current = []
        else:
            current.append(" " if kind == "space" else part)
    found.append("".join(current).strip())
    return [statement for statement in found if statement]
