"""The words that assets are found by, counted: what a mistyped word may have been meant to be."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# The distinct words of a row as a table. `search_text` is folded: words with single spaces or line ends between them.
SPLIT_ON_SQLITE = (
    """(SELECT DISTINCT value FROM json_each('[' || replace(json_quote(replace(ROW.search_text, char(10), ' ')), ' ', '","') || ']'))"""
)
IN_ON_SQLITE = """INSERT INTO known_words (word, entries) SELECT value, 1 FROM SPLIT WHERE value <> ''
    ON CONFLICT (word) DO UPDATE SET entries = entries + 1;""".replace("SPLIT", SPLIT_ON_SQLITE.replace("ROW", "new"))
OUT_ON_SQLITE = """UPDATE known_words SET entries = entries - 1 WHERE word IN SPLIT;
    DELETE FROM known_words WHERE entries <= 0 AND word IN SPLIT;""".replace("SPLIT", SPLIT_ON_SQLITE.replace("ROW", "old"))
# Their names begin as those of the index of words do, so that a bulk load can leave out all of them in one go.
ON_SQLITE = {
    "asset_words_counted": f"AFTER INSERT ON assets BEGIN {IN_ON_SQLITE} END",
    "asset_words_uncounted": f"AFTER DELETE ON assets BEGIN {OUT_ON_SQLITE} END",
    "asset_words_recounted": f"""AFTER UPDATE OF search_text ON assets WHEN old.search_text <> new.search_text
        BEGIN {OUT_ON_SQLITE} {IN_ON_SQLITE} END""",
}
# On PostgreSQL once a statement, however many rows it has: a COPY of 100,000 assets sorts their words once.
SPLIT = "SELECT DISTINCT ROWS.id, word FROM ROWS, unnest(string_to_array(translate(ROWS.search_text, E'\\n', ' '), ' ')) AS word"
OTHERS = " WHERE NOT EXISTS (SELECT 1 FROM OTHER WHERE OTHER.id = ROWS.id AND OTHER.search_text = ROWS.search_text)"
INTO = """INSERT INTO known_words (word, entries) SELECT word, count(*) FROM (SPLIT) AS found WHERE word <> ''
    GROUP BY word ORDER BY word ON CONFLICT (word) DO UPDATE SET entries = known_words.entries + excluded.entries;"""
OUT_OF = """WITH gone AS (SELECT word, count(*) AS entries FROM (SPLIT) AS found GROUP BY word)
    UPDATE known_words SET entries = known_words.entries - gone.entries FROM gone WHERE known_words.word = gone.word;
    DELETE FROM known_words WHERE entries <= 0;"""


def _filled(statement: str, rows: str, other: str = "") -> str:
    split = SPLIT + (OTHERS if other else "")
    return statement.replace("SPLIT", split).replace("ROWS", rows).replace("OTHER", other)


ON_POSTGIS = {
    "INSERT": ("REFERENCING NEW TABLE AS new_rows", _filled(INTO, "new_rows")),
    "DELETE": ("REFERENCING OLD TABLE AS old_rows", _filled(OUT_OF, "old_rows")),
    "UPDATE": (
        "REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows",
        _filled(OUT_OF, "old_rows", "new_rows") + _filled(INTO, "new_rows", "old_rows"),
    ),
    "TRUNCATE": ("", "DELETE FROM known_words;"),
}


def upgrade() -> None:
    """Go one step forward."""
    op.create_table(
        "known_words",
        sa.Column("word", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_known_words")),
    )
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        counted = IN_ON_SQLITE.replace(", 1 FROM (SELECT", ", count(*) FROM (SELECT").replace(
            "DISTINCT value FROM", "DISTINCT new.id, value FROM assets AS new,"
        )
        connection.exec_driver_sql(counted.replace("WHERE value <> ''", "WHERE value <> '' GROUP BY value"))
        for name, body in ON_SQLITE.items():
            connection.exec_driver_sql(f"CREATE TRIGGER {name} {body}")
        return
    connection.exec_driver_sql(_filled(INTO, "assets"))
    for verb, (tables, body) in ON_POSTGIS.items():
        name = f"known_words_{verb.lower()}"
        connection.exec_driver_sql(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$")
        connection.exec_driver_sql(f"CREATE TRIGGER {name} AFTER {verb} ON assets {tables} FOR EACH STATEMENT EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    """Go one step back."""
    if op.get_bind().dialect.name == "sqlite":
        for name in ON_SQLITE:
            op.execute(f"DROP TRIGGER {name}")
    else:
        for verb in ON_POSTGIS:
            op.execute(f"DROP TRIGGER known_words_{verb.lower()} ON assets")
            op.execute(f"DROP FUNCTION known_words_{verb.lower()}()")
    op.drop_table("known_words")
