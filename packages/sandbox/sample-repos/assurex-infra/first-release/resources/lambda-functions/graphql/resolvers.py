"""The fields of Query: their types and where their values come from."""
import os


def _rows(connect, sql, keys):
    connection = connect()
    try:
        return [dict(zip(keys, row)) for row in connection.run(sql)]
    finally:
        connection.close()


def _backend(connect):
    del connect
    return {"url": os.environ.get("BACKEND_URL", "")}


def _users(connect):
    return _rows(connect, "select id, email, name from users order by id", ("id", "email", "name"))


# Fields that anybody may ask for.
OPEN = {"__typename", "backend"}

RESOLVERS = {
    "backend": ("Backend", _backend),
    "users": ("User", _users),
}
