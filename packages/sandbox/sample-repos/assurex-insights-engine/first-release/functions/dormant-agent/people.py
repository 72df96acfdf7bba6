"""The people of the shared database."""


def schema_version(connection):
    return connection.run("select max(version) from schema_migrations")[0][0]


def read_dormant(connection, days):
    """E-mail addresses of those who joined that many days ago."""
    rows = connection.run(
        "select email from users"
        " where created_at < now() - make_interval(days => :days)"
        " order by email",
        days=days,
    )
    return [email for (email,) in rows]
