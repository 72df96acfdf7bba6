"""schema-init: brings the schema of an environment's database up to date, or says where it stands.

Request:  {"RequestType": "Create" | "Update" | "Inspect" | "Delete",
           "ResourceProperties": {"Environment": "dev", "Database": "assurex_dev"}}
Answer:   {"Status": "SUCCESS" | "FAILED", "version": 3, "applied": [...], "migrations": [...]}, a failure also "Reason".
Create and Update apply what is missing, in order; Inspect and Delete change nothing.
"""
import os

import history
import migration_files


def handle(event, context, connect=None):
    """Entry point. A failure is an answer, not an exception, so that the caller sees how far the schema is."""
    applied, connection = [], None
    try:
        action = _action(event)
        _refuse_other_target(event.get("ResourceProperties") or {})
        connection = (connect or _connect)()
        action(connection, applied)
        return _answer("SUCCESS", applied, history.read(connection))
    except Exception as error:
        return {**_failure(connection, applied), "Reason": history.message_of(error)}
    finally:
        if connection is not None:
            connection.close()


def _connect():
    import assurex_db

    # A migration may take long; the function's own time limit ends it.
    return assurex_db.connect(timeout=None)


def _action(event):
    actions = {"Create": _apply_missing, "Update": _apply_missing, "Inspect": _nothing, "Delete": _nothing}
    requested = event.get("RequestType")
    if requested not in actions:
        raise ValueError(f"RequestType {requested!r} is none of {', '.join(actions)}")
    return actions[requested]


def _apply_missing(connection, applied):
    for migration in migration_files.load():
        if history.apply(connection, migration):
            applied.append(
                {"version": migration.version, "name": migration.name, "checksum": migration.checksum}
            )


def _nothing(connection, applied):
    del connection, applied


def _refuse_other_target(properties):
    for key, variable in (("Environment", "ENVIRONMENT"), ("Database", "DB_NAME")):
        asked, own = properties.get(key), os.environ.get(variable)
        if asked is not None and asked != own:
            raise ValueError(f"{key} {asked!r} was asked for, but this function serves {own!r}")


def _failure(connection, applied):
    try:
        return _answer("FAILED", applied, history.read(connection) if connection is not None else [])
    except Exception:
        # The connection is broken; the first error says why.
        return _answer("FAILED", applied, [])


def _answer(status, applied, rows):
    version = max((row["version"] for row in rows), default=0)
    return {"Status": status, "version": version, "applied": applied, "migrations": rows}
