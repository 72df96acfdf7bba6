"""A small SQL prompt for machines without psql: one statement a line, rows separated by tabs. Settings as for psql."""
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "resources/layers/db-connector/python"))


def main():
    try:
        import pg8000.native
    except ImportError:
        sys.exit("the database layer is not built: npm run build:layer")
    settings = {key: os.environ["PG" + key.upper()] for key in ("host", "database", "password")}
    connection = pg8000.native.Connection(os.environ["PGUSER"], port=int(os.environ["PGPORT"]), **settings)
    try:
        for line in _lines():
            _run(connection, line.strip().rstrip(";"))
    finally:
        connection.close()


def _lines():
    if not sys.stdin.isatty():
        yield from sys.stdin
        return
    while True:
        try:
            yield input(f"{os.environ['PGDATABASE']}=> ")
        except EOFError:
            return


def _run(connection, statement):
    import pg8000.exceptions

    if not statement:
        return
    try:
        rows = connection.run(statement) or []
    except pg8000.exceptions.DatabaseError as error:
        details = error.args[0]
        print(details.get("M", details) if isinstance(details, dict) else details, file=sys.stderr)
        return
    except pg8000.exceptions.InterfaceError as error:
        # The driver itself refuses everything in a transaction that failed, but for its end. Anything else is the end of the connection.
        if "failed transaction" not in str(error):
            sys.exit(str(error))
        print(f"{error}: end it with rollback", file=sys.stderr)
        return
    if connection.columns:
        print("\t".join(column["name"] for column in connection.columns))
    for row in rows:
        print("\t".join("" if value is None else str(value) for value in row))


if __name__ == "__main__":
    main()
