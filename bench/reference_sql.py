"""The statements of the reference, by hand. Answers are made by PostgreSQL where that is the faster way."""


def _light(due: str, warn: str, done: str, paused: str = "m.paused_at") -> str:
    at = f"coalesce({done}, now())"
    return (
        f"CASE WHEN {paused} IS NOT NULL THEN 'paused' WHEN {due} IS NULL THEN NULL WHEN {at} > {due} THEN 'red' "
        f"WHEN {at} >= {warn} THEN 'yellow' ELSE 'green' END"
    )


_HOLDER = f"""json_build_object('task_id', t.id, 'step', t.step, 'assignee_id', t.assignee_id, 'assignee_name', p.name,
  'opened_at', t.opened_at, 'due_at', t.due_at, 'light', {_light("t.due_at", "t.warn_at", "t.done_at")})"""

VIEW = f"""
SELECT version, state, row_to_json(v)::text AS body FROM (
  SELECT m.id, m.number, m.title, m.state, m.urgency, m.classification, m.department_id, department.name AS department_name,
    m.responsible_id, responsible.name AS responsible_name, m.created_by_id, m.opened_at, m.due_at, m.paused_at, m.closed_at,
    {_light("m.due_at", "m.warn_at", "m.closed_at")} AS light, m.version, d.received_at, d.channel, d.copies, d.damage_note,
    d.handed_by, d.sender_name, d.sender_class, d.sender_number, d.sender_number_flaw, d.doc_type, d.medium, d.doc_date,
    d.copy_number, d.pages, d.screen_failed, d.return_reasons, d.return_note, d.returned_at, d.correction_wanted,
    d.correction_due_on, d.resubmission_of_id, d.handling_kind, d.proposal, d.lead_handler_id, lead.name AS lead_handler_name,
    d.co_handler_ids, d.supervisor_id, d.oral_approval_at, d.oral_approval_by_id, d.oral_confirm_by, d.reply_number,
    d.replied_at, d.result, d.disposal, d.retention, d.disposal_basis, d.disposal_approver_id, d.disposed_at, d.void_reason,
    d.body, d.delivered_at, d.reply_to_id, d.is_copied, d.recall_asked_at, d.recall_reason, d.recall_answered_at, d.recall_note,
    (SELECT coalesce(json_agg(json_build_object('id', o.id) ORDER BY o.id), '[]') FROM outgoing_documents AS o
      WHERE o.answers_id = m.id) AS answered_by,
    (SELECT count(*) FROM attachments AS a WHERE a.matter_id = m.id) AS attachment_count,
    coalesce(t.tasks, '[]') AS tasks, coalesce(t.current, '[]') AS current
  FROM matters AS m
  JOIN incoming_documents AS d ON d.id = m.id
  LEFT JOIN people AS responsible ON responsible.id = m.responsible_id
  LEFT JOIN people AS lead ON lead.id = d.lead_handler_id
  LEFT JOIN departments AS department ON department.id = m.department_id
  LEFT JOIN LATERAL (
    SELECT json_agg(json_build_object('id', t.id, 'kind', t.kind, 'step', t.step, 'part', t.part, 'state', t.state,
        'turn', t.turn, 'group_id', t.group_id, 'role', t.role, 'assignee_id', t.assignee_id, 'assignee_name', p.name,
        'opened_at', t.opened_at, 'due_at', t.due_at, 'seen_at', t.seen_at, 'done_at', t.done_at,
        'done_by_id', t.done_by_id, 'outcome', t.outcome, 'light', {_light("t.due_at", "t.warn_at", "t.done_at")}
      ) ORDER BY t.id) AS tasks,
      json_agg({_HOLDER} ORDER BY t.id) FILTER (WHERE t.state = 'open') AS current
    FROM tasks AS t JOIN people AS p ON p.id = t.assignee_id WHERE t.matter_id = m.id
  ) AS t ON true
  WHERE m.id = $1
) AS v
"""

