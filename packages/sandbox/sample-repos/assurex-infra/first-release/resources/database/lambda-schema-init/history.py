"""The table schema_migrations: which migrations a database has, applying those that it lacks, and undoing them."""
from datetime import timezone

from sql_text import statements

# One number for all of AssureX: whoever changes the schema waits for whoever does so already.
LOCK = 533267024692

_CREATE = """
create table if not exists schema_migrations (
  version integer primary key,
  name text not null,
  checksum text not null,
  applied_at timestamptz not null default now()
)
"""


class MigrationFailed(Exception):
    """A migration could not be applied; it left nothing behind, unless it runs outside a transaction."""


def read(connection):
    """What the database has, oldest first. Changes nothing: a database without the table has nothing."""
    if connection.run("select to_regclass('schema_migrations')")[0][0] is None:
        return []
    rows = connection.run("select version, name, checksum, applied_at from schema_migrations order by version")
    return [
        {"version": version, "name": name, "checksum": checksum, "appliedAt": _iso(applied_at)}
        for version, name, checksum, applied_at in rows
    ]


def _iso(moment):
    return moment.astimezone(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def apply(connection, migration):
    """Applies the migration unless the database has it; answers whether it did."""
    try:
        if migration.in_transaction:
            return _under_lock(connection, lambda: _apply_if_missing(connection, migration))
        return _apply_outside_transaction(connection, migration)
    except Exception as error:
        raise MigrationFailed(f"{migration.file}: {message_of(error)}") from error


def _apply_if_missing(connection, migration):
    if _has(connection, migration):
        return False
    connection.run(migration.sql)
    _record(connection, migration)
    return True


def _apply_outside_transaction(connection, migration):
    # No lock is held meanwhile: `create index concurrently` waits for every transaction that could see the table,
    # one that waits for our lock included. Two runs at once are harmless, since the file is re-runnable.
    if _under_lock(connection, lambda: _has(connection, migration)):
        return False
    for statement in statements(migration.sql):
        connection.run(statement)
    _under_lock(connection, lambda: _record(connection, migration))
    return True


def revert(connection, migration):
    """Undoes the migration unless the database lacks it; answers whether it did."""
    try:
        if migration.reverse.in_transaction:
            return _under_lock(connection, lambda: _revert_if_there(connection, migration))
        return _revert_outside_transaction(connection, migration)
    except Exception as error:
        raise MigrationFailed(f"{migration.reverse.file}: {message_of(error)}") from error


def _revert_if_there(connection, migration):
    if not _has(connection, migration):
        return False
    connection.run(migration.reverse.sql)
    _forget(connection, migration)
    return True


def _revert_outside_transaction(connection, migration):
    if not _under_lock(connection, lambda: _has(connection, migration)):
        return False
    for statement in statements(migration.reverse.sql):
        connection.run(statement)
    _under_lock(connection, lambda: _forget(connection, migration))
    return True


def _under_lock(connection, action):
    # The lock belongs to the transaction and goes with it. One of the session would outlive this call in a warm function.
    connection.run("begin")
    try:
        connection.run("set local lock_timeout = '20s'")
        connection.run("select pg_advisory_xact_lock(:key)", key=LOCK)
        connection.run(_CREATE)
        result = action()
        connection.run("commit")
        return result
    except Exception:
        connection.run("rollback")
        raise


def _has(connection, migration):
    return bool(
        connection.run("select 1 from schema_migrations where version = :version", version=migration.version)
    )


def _record(connection, migration):
    connection.run(
        "insert into schema_migrations (version, name, checksum) values (:version, :name, :checksum)"
        " on conflict (version) do nothing",
        version=migration.version,
        name=migration.name,
        checksum=migration.checksum,
    )


def _forget(connection, migration):
    connection.run("delete from schema_migrations where version = :version", version=migration.version)


def message_of(error):
    """What PostgreSQL said, or what the driver did."""
    details = error.args[0] if error.args else None
    if isinstance(details, dict) and "M" in details:
        return details["M"]
    return str(error) or type(error).__name__
