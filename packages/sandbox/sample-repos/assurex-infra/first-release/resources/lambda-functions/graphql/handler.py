"""POST /graphql."""
import base64
import hmac
import json
import os

from query import QueryError, parse, select
from resolvers import OPEN, RESOLVERS


def handle(event, context, connect=None):
    """Entry point of the HTTP API. As GraphQL has it, trouble with a query is an answer of status 200 with `errors`."""
    try:
        body = _body(event)
        fields = parse(str(body.get("query", "")))
        return _respond(200, {"data": _execute(fields, event, connect or _connect)})
    except QueryError as error:
        return _respond(200, {"data": None, "errors": [{"message": str(error)}]})
    except (ValueError, AttributeError):
        return _respond(400, {"errors": [{"message": 'the body is not {"query": "…"}'}]})


def _connect():
    import assurex_db

    return assurex_db.connect()


def _body(event):
    body = event.get("body") or ""
    if event.get("isBase64Encoded"):
        body = base64.b64decode(body).decode("utf-8")
    return json.loads(body)


def _execute(fields, event, connect):
    _refuse_unknown(fields)
    if any(item.name not in OPEN for item in fields) and not _is_known(event):
        raise QueryError("these fields need a bearer token")
    return {item.key: _resolve(item, connect) for item in fields}


def _refuse_unknown(fields):
    for item in fields:
        if item.name != "__typename" and item.name not in RESOLVERS:
            raise QueryError(f"Query has no field {item.name!r}")


def _is_known(event):
    given = (event.get("headers") or {}).get("authorization", "")
    return hmac.compare_digest(given.encode(), f"Bearer {os.environ['API_TOKEN']}".encode())


def _resolve(item, connect):
    if item.name == "__typename":
        return "Query"
    typename, resolver = RESOLVERS[item.name]
    return select(resolver(connect), item.selections, typename)


def _respond(status, body):
    extensions = {"extensions": {"commit": os.environ.get("COMMIT", "")}}
    return {
        "statusCode": status,
        "headers": {"content-type": "application/json"},
        "body": json.dumps({**body, **extensions}),
    }
