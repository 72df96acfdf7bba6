"""Finds people who have not been active for long.

Request: {"operation": "health_check"} or {"operation": "find_dormant", "days": 90}.
"""
import os

import people


def handle(event, context, connect=None):
    """Entry point: looks the operation up and answers it."""
    operations = {"health_check": check_health, "find_dormant": find_dormant}
    operation = operations.get(event.get("operation"))
    if operation is None:
        return {"status": "refused", "reason": f"operation is none of {', '.join(operations)}", **about()}
    return operation(event, connect or connect_to_database)


def about():
    return {"commit": os.environ["COMMIT"], "backend": os.environ["BACKEND_FUNCTION"]}


def check_health(event, connect):
    del event
    try:
        schema = with_connection(connect, people.schema_version)
    except Exception as error:
        return {"status": "unhealthy", "reason": f"the database cannot be read: {error}", **about()}
    return {"status": "healthy", "schema": schema, **about()}


def find_dormant(event, connect):
    days = int(event.get("days", 90))
    found = with_connection(connect, lambda connection: people.read_dormant(connection, days))
    return {"status": "done", "days": days, "dormant": found, **about()}


def connect_to_database():
    import assurex_db

    return assurex_db.connect()


def with_connection(connect, read):
    connection = connect()
    try:
        return read(connection)
    finally:
        connection.close()
