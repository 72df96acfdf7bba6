"""Reading SQL as text: its parts, its normal form, its statements.

The normal form, over which checksums are computed:
1. CRLF becomes LF.
2. A comment counts as white space: `--` to the end of the line, `/*` to the next `*/` (comments are not nested here).
3. Every run of white space becomes one space; at both ends it is dropped.
4. Quoted text stays as it is, comment signs and white space included: '…' and "…" (a doubled quote stays inside), and
   $tag$…$tag$, where the tag has letters and underscores or is empty. Backslashes mean nothing. A quote that is never
   closed opens nothing.
So a reformatted or better commented migration is the same migration. The checksum is the SHA-256 of the normal form in
UTF-8, as lower-case hexadecimal digits. Whoever else computes it must do exactly the same.
"""
import hashlib
import re

_WHITE = r"[ \t\n\v\f\r\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]"
_PART = re.compile(
    r"""(?P<quoted>'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(?P<tag>[A-Za-z_]*)\$[\s\S]*?\$(?P=tag)\$)"""
    rf"|(?P<space>(?:--[^\n]*|/\*[\s\S]*?\*/|{_WHITE})+)"
    r"|(?P<code>[\s\S])"
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
