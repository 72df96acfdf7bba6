"""The fields of Query: their types and where their values come from."""
import os


def _rows(connect, sql, keys):
    connection = connect()
    try:
        return [dict(zip(keys, map(_plain, row))) for row in connection.run(sql)]
    finally:
        connection.close()


def _plain(value):
    return value.isoformat() if hasattr(value, "isoformat") else value


def _backend(connect):
    del connect
    return {"url": os.environ.get("BACKEND_URL", "")}


def _users(connect):
    sql = "select id, email, name, last_active_at from users order by id"
    return _rows(connect, sql, ("id", "email", "name", "lastActiveAt"))


def _integrations(connect):
    return _rows(connect, "select name, status from integrations order by name", ("name", "status"))


# Fields that anybody may ask for.
OPEN = {"__typename", "backend"}

RESOLVERS = {
    "backend": ("Backend", _backend),
    "integrations": ("Integration", _integrations),
    "users": ("User", _users),
}
