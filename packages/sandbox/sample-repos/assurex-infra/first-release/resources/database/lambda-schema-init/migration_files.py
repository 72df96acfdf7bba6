"""The migrations that were packaged with the function: migrations/V<version>__<name>.sql, each with U<version>__<name>.sql, which undoes it."""
import re
from dataclasses import dataclass
from pathlib import Path

from sql_text import checksum

FOLDER = Path(__file__).parent / "migrations"
_FILE = re.compile(r"V(\d+)__([a-z0-9_]+)\.sql")
_NO_TRANSACTION = "-- no-transaction"


def _in_transaction(sql):
    """False for what PostgreSQL refuses inside one, such as `create index concurrently`; such a file must be re-runnable."""
    return sql.split("\n", 1)[0].strip() != _NO_TRANSACTION


@dataclass(frozen=True)
class Reverse:
    file: str
    sql: str

    @property
    def in_transaction(self):
        return _in_transaction(self.sql)


@dataclass(frozen=True)
class Migration:
    version: int
    name: str
    file: str
    sql: str
    # None: it cannot be undone.
    reverse: Reverse | None = None

    @property
    def checksum(self):
        return checksum(self.sql)

    @property
    def in_transaction(self):
        return _in_transaction(self.sql)


def load(folder=FOLDER):
    """All migrations of the folder in the order of their versions."""
    found = sorted(
        (_read(path) for path in Path(folder).glob("V*.sql")), key=lambda migration: migration.version
    )
    for earlier, later in zip(found, found[1:]):
        if earlier.version == later.version:
            raise ValueError(f"{earlier.file} and {later.file} have the same version")
    return found


def _read(path):
    named = _FILE.fullmatch(path.name)
    if not named:
        raise ValueError(f"{path.name} is not named V<version>__<name>.sql")
    sql = path.read_text(encoding="utf-8")
    return Migration(int(named.group(1)), named.group(2), path.name, sql, _reverse_of(path))


def _reverse_of(path):
    reverse = path.with_name(f"U{path.name[1:]}")
    return Reverse(reverse.name, reverse.read_text(encoding="utf-8")) if reverse.is_file() else None
