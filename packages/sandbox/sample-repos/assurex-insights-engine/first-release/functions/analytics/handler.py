"""Figures about the people of Profile360.

Request: {"operation": "health_check"} or {"operation": "summary"}.
"""
import os

import figures


def handle(event, context, connect=None):
    """Entry point: looks the operation up and answers it."""
    operations = {"health_check": check_health, "summary": summary}
    operation = operations.get(event.get("operation"))
    if operation is None:
        return {"status": "refused", "reason": f"operation is none of {', '.join(operations)}", **about()}
    return operation(event, connect or connect_to_database)


def about():
    return {"commit": os.environ["COMMIT"], "backend": os.environ["BACKEND_FUNCTION"]}


def check_health(event, connect):
    del event
    try:
        schema = with_connection(connect, figures.schema_version)
    except Exception as error:
        return {"status": "unhealthy", "reason": f"the database cannot be read: {error}", **about()}
    return {"status": "healthy", "schema": schema, **about()}


def summary(event, connect):
    del event
    return {"status": "done", "summary": with_connection(connect, figures.read_summary), **about()}


def connect_to_database():
    import assurex_db

    return assurex_db.connect()


def with_connection(connect, read):
    connection = connect()
    try:
        return read(connection)
    finally:
        connection.close()
