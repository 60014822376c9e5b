"""The statements that make papers. ``$1`` is the organ, ``$2`` the receiver; ``papers`` and ``line`` are temporary tables."""

LINE = "CREATE TEMP TABLE line (place int, state text, step text, action text, role text, holder uuid)"

STAMPED = """
CREATE OR REPLACE FUNCTION pg_temp.stamped(at timestamptz, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex(n & 4095), 3, '0')
    || '8' || lpad(to_hex((n >> 12) & 16777215), 6, '0') || substr(md5(n::text), 1, 9))::uuid $$
"""
"""A UUIDv7 of a moment: ids are as ordered as those the service makes one by one."""

PAPERS = """
CREATE TEMP TABLE papers AS
WITH drawn AS (
  SELECT n, date_trunc('second', $3::timestamptz + $4::interval * ((n - $1)::float8 / $2)) AS opened_at,
    hashint8(n) & 65535 AS chance,
    ($5::text[])[1 + (hashint8(n + 7) & 65535) % cardinality($5::text[])] AS state
  FROM generate_series($1::bigint, $1::bigint + $2::bigint - 1) AS n
), numbered AS (
  SELECT drawn.*, line.place, class, word, extract(year FROM opened_at AT TIME ZONE 'Asia/Shanghai')::int AS year,
    count(*) FILTER (WHERE line.place > 0) OVER (
      PARTITION BY class, extract(year FROM opened_at AT TIME ZONE 'Asia/Shanghai') ORDER BY n) AS value
  FROM drawn JOIN line USING (state)
  JOIN (VALUES (0, 'superior', '上收'), (1, 'peer', '平收'), (2, 'subordinate', '下收')) AS c (place_, class, word)
    ON c.place_ = n % 3
)
SELECT n, pg_temp.stamped(opened_at, n) AS id, state, place, opened_at, class, word, p.year, chance,
  CASE WHEN place > 0 THEN value + coalesce(s.last_value, 0) END AS value,
  ($7::uuid[])[1 + chance % cardinality($7::uuid[])] AS department_id,
  ($8::uuid[])[1 + chance % cardinality($8::uuid[])] AS lead_id,
  ($8::uuid[])[1 + (chance + 1) % cardinality($8::uuid[])] AS co_id
FROM numbered AS p
LEFT JOIN number_series AS s ON s.organ_id = $6 AND s.series = 'incoming:' || p.class AND s.year = p.year
"""

SERIES = """
INSERT INTO number_series (id, organ_id, series, year, template, last_value)
SELECT gen_random_uuid(), $1, 'incoming:' || class, year, word || '〔{year}〕{seq}号', max(value)
FROM papers WHERE value IS NOT NULL AND $2::uuid IS NOT NULL GROUP BY class, word, year
ON CONFLICT (organ_id, series, year) DO UPDATE SET last_value = excluded.last_value
"""

MATTERS = """
INSERT INTO matters (id, kind, organ_id, number, title, state, urgency, classification, department_id, responsible_id,
  created_by_id, opened_at, due_at, warn_at, closed_at, parameters_version, version)
SELECT p.id, 'incoming_document', $1, word || '〔' || year || '〕' || value || '号',
  '关于做好' || (ARRAY['防汛', '安全生产', '信访维稳', '乡村振兴', '财政预算', '干部培训', '森林防火', '招商引资'])
    [1 + p.chance % 8] || '工作有关事项的通知（' || n || '）',
  p.state, 'none', 'internal', CASE WHEN p.place >= 5 THEN p.department_id END,
  coalesce(line.holder, CASE WHEN p.place = 5 THEN p.lead_id END), $2, opened_at,
  CASE WHEN n % 5 = 0 THEN opened_at + interval '10 days' END, CASE WHEN n % 5 = 0 THEN opened_at + interval '8 days' END,
  CASE WHEN p.place > 5 THEN opened_at + interval '1 hour' END, 0, 1 + p.place
FROM papers AS p JOIN line USING (place)
"""

