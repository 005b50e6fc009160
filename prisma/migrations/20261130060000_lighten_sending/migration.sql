-- A message that is sent costs less. A row that leaves its page is written into every index of the
-- table: reminders belong to no conversation, and due messages are found shop by shop alone.
DROP INDEX "message_shop_id_conversation_id_created_at_idx";
CREATE INDEX "message_conversation" ON "message" ("shop_id", "conversation_id", "created_at")
  WHERE "conversation_id" IS NOT NULL;
DROP INDEX "message_due";

-- The sequence of a recovery is probed, never joined: the plan of a join is kept, and read all
-- recoveries for a batch. The function is else as it was.
CREATE OR REPLACE FUNCTION figure_of_messages() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM after a WHERE a.recovery_id IS NOT NULL
      AND (a.sent_at IS NOT NULL OR a.state IN ('failed', 'cancelled'))) THEN
    RETURN NULL;
  END IF;
  -- Old and new rows are netted instead of joined: a plan that was made for one row would join a
  -- thousand by pairs. A subject may be told the same twice.
  INSERT INTO figure_delta (shop_id, kind, subject, level)
  SELECT m.shop_id, 'stage', m.recovery_id, max(m.level) FROM (
    SELECT a.shop_id, a.recovery_id, 1 AS sign, CASE WHEN a.read_at IS NOT NULL THEN 3
      WHEN a.delivered_at IS NOT NULL THEN 2 WHEN a.sent_at IS NOT NULL THEN 1 ELSE 0 END AS level
    FROM after a
    UNION ALL
    SELECT b.shop_id, b.recovery_id, -1, CASE WHEN b.read_at IS NOT NULL THEN 3
      WHEN b.delivered_at IS NOT NULL THEN 2 WHEN b.sent_at IS NOT NULL THEN 1 ELSE 0 END
    FROM before b) m
  WHERE m.recovery_id IS NOT NULL GROUP BY 1, 3 HAVING sum(m.sign * m.level) > 0;
  INSERT INTO figure_delta (shop_id, kind, subject, label, at)
  SELECT a.shop_id, 'ended', a.recovery_id, a.failure_code, max(a.ended_at) FROM after a
  WHERE a.recovery_id IS NOT NULL AND a.state = 'cancelled' AND a.failure_code IS NOT NULL
    AND a.ended_at IS NOT NULL
  GROUP BY 1, 3, 4;
  INSERT INTO figure_delta (shop_id, kind, label, at, count)
  SELECT s.shop_id, 'sent', s.sequence_id, s.at, sum(s.count) FROM (
    SELECT m.shop_id, m.at, m.count, (SELECT r.sequence_id FROM recovery r
      WHERE r.shop_id = m.shop_id AND r.id = m.recovery_id LIMIT 1) AS sequence_id
    FROM (
      SELECT u.shop_id, u.recovery_id, date_bin('15 minutes', u.at, 'epoch') AS at,
        sum(u.sign) AS count
      FROM (
        SELECT a.shop_id, a.recovery_id, a.sent_at AS at, 1 AS sign FROM after a
        UNION ALL SELECT b.shop_id, b.recovery_id, b.sent_at, -1 FROM before b) u
      WHERE u.recovery_id IS NOT NULL AND u.at IS NOT NULL
      GROUP BY 1, 2, 3 HAVING sum(u.sign) <> 0) m) s
  WHERE s.sequence_id IS NOT NULL GROUP BY 1, 3, 4 HAVING sum(s.count) <> 0;
  INSERT INTO figure_delta (shop_id, kind, label, at, count)
  SELECT u.shop_id, v.kind, v.label, date_bin('15 minutes', u.at, 'epoch'), sum(u.sign) FROM (
    SELECT a.shop_id, a.failure_code, a.ended_at AS at, 1 AS sign FROM after a
    WHERE a.recovery_id IS NOT NULL AND a.state = 'failed'
    UNION ALL
    SELECT b.shop_id, b.failure_code, b.ended_at, -1 FROM before b
    WHERE b.recovery_id IS NOT NULL AND b.state = 'failed') u
  CROSS JOIN LATERAL (VALUES
    ('not_sent', CASE u.failure_code WHEN 'outcome_unknown' THEN 'outcome_unknown'
      ELSE 'send_failed' END),
    ('failure', CASE WHEN u.failure_code IS DISTINCT FROM 'outcome_unknown'
      THEN coalesce(u.failure_code, '0') END)) AS v (kind, label)
  WHERE u.at IS NOT NULL AND v.label IS NOT NULL
  GROUP BY 1, 2, 3, 4 HAVING sum(u.sign) <> 0;
  RETURN NULL;
END $$;
