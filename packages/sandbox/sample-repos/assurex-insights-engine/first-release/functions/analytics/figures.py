"""The figures, read from the shared database."""

COUNTS = {
    "users": "users",
    "integrations": "integrations",
}


def schema_version(connection):
    return connection.run("select max(version) from schema_migrations")[0][0]


def read_summary(connection):
    return {name: connection.run(f"select count(*) from {what}")[0][0] for name, what in COUNTS.items()}
