"""The HTTP API of Profile360."""
import hmac
import json
import os

import profiles
from flags import flags


def handle(event, context, connect=None):
    """Entry point of the HTTP API."""
    method = event["requestContext"]["http"]["method"]
    path = event.get("rawPath", "/").rstrip("/") or "/"
    route = ROUTES.get(path)
    if route is None:
        return respond(404, {"message": f"there is no {path}"})
    if method not in ("GET", "HEAD"):
        return respond(405, {"message": f"{path} is read with GET"})
    if route["protected"] and not is_known(event):
        return respond(401, {"message": "a valid bearer token is needed"}, {"www-authenticate": "Bearer"})
    return route["answer"](connect or connect_to_database)


def connect_to_database():
    import assurex_db

    return assurex_db.connect()


def is_known(event):
    given = (event.get("headers") or {}).get("authorization", "")
    # Takes the same time however much of the token is right.
    return hmac.compare_digest(given.encode(), f"Bearer {os.environ['API_TOKEN']}".encode())


def health(connect):
    about = {"service": "profile-360-backend", "stage": os.environ["STAGE"], "commit": os.environ["COMMIT"]}
    try:
        schema = with_connection(connect, profiles.schema_version)
    except Exception as error:
        # The reason goes to the log; it may name hosts, which are nobody's business outside.
        print(f"the database cannot be read: {error}")
        return respond(503, {"status": "unavailable", **about, "schema": None})
    return respond(200, {"status": "ok", **about, "schema": schema})


def users(connect):
    return respond(200, {"users": with_connection(connect, profiles.read_users)})


def integrations(connect):
    return respond(200, {"integrations": with_connection(connect, profiles.read_integrations)})


def feature_flags(connect):
    return respond(200, flags.read())


def with_connection(connect, read):
    connection = connect()
    try:
        return read(connection)
    finally:
        connection.close()


def respond(status, body, headers=None):
    return {
        "statusCode": status,
        "headers": {**HEADERS, **(headers or {})},
        "body": json.dumps(body),
    }


HEADERS = {
    "content-type": "application/json",
    "cache-control": "no-store",
    # The template allows the same; this one counts where the gateway leaves the answers of functions as they are.
    "access-control-allow-origin": "*",
}

ROUTES = {
    "/health": {"protected": False, "answer": health},
    "/users": {"protected": True, "answer": users},
    "/integrations": {"protected": True, "answer": integrations},
    # Open to all: what is shown before somebody signs in may depend on them, too.
    "/flags": {"protected": False, "answer": feature_flags},
}
