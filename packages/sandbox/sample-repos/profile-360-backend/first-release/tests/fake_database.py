from datetime import datetime, timezone


class FakeDatabase:
    """Answers every query with one row, made from the names of its columns."""

    def __init__(self):
        self.closed, self.log = False, []

    def run(self, sql):
        self.log.append(sql)
        if "schema_migrations" in sql:
            return [[3]]
        columns = sql[len("select ") : sql.index(" from ")].split(", ")
        return [[self._value(column) for column in columns]]

    def close(self):
        self.closed = True

    @staticmethod
    def _value(column):
        return datetime(2025, 10, 17, tzinfo=timezone.utc) if column.endswith("_at") else f"{column} of one"