LIST = f"""
SELECT opened_at AS at, id, row_to_json(v)::text AS body FROM (
  SELECT m.id, m.number, m.title, m.state, m.urgency, d.sender_name, d.sender_number, d.doc_type, d.handling_kind,
    d.received_at, m.opened_at, m.due_at, m.closed_at, {_light("m.due_at", "m.warn_at", "m.closed_at")} AS light,
    coalesce((SELECT json_agg({_HOLDER} ORDER BY t.id) FROM tasks AS t JOIN people AS p ON p.id = t.assignee_id
      WHERE t.matter_id = m.id AND t.state = 'open'), '[]') AS current, m.version
  FROM matters AS m JOIN incoming_documents AS d ON d.id = m.id
  WHERE m.organ_id = $1 AND m.kind = 'incoming_document' AND m.state = $2
    AND ($4::timestamptz IS NULL OR (m.opened_at, m.id) < ($4, $5::uuid))
  ORDER BY m.opened_at DESC, m.id DESC LIMIT $3
) AS v
"""

TASKS = f"""
SELECT due_at AS at, id, row_to_json(v)::text AS body FROM (
  SELECT t.id, t.kind, t.step, t.part, t.state, t.role, t.assignee_id, p.name AS assignee_name, false AS delegated, t.opened_at,
    t.due_at, t.seen_at, t.done_at, t.outcome, {_light("t.due_at", "t.warn_at", "t.done_at")} AS light, m.id AS matter_id,
    m.kind AS matter_kind, m.number AS matter_number, m.title AS matter_title, m.state AS matter_state,
    m.version AS matter_version, m.urgency
  FROM tasks AS t JOIN matters AS m ON m.id = t.matter_id JOIN people AS p ON p.id = t.assignee_id
  WHERE t.assignee_id = $1 AND t.state = 'open' AND t.kind <> 'read'
    AND ($3::timestamptz IS NULL OR (t.due_at, t.id) > ($3, $4::uuid))
  ORDER BY t.due_at, t.id LIMIT $2
) AS v
"""

ADD_MATTER = """
INSERT INTO matters (id, kind, organ_id, title, state, urgency, classification, responsible_id, created_by_id, opened_at,
  due_at, warn_at, parameters_version, version)
VALUES ($1, 'incoming_document', $2, $3, 'received', $4, $5, $6, $7, $8, $9, $9, 0, 1)
"""
ADD_DOCUMENT = """
INSERT INTO incoming_documents (id, received_at, channel, copies, damage_note, handed_by, sender_name, sender_class,
  sender_number, doc_type, medium, doc_date, copy_number, pages, resubmission_of_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
"""
ADD_TASK = """
INSERT INTO tasks (id, matter_id, organ_id, kind, step, part, assignee_id, role, turn, state, opened_at, due_at, warn_at,
  limit_value, limit_unit)
VALUES ($1, $2, $3, 'step', $4, 'sole', $5, $6, 0, 'open', $7, $8, $8, $9, 'workday')
"""
ADD_PARTICIPANT = "INSERT INTO participants (person_id, matter_id) VALUES ($1, $2) ON CONFLICT DO NOTHING"
ADD_TRAIL = """
INSERT INTO audit_entries (id, organ_id, matter_id, subject, subject_id, action, actor_id, actor_name, state_before,
  state_after, changes, at, request_id, address)
VALUES ($1, $2, $3, 'incoming_document', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
"""
ADD_EVENT = """
INSERT INTO outbox_events (id, type, organ_id, subject_id, data, at, attempts) VALUES ($1, $2, $3, $4, $5, $6, 0)
"""

ADD_OPINION = """
INSERT INTO opinions (id, matter_id, task_id, kind, author_id, text, at) VALUES ($1, $2, $3, 'remark', $4, $5, $6)
"""

LOCK = """
SELECT m.organ_id, m.state, m.version, d.sender_class FROM matters AS m JOIN incoming_documents AS d ON d.id = m.id
WHERE m.id = $1 FOR UPDATE OF m
"""
FINISH_TASK = """
UPDATE tasks SET state = 'done', done_at = $2, done_by_id = $3, outcome = $4 WHERE matter_id = $1 AND state = 'open'
RETURNING id
"""
TAKE_NUMBER = """
UPDATE number_series SET last_value = last_value + 1 WHERE organ_id = $1 AND series = $2 AND year = $3
RETURNING id, last_value, template
"""
ADD_NUMBER = """
INSERT INTO registered_numbers (series_id, value, text, matter_id, given_at, given_by_id) VALUES ($1, $2, $3, $4, $5, $6)
"""
MOVE = """
UPDATE matters SET state = $2, responsible_id = $3, version = version + 1, number = coalesce($4, number) WHERE id = $1
"""
