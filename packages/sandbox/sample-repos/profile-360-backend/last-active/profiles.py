"""What Profile360 reads from the shared database."""


def schema_version(connection):
    return connection.run("select max(version) from schema_migrations")[0][0]


def read_users(connection):
    columns = {"id": "id", "email": "email", "name": "name", "createdAt": "created_at", "lastActiveAt": "last_active_at"}
    return _read(connection, columns, "users order by id")


def read_integrations(connection):
    columns = {"id": "id", "name": "name", "kind": "kind", "status": "status", "syncedAt": "synced_at"}
    return _read(connection, columns, "integrations order by name")


def _read(connection, columns, source):
    rows = connection.run(f"select {', '.join(columns.values())} from {source}")
    return [dict(zip(columns, map(_plain, row))) for row in rows]


def _plain(value):
    return value.isoformat() if hasattr(value, "isoformat") else value
