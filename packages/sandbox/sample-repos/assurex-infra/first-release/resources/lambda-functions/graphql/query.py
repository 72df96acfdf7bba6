"""A small part of GraphQL: one query, nested selections, aliases. No arguments, variables, fragments or mutations."""
import re
from dataclasses import dataclass, field

_TOKEN = re.compile(r"[\s,]*(?:#[^\n]*[\s,]*)*([A-Za-z_][A-Za-z0-9_]*|[{}:]|\Z|.)", re.DOTALL)


class QueryError(ValueError):
    """The query cannot be answered; the message is for its author."""


@dataclass(frozen=True)
class Field:
    name: str
    key: str
    selections: list = field(default_factory=list)


def parse(text):
    """The selected fields of the query."""
    tokens = [token for token in _TOKEN.findall(text) if token]
    if tokens[:1] == ["query"]:
        tokens = tokens[1:] if tokens[1:2] == ["{"] else tokens[2:]
    fields, rest = _selections(tokens)
    if rest:
        raise QueryError(f"unexpected {rest[0]!r} after the query")
    return fields


def _selections(tokens):
    if tokens[:1] != ["{"]:
        raise QueryError(f"expected '{{', found {(tokens or ['the end'])[0]!r}")
    fields, tokens = [], tokens[1:]
    while tokens[:1] != ["}"]:
        selected, tokens = _field(tokens)
        fields.append(selected)
    if not fields:
        raise QueryError("a selection is empty")
    return fields, tokens[1:]


def _field(tokens):
    name, tokens = _name(tokens)
    key = name
    if tokens[:1] == [":"]:
        name, tokens = _name(tokens[1:])
    selections = []
    if tokens[:1] == ["{"]:
        selections, tokens = _selections(tokens)
    return Field(name, key, selections), tokens


def _name(tokens):
    if not tokens or not tokens[0].isidentifier():
        raise QueryError(f"expected a name, found {(tokens or ['the end'])[0]!r}")
    return tokens[0], tokens[1:]


def select(value, selections, typename):
    """The selected part of a value: of an object, of each object of a list, or the value itself."""
    if isinstance(value, list):
        return [select(item, selections, typename) for item in value]
    if not isinstance(value, dict):
        if selections:
            raise QueryError(f"{typename} has no fields")
        return value
    if not selections:
        raise QueryError(f"{typename} needs a selection of fields")
    return {item.key: _member(value, item, typename) for item in selections}


def _member(value, item, typename):
    if item.name == "__typename":
        return typename
    if item.name not in value:
        raise QueryError(f"{typename} has no field {item.name!r}")
    return select(value[item.name], item.selections, item.name)
