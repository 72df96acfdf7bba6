class FakeDatabase:
    """Answers every query with one row."""

    def __init__(self, row):
        self.row, self.closed, self.log = row, False, []

    def run(self, sql, **values):
        self.log.append((sql, values))
        return [self.row]

    def close(self):
        self.closed = True