DOCUMENTS = """
INSERT INTO incoming_documents (id, received_at, channel, copies, sender_name, sender_class, sender_number, doc_type, medium,
  doc_date, pages, handling_kind, proposal, lead_handler_id, co_handler_ids, result, disposal, retention, disposed_at)
SELECT id, opened_at, 'exchange', 1, '江州市第' || 1 + chance % 40 || '局', class, '江政办发〔' || year || '〕' || n || '号',
  'notice', 'document', opened_at::date - 2, 6,
  CASE WHEN place >= 3 THEN 'for_action' END, CASE WHEN place >= 3 THEN '拟请业务科室阅研，提出落实意见，按期报办公室。' END,
  CASE WHEN place >= 4 THEN lead_id END, CASE WHEN place >= 4 THEN ARRAY[co_id] ELSE '{}' END,
  CASE WHEN place >= 6 THEN '已按要求落实并反馈。' END, CASE WHEN place = 7 THEN 'archive' END,
  CASE WHEN place = 7 THEN 'y10' END, CASE WHEN place = 7 THEN opened_at + interval '2 hours' END
FROM papers WHERE $1::uuid IS NOT NULL AND $2::uuid IS NOT NULL
"""

REGISTER = """
INSERT INTO registered_numbers (series_id, value, text, matter_id, given_at, given_by_id)
SELECT s.id, p.value, p.word || '〔' || p.year || '〕' || p.value || '号', p.id, p.opened_at, line.holder
FROM papers AS p JOIN number_series AS s ON s.organ_id = $1 AND s.series = 'incoming:' || p.class AND s.year = p.year
JOIN line ON line.place = 0
WHERE p.value IS NOT NULL AND $2::uuid IS NOT NULL
"""

_TASK = """
INSERT INTO tasks (id, matter_id, organ_id, kind, step, part, assignee_id, role, turn, state, opened_at, due_at, warn_at,
  limit_value, limit_unit, seen_at, done_at, done_by_id, outcome)
SELECT pg_temp.stamped(began, n), p.id, $1, {kind}, {step}, {part}, assignee_id, line.role, 0,
  CASE WHEN p.place > line.place THEN 'done' ELSE 'open' END, began, began + interval '7 days', began + interval '6 days',
  7, 'workday',
  CASE WHEN p.place > line.place THEN ended END, CASE WHEN p.place > line.place THEN ended END,
  CASE WHEN p.place > line.place THEN assignee_id END, CASE WHEN p.place > line.place THEN {outcome} END
FROM papers AS p JOIN line ON line.step IS NOT NULL AND line.place <= p.place
CROSS JOIN LATERAL (SELECT coalesce(line.holder, {handler}) AS assignee_id,
  opened_at + line.place * interval '10 minutes' AS began, opened_at + (line.place + 1) * interval '10 minutes' AS ended) AS t
WHERE $2::uuid IS NOT NULL {only}
"""

TASKS = _TASK.format(
    kind="CASE line.step WHEN 'handle' THEN 'handle' ELSE 'step' END",
    step="line.step",
    part="CASE line.step WHEN 'handle' THEN 'lead' ELSE 'sole' END",
    outcome="line.action",
    handler="p.lead_id",
    only="",
)

REPORTS = _TASK.format(
    kind="'report'",
    step="'report'",
    part="'co'",
    outcome="'report'",
    handler="p.co_id",
    only="AND line.step = 'handle'",
).replace("stamped(began, n)", "stamped(began + interval '1 second', n)")
"""The second handler of each paper, who reports to the first."""

PARTICIPANTS = """
INSERT INTO participants (person_id, matter_id)
SELECT person_id, p.id FROM papers AS p CROSS JOIN LATERAL (
  SELECT $2::uuid AS person_id
  UNION SELECT holder FROM line WHERE place <= p.place AND holder IS NOT NULL
  UNION SELECT unnest(ARRAY[p.lead_id, p.co_id]) WHERE p.place >= 5) AS part
WHERE $1::uuid IS NOT NULL
"""

TRAIL = """
INSERT INTO audit_entries (id, organ_id, matter_id, subject, subject_id, action, actor_id, actor_name, state_before, state_after,
  changes, at, request_id, address)
SELECT pg_temp.stamped(opened_at + line.place * interval '10 minutes', n), $1, p.id, 'incoming_document', p.id,
  coalesce(before.action, 'receive'), coalesce(before.holder, CASE WHEN before.place = 5 THEN p.lead_id ELSE $2 END), '工作人员',
  before.state, line.state, '{"version": [1, 2], "responsible_id": [null, null]}',
  opened_at + line.place * interval '10 minutes', md5(n::text), '10.1.2.3'
FROM papers AS p JOIN line ON line.place <= p.place LEFT JOIN line AS before ON before.place = line.place - 1
"""

IN_ORDER = (SERIES, MATTERS, DOCUMENTS, REGISTER, TASKS, REPORTS, PARTICIPANTS, TRAIL)
