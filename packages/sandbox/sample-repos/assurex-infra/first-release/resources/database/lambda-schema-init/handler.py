"""schema-init: brings the schema of an environment's database up to date, or says where it stands.

Request:  {"RequestType": "Create" | "Update" | "Revert" | "Inspect" | "Delete",
           "ResourceProperties": {"Environment": "dev", "Database": "assurex_dev", "To": "2"}}
Answer:   {"Status": "SUCCESS" | "FAILED", "version": 3, "applied": [...], "reverted": [...], "migrations": [...]}, a failure also
          "Reason".
Create and Update apply what is missing, in order. Revert undoes what is above version "To", the newest first, and only if
all of it can be undone. Inspect and Delete change nothing.
"""
import os

import history
import migration_files


def handle(event, context, connect=None):
    """Entry point. A failure is an answer, not an exception, so that the caller sees how far the schema is."""
    done, connection = {"applied": [], "reverted": []}, None
    try:
        action = _action(event)
        properties = event.get("ResourceProperties") or {}
        _refuse_other_target(properties)
        connection = (connect or _connect)()
        action(connection, done, properties)
        return _answer("SUCCESS", done, history.read(connection))
    except Exception as error:
        return {**_failure(connection, done), "Reason": history.message_of(error)}
    finally:
        if connection is not None:
            connection.close()


def _connect():
    import assurex_db

    # A migration may take long; the function's own time limit ends it.
    return assurex_db.connect(timeout=None)


def _action(event):
    actions = {
        "Create": _apply_missing,
        "Update": _apply_missing,
        "Revert": _revert,
        "Inspect": _nothing,
        "Delete": _nothing,
    }
    requested = event.get("RequestType")
    if requested not in actions:
        raise ValueError(f"RequestType {requested!r} is none of {', '.join(actions)}")
    return actions[requested]


def _apply_missing(connection, done, properties):
    del properties
    for migration in migration_files.load():
        if history.apply(connection, migration):
            done["applied"].append(
                {"version": migration.version, "name": migration.name, "checksum": migration.checksum}
            )


def _revert(connection, done, properties):
    target = _target(properties)
    known = {migration.version: migration for migration in migration_files.load()}
    above = [row for row in reversed(history.read(connection)) if row["version"] > target]
    for row in above:
        migration = known.get(row["version"])
        if migration is None or migration.reverse is None:
            named = f"V{row['version']:03}__{row['name']}.sql"
            raise ValueError(f"{named} has no reverse file here, so nothing is reverted")
    for row in above:
        if history.revert(connection, known[row["version"]]):
            done["reverted"].append({"version": row["version"], "name": row["name"]})


def _target(properties):
    text = str(properties.get("To", ""))
    if not (text.isascii() and text.isdigit()):
        raise ValueError(f"To is {properties.get('To')!r}, not the version to go back to")
    return int(text)


def _nothing(connection, done, properties):
    del connection, done, properties


def _refuse_other_target(properties):
    for key, variable in (("Environment", "ENVIRONMENT"), ("Database", "DB_NAME")):
        asked, own = properties.get(key), os.environ.get(variable)
        if asked is not None and asked != own:
            raise ValueError(f"{key} {asked!r} was asked for, but this function serves {own!r}")


def _failure(connection, done):
    try:
        return _answer("FAILED", done, history.read(connection) if connection is not None else [])
    except Exception:
        # The connection is broken; the first error says why.
        return _answer("FAILED", done, [])


def _answer(status, done, rows):
    version = max((row["version"] for row in rows), default=0)
    return {"Status": status, "version": version, **done, "migrations": rows}
