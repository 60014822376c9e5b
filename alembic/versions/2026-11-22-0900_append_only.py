"""trail: what is append-only stays so for everybody; a role for the service that cannot rewrite history; search.

The triggers hold whoever is connected; the role takes the privileges away as well. Where the migrating user may not
create roles, the triggers alone remain and `shuniu admin verify-trail` finds what slips past them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002_append_only"
down_revision = "0001_the_office"
branch_labels = None
depends_on = None

APPEND_ONLY = ("audit_entries", "audit_seals", "opinions", "rule_overrides")

REFUSE = """
CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$
"""

ROLE = """
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'shuniu_app') THEN
    CREATE ROLE shuniu_app NOLOGIN;
  END IF;
EXCEPTION
  WHEN insufficient_privilege THEN RAISE NOTICE 'role shuniu_app cannot be created here; triggers alone guard the trail';
  WHEN duplicate_object OR unique_violation THEN NULL;
END $$
"""

GRANTS = """
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'shuniu_app') THEN
    EXECUTE format('GRANT shuniu_app TO %I', current_user);
    GRANT USAGE ON SCHEMA public TO shuniu_app;
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO shuniu_app;
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO shuniu_app;
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO shuniu_app;
    REVOKE UPDATE, DELETE ON audit_entries, audit_seals, opinions, rule_overrides FROM shuniu_app;
    REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM shuniu_app;
  END IF;
EXCEPTION
  WHEN insufficient_privilege THEN RAISE NOTICE 'privileges of shuniu_app are left as they are';
END $$
"""

REVOKES = """
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'shuniu_app') THEN
    ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE SELECT, INSERT, UPDATE, DELETE ON TABLES FROM shuniu_app;
    REVOKE ALL ON ALL TABLES IN SCHEMA public FROM shuniu_app;
    REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM shuniu_app;
    REVOKE ALL ON SCHEMA public FROM shuniu_app;
  END IF;
EXCEPTION
  WHEN insufficient_privilege THEN NULL;
END $$
"""

# Two-character words of Chinese text and whole Latin or digit words: what a search for part of a title needs.
BIGRAMS = """
CREATE FUNCTION bigrams_v1(content text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  sign text;
  before text := '';
  word text := '';
  found text[] := '{}';
BEGIN
  FOREACH sign IN ARRAY string_to_array(lower(normalize(coalesce(content, ''), NFKC)), NULL) LOOP
    IF sign BETWEEN ('㐀' COLLATE "C") AND '鿿' THEN
      IF word <> '' THEN found := found || word; word := ''; END IF;
      IF before <> '' THEN found := found || (before || sign); END IF;
      before := sign;
    ELSE
      IF before <> '' THEN found := found || before; before := ''; END IF;
      IF sign BETWEEN ('0' COLLATE "C") AND '9' OR sign BETWEEN ('a' COLLATE "C") AND 'z' THEN
        word := word || sign;
      ELSIF word <> '' THEN
        found := found || word; word := '';
      END IF;
    END IF;
  END LOOP;
  IF before <> '' THEN found := found || before; END IF;
  IF word <> '' THEN found := found || word; END IF;
  RETURN array_to_tsvector(found);
END $$
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute(REFUSE)
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_rewriting()"
        )
        op.execute(
            f"CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()"
        )
    op.execute(BIGRAMS)
    op.create_index(
        "ix_matters_words",
        "matters",
        [sa.text("bigrams_v1(title || ' ' || coalesce(number, ''))")],
        postgresql_using="gin",
        postgresql_with={"fastupdate": "off"},
    )
    op.execute(ROLE)
    op.execute(GRANTS)


def downgrade() -> None:
    op.execute(REVOKES)
    op.drop_index("ix_matters_words", table_name="matters")
    op.execute("DROP FUNCTION bigrams_v1(text)")
    for table in APPEND_ONLY:
        op.execute(f"DROP TRIGGER never_emptied ON {table}")
        op.execute(f"DROP TRIGGER append_only ON {table}")
    op.execute("DROP FUNCTION refuse_rewriting()")
