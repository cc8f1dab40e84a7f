"""Database triggers that keep the frozen columns of editions and rechecks as they are.

Made after every migrate, not in a migration: on SQLite an altered table loses its triggers
without a word.
"""

from typing import Any

from django.db import connections

from education.models.edition import FROZEN


def make_triggers(
    using: str = "default", frozen: dict[str, list[str]] = FROZEN, **_kwargs: Any
) -> None:
    """Make the triggers of every table in ``frozen``; safe to run again."""
    connection = connections[using]
    statements = {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor]
    with connection.cursor() as cursor:
        # "migrate contenttypes" on an empty database comes here before our tables are there.
        there = set(connection.introspection.table_names(cursor))
        for table in [table for table in frozen if table in there]:
            for statement in statements(table, frozen[table]):
                cursor.execute(statement)


def _sqlite(table: str, columns: list[str]) -> list[str]:
    changed = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in columns)
    return [
        f"DROP TRIGGER IF EXISTS {table}_frozen",
        f"CREATE TRIGGER {table}_frozen BEFORE UPDATE ON {table} WHEN {changed} "
        f"BEGIN SELECT RAISE(ABORT, '{table}: what is frozen cannot be changed'); END",
    ]


def _postgresql(table: str, columns: list[str]) -> list[str]:
    # Compared inside the function: a column named in the trigger itself could never be altered.
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)
    return [
        f"CREATE OR REPLACE FUNCTION {table}_frozen() RETURNS trigger AS $$ BEGIN "
        f"IF {changed} THEN RAISE EXCEPTION '{table}: what is frozen cannot be changed' "
        "USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$ LANGUAGE plpgsql",
        f"DROP TRIGGER IF EXISTS {table}_frozen ON {table}",
        f"CREATE TRIGGER {table}_frozen BEFORE UPDATE ON {table} FOR EACH ROW "
        f"EXECUTE FUNCTION {table}_frozen()",
    ]


def missing_triggers(using: str = "default", frozen: dict[str, list[str]] = FROZEN) -> list[str]:
    """Tables of ``frozen`` without their trigger; empty when all is well."""
    connection = connections[using]
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = {row[0] for row in cursor.fetchall()}
    return [table for table in frozen if f"{table}_frozen" not in found]
