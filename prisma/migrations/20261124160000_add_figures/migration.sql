-- CreateTable
CREATE TABLE "figure" (
    "shop_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "label" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "count" BIGINT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "squares" DECIMAL NOT NULL,

    CONSTRAINT "figure_pkey" PRIMARY KEY ("shop_id","kind","day","label","currency")
);

-- CreateTable
CREATE TABLE "figure_subject" (
    "shop_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3),
    "level" SMALLINT,
    "count" BIGINT NOT NULL,

    CONSTRAINT "figure_subject_pkey" PRIMARY KEY ("shop_id","kind","subject","label","currency")
);

-- CreateTable
CREATE TABLE "figure_delta" (
    "id" BIGSERIAL NOT NULL,
    "shop_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL DEFAULT '',
    "label" TEXT NOT NULL DEFAULT '',
    "currency" TEXT NOT NULL DEFAULT '',
    "at" TIMESTAMPTZ(3),
    "level" SMALLINT,
    "count" BIGINT NOT NULL DEFAULT 0,
    "amount_minor" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "figure_delta_pkey" PRIMARY KEY ("shop_id","id")
);

-- AddForeignKey
ALTER TABLE "figure" ADD CONSTRAINT "figure_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "figure_subject" ADD CONSTRAINT "figure_subject_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Written by hand: what the schema language can't say.

ALTER TABLE "figure"
  ADD CONSTRAINT "figure_kind" CHECK ("kind" IN
    ('revenue', 'sent', 'cart', 'stage', 'not_sent', 'failure', 'people', 'buyers', 'spent'));
ALTER TABLE "figure_subject"
  ADD CONSTRAINT "figure_subject_kind" CHECK ("kind" IN ('stage', 'ended', 'spender'));
ALTER TABLE "figure_delta"
  ADD CONSTRAINT "figure_delta_kind" CHECK ("kind" IN
    ('revenue', 'sent', 'cart', 'stage', 'not_sent', 'failure', 'people', 'ended', 'spender'));
-- Every row of it is deleted soon: vacuum by count, not by share.
ALTER TABLE "figure_delta" SET (autovacuum_vacuum_scale_factor = 0,
  autovacuum_vacuum_threshold = 10000, autovacuum_analyze_scale_factor = 0,
  autovacuum_analyze_threshold = 50000);

-- A delta says what a change of the facts adds to the figures. Most are plain sums. Three kinds are
-- about a subject, which counts once whatever was told of it, in whatever order:
--   stage    a recovery that could send: `at` its start, `level` the furthest that was proven
--            (0 none, 1 sent, 2 delivered, 3 read, 4 clicked, 9 the recovery is gone), `count` its
--            orders that are worth something
--   ended    a recovery that ended early for the reason `label`, at the latest `at` (level 9: gone)
--   spender  a person whose orders or arm changed; what they are worth is read from the facts
-- The instant stays an instant until it is folded: the day of a store's calendar follows from the
-- store's time zone, which may change.

-- What the deltas up to `last` make of the subjects that they are about.
CREATE FUNCTION figure_subjects(shop TEXT, last BIGINT)
RETURNS TABLE (kind TEXT, subject TEXT, label TEXT, currency TEXT,
  old_at TIMESTAMPTZ, old_level SMALLINT, old_count BIGINT,
  at TIMESTAMPTZ, level SMALLINT, count BIGINT)
LANGUAGE sql STABLE AS $$
  SELECT d.kind, d.subject, d.label, '', s.at, s.level, coalesce(s.count, 0),
    greatest(s.at, d.at), greatest(s.level, d.level), coalesce(s.count, 0) + d.count
  FROM (
    SELECT kind, subject, label, max(at) AS at, max(level) AS level, sum(count)::bigint AS count
    FROM figure_delta WHERE shop_id = shop AND id <= last AND kind IN ('stage', 'ended')
    GROUP BY kind, subject, label) d
  -- The limit keeps it a look at the key for each, whatever the planner believes.
  LEFT JOIN LATERAL (
    SELECT s.at, s.level, s.count FROM figure_subject s
    WHERE s.shop_id = shop AND s.kind = d.kind AND s.subject = d.subject AND s.label = d.label
      AND s.currency = '' LIMIT 1) s ON true
  UNION ALL
  SELECT 'spender', m.subject, v.label, v.currency, NULL, v.old_level, v.old_count,
    NULL, v.level, v.count
  FROM (
    SELECT DISTINCT d.subject FROM figure_delta d
    WHERE d.shop_id = shop AND d.id <= last AND d.kind = 'spender') m
  CROSS JOIN LATERAL (
    SELECT coalesce(k.label, f.label) AS label, coalesce(k.currency, f.currency) AS currency,
      k.level AS old_level, coalesce(k.count, 0) AS old_count,
      (CASE WHEN f.label IS NULL THEN 0 ELSE 1 END)::smallint AS level,
      coalesce(f.minor, 0) AS count
    FROM (
      SELECT s.label, s.currency, s.level, s.count FROM figure_subject s
      WHERE s.shop_id = shop AND s.kind = 'spender' AND s.subject = m.subject) k
    FULL JOIN (
      SELECT a.experiment_key || ':' || a.arm AS label, c.currency,
        sum(c.amount_minor)::bigint AS minor
      FROM assignment a
      JOIN conversion c ON c.shop_id = a.shop_id AND c.customer_id = a.customer_id
      WHERE a.shop_id = shop AND a.customer_id = m.subject GROUP BY 1, 2) f
    ON f.label = k.label AND f.currency = k.currency) v
$$;

-- What the deltas up to `last` add to the folded figures.
CREATE FUNCTION figure_changes(shop TEXT, last BIGINT)
RETURNS TABLE (kind TEXT, day DATE, label TEXT, currency TEXT,
  count BIGINT, amount_minor BIGINT, squares NUMERIC)
LANGUAGE sql STABLE AS $$
  SELECT d.kind, (d.at AT TIME ZONE z.time_zone)::date, d.label, d.currency,
    d.count, d.amount_minor, 0::numeric
  FROM figure_delta d JOIN shop z ON z.id = d.shop_id
  WHERE d.shop_id = shop AND d.id <= last AND d.kind NOT IN ('stage', 'ended', 'spender')
  UNION ALL
  SELECT 'stage', (v.at AT TIME ZONE z.time_zone)::date, CASE WHEN v.orders > 0 THEN 'paid'
      ELSE (ARRAY['eligible', 'sent', 'delivered', 'read', 'clicked'])[coalesce(v.level, 0) + 1] END,
    '', v.sign, 0, 0
  FROM figure_subjects(shop, last) s JOIN shop z ON z.id = shop
  CROSS JOIN LATERAL (VALUES (-1, s.old_at, s.old_level, s.old_count), (1, s.at, s.level, s.count))
    AS v (sign, at, level, orders)
  WHERE s.kind = 'stage' AND v.at IS NOT NULL AND v.level IS DISTINCT FROM 9
  UNION ALL
  SELECT 'not_sent', (v.at AT TIME ZONE z.time_zone)::date, s.label, '', v.sign, 0, 0
  FROM figure_subjects(shop, last) s JOIN shop z ON z.id = shop
  CROSS JOIN LATERAL (VALUES (-1, s.old_at, s.old_level), (1, s.at, s.level)) AS v (sign, at, level)
  WHERE s.kind = 'ended' AND v.at IS NOT NULL AND v.level IS DISTINCT FROM 9
  UNION ALL
  SELECT 'spent', DATE '1970-01-01', s.label, s.currency, v.sign, v.sign * v.minor,
    v.sign * v.minor::numeric ^ 2
  FROM figure_subjects(shop, last) s
  CROSS JOIN LATERAL (VALUES (-1, s.old_level, s.old_count), (1, s.level, s.count))
    AS v (sign, level, minor)
  WHERE s.kind = 'spender' AND v.level = 1
  UNION ALL
  SELECT 'buyers', DATE '1970-01-01', s.label, '',
    (bool_or(s.level = 1 AND s.count > 0))::int
      - coalesce(bool_or(s.old_level = 1 AND s.old_count > 0), false)::int, 0, 0
  FROM figure_subjects(shop, last) s WHERE s.kind = 'spender' GROUP BY s.subject, s.label
$$;

-- A shop's figures as they are now: what is folded, and what is not yet. Days may come many times.
CREATE FUNCTION figures(shop TEXT)
RETURNS TABLE (kind TEXT, day DATE, label TEXT, currency TEXT,
  count BIGINT, amount_minor BIGINT, squares NUMERIC)
LANGUAGE sql STABLE AS $$
  SELECT f.kind, f.day, f.label, f.currency, f.count, f.amount_minor, f.squares
  FROM figure f WHERE f.shop_id = shop
  UNION ALL
  SELECT c.kind, c.day, c.label, c.currency, c.count, c.amount_minor, c.squares
  FROM figure_changes(shop, 9223372036854775807) c
$$;

-- Folds a shop's oldest deltas and answers how many they were; 0 also when somebody else folds. One
-- statement reads, keeps and deletes, so it is about one state of the database.
CREATE FUNCTION figure_fold(shop TEXT, most INT) RETURNS INT LANGUAGE plpgsql AS $$
DECLARE
  last BIGINT;
  folded INT;
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtextextended('figures:' || shop, 0)) THEN RETURN 0; END IF;
  SELECT max(d.id), count(*) INTO last, folded FROM (
    SELECT id FROM figure_delta WHERE shop_id = shop ORDER BY id LIMIT most) d;
  IF folded = 0 THEN RETURN 0; END IF;
  WITH kept AS (
    INSERT INTO figure_subject
    SELECT shop, s.kind, s.subject, s.label, s.currency, s.at, s.level, s.count
    FROM figure_subjects(shop, last) s
    ON CONFLICT (shop_id, kind, subject, label, currency) DO UPDATE
      SET at = excluded.at, level = excluded.level, count = excluded.count),
  gone AS (DELETE FROM figure_delta WHERE shop_id = shop AND id <= last)
  INSERT INTO figure AS f
  SELECT shop, c.kind, c.day, c.label, c.currency, sum(c.count), sum(c.amount_minor), sum(c.squares)
  FROM figure_changes(shop, last) c GROUP BY 2, 3, 4, 5
  ON CONFLICT (shop_id, kind, day, label, currency) DO UPDATE
    SET count = f.count + excluded.count, amount_minor = f.amount_minor + excluded.amount_minor,
      squares = f.squares + excluded.squares;
  RETURN folded;
END $$;

-- The balance of an order decides in which days' sums it counts as an order: for every day, whether
-- the entries from that day on add up to more than nothing. Each instant carries the difference to
-- the next, so that a sum over the days from any one on is that answer.
CREATE FUNCTION figure_order_counts(shop TEXT, ordered TEXT, last BIGINT)
RETURNS TABLE (currency TEXT, at TIMESTAMPTZ, count INT)
LANGUAGE sql STABLE AS $$
  SELECT e.currency, e.at, (e.rest > 0)::int
    - (coalesce(lag(e.rest) OVER (PARTITION BY e.currency ORDER BY e.at DESC), 0) > 0)::int
  FROM (
    SELECT b.currency, b.at,
      sum(b.minor) OVER (PARTITION BY b.currency ORDER BY b.at DESC) AS rest
    FROM (
      SELECT e.currency, e.occurred_at AS at, sum(e.amount_minor) AS minor
      FROM attribution_entry e
      WHERE e.shop_id = shop AND e.order_id = ordered AND e.id <= last GROUP BY 1, 2) b) e
$$;

-- One writer at a time appends to an order (its lock), so its entries come in the order of their ids.
CREATE FUNCTION figure_of_entry() RETURNS TRIGGER LANGUAGE plpgsql AS $$
DECLARE
  credit RECORD;
  before BIGINT;
BEGIN
  SELECT recovery_id, sequence_id INTO credit FROM attribution
  WHERE shop_id = NEW.shop_id AND order_id = NEW.order_id;
  SELECT coalesce(sum(amount_minor), 0) INTO before FROM attribution_entry
  WHERE shop_id = NEW.shop_id AND order_id = NEW.order_id AND id < NEW.id;
  INSERT INTO figure_delta (shop_id, kind, label, currency, at, count, amount_minor)
  SELECT NEW.shop_id, 'revenue', credit.sequence_id, c.currency, c.at, sum(c.count), sum(c.minor)
  FROM (
    SELECT NEW.currency AS currency, NEW.occurred_at AS at, 0 AS count, NEW.amount_minor AS minor
    UNION ALL
    SELECT n.currency, n.at, n.count, 0
    FROM figure_order_counts(NEW.shop_id, NEW.order_id, NEW.id) n
    UNION ALL
    SELECT o.currency, o.at, -o.count, 0
    FROM figure_order_counts(NEW.shop_id, NEW.order_id, NEW.id - 1) o) c
  GROUP BY c.currency, c.at HAVING sum(c.count) <> 0 OR sum(c.minor) <> 0;
  IF (before > 0) <> (before + NEW.amount_minor > 0) THEN
    INSERT INTO figure_delta (shop_id, kind, subject, count)
    VALUES (NEW.shop_id, 'stage', credit.recovery_id, CASE WHEN before > 0 THEN -1 ELSE 1 END);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER figure_of_entry AFTER INSERT ON attribution_entry
  FOR EACH ROW EXECUTE FUNCTION figure_of_entry();

-- A recovery that could send is eligible from its start; one that was declined is a message not sent.
CREATE FUNCTION figure_of_recovery() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> 'declined' THEN
    INSERT INTO figure_delta (shop_id, kind, subject, at, level)
    VALUES (NEW.shop_id, 'stage', NEW.id, NEW.started_at, 0);
  ELSIF NEW.reason IS NOT NULL THEN
    INSERT INTO figure_delta (shop_id, kind, label, at, count)
    VALUES (NEW.shop_id, 'not_sent', NEW.reason, NEW.started_at, 1);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER figure_of_recovery AFTER INSERT ON recovery
  FOR EACH ROW WHEN (NEW.state <> 'held_out') EXECUTE FUNCTION figure_of_recovery();

-- A recovery that gives way never was; its carts count from their own abandonment again. Before the
-- deletion, while its steps and carts can be read. With a whole shop the figures go too.
CREATE FUNCTION figure_of_discarded() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM shop WHERE id = OLD.shop_id) THEN RETURN OLD; END IF;
  INSERT INTO figure_delta (shop_id, kind, subject, label, at, level, count)
  SELECT OLD.shop_id, c.kind, c.subject, c.label, c.at, c.level, c.count FROM (
    SELECT 'stage', OLD.id, '', NULL::timestamptz, 9::smallint, 0
    UNION ALL
    SELECT 'not_sent', '', OLD.reason, OLD.started_at, NULL, -1
    WHERE OLD.state = 'declined' AND OLD.reason IS NOT NULL
    UNION ALL
    SELECT 'not_sent', '', CASE p.state WHEN 'skipped' THEN p.reason ELSE 'holdout' END,
      p.decided_at, NULL, -1
    FROM recovery_step p WHERE p.shop_id = OLD.shop_id AND p.recovery_id = OLD.id
      AND p.state IN ('skipped', 'would_have_sent') AND p.decided_at IS NOT NULL
      AND (p.state <> 'skipped' OR p.reason IS NOT NULL)
    UNION ALL
    SELECT DISTINCT 'ended', OLD.id, p.reason, NULL::timestamptz, 9::smallint, 0
    FROM recovery_step p WHERE p.shop_id = OLD.shop_id AND p.recovery_id = OLD.id
      AND p.state = 'cancelled' AND p.reason IS NOT NULL
    UNION ALL
    SELECT 'cart', '', '', m.at, NULL, m.count
    FROM recovery_cart k JOIN cart c ON c.shop_id = k.shop_id AND c.id = k.cart_id
    CROSS JOIN LATERAL (VALUES (OLD.started_at, -1), (c.abandoned_at, 1)) AS m (at, count)
    WHERE k.shop_id = OLD.shop_id AND k.recovery_id = OLD.id AND m.at IS NOT NULL
  ) c (kind, subject, label, at, level, count);
  RETURN OLD;
END $$;
CREATE TRIGGER figure_of_discarded BEFORE DELETE ON recovery
  FOR EACH ROW EXECUTE FUNCTION figure_of_discarded();

-- A cart counts from its own abandonment until a recovery takes it, then from that one's start.
CREATE FUNCTION figure_of_cart() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM recovery_cart WHERE shop_id = NEW.shop_id AND cart_id = NEW.id) THEN
    RETURN NULL;
  END IF;
  INSERT INTO figure_delta (shop_id, kind, at, count)
  SELECT NEW.shop_id, 'cart', v.at, v.count
  FROM (VALUES (OLD.abandoned_at, -1), (NEW.abandoned_at, 1)) AS v (at, count)
  WHERE v.at IS NOT NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER figure_of_cart AFTER UPDATE OF abandoned_at ON cart
  FOR EACH ROW WHEN (OLD.abandoned_at IS DISTINCT FROM NEW.abandoned_at)
  EXECUTE FUNCTION figure_of_cart();

-- The cart is locked, so that it can't be abandoned and taken at the same moment without either
-- knowing of the other.
CREATE FUNCTION figure_of_recovery_cart() RETURNS TRIGGER LANGUAGE plpgsql AS $$
DECLARE
  was TIMESTAMPTZ;
  has TIMESTAMPTZ;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    SELECT started_at INTO was FROM recovery WHERE shop_id = OLD.shop_id AND id = OLD.recovery_id;
  ELSE
    SELECT abandoned_at INTO was FROM cart
    WHERE shop_id = NEW.shop_id AND id = NEW.cart_id FOR SHARE;
  END IF;
  SELECT started_at INTO has FROM recovery WHERE shop_id = NEW.shop_id AND id = NEW.recovery_id;
  INSERT INTO figure_delta (shop_id, kind, at, count)
  SELECT NEW.shop_id, 'cart', v.at, v.count
  FROM (VALUES (was, -1), (has, 1)) AS v (at, count)
  WHERE v.at IS NOT NULL AND was IS DISTINCT FROM has;
  RETURN NULL;
END $$;
CREATE TRIGGER figure_of_recovery_cart AFTER INSERT ON recovery_cart
  FOR EACH ROW EXECUTE FUNCTION figure_of_recovery_cart();
CREATE TRIGGER figure_of_moved_cart AFTER UPDATE OF recovery_id ON recovery_cart
  FOR EACH ROW WHEN (OLD.recovery_id <> NEW.recovery_id)
  EXECUTE FUNCTION figure_of_recovery_cart();

-- Steps are born pending and messages queued, so only their changes count. A whole statement at a
-- time: what a batch decides at one moment is one delta. Within a quarter of an hour no day begins,
-- in any zone of today.
CREATE FUNCTION figure_of_steps() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO figure_delta (shop_id, kind, label, at, count)
  SELECT c.shop_id, 'not_sent', c.reason, c.at, sum(c.count) FROM (
    SELECT a.shop_id, CASE a.state WHEN 'skipped' THEN a.reason ELSE 'holdout' END AS reason,
      date_bin('15 minutes', a.decided_at, 'epoch') AS at, 1 AS count
    FROM after a WHERE a.state IN ('skipped', 'would_have_sent')
    UNION ALL
    SELECT b.shop_id, CASE b.state WHEN 'skipped' THEN b.reason ELSE 'holdout' END,
      date_bin('15 minutes', b.decided_at, 'epoch'), -1
    FROM before b WHERE b.state IN ('skipped', 'would_have_sent')) c
  WHERE c.reason IS NOT NULL AND c.at IS NOT NULL
  GROUP BY 1, 3, 4 HAVING sum(c.count) <> 0;
  INSERT INTO figure_delta (shop_id, kind, subject, label, at)
  SELECT a.shop_id, 'ended', a.recovery_id, a.reason, max(a.decided_at) FROM after a
  WHERE a.state = 'cancelled' AND a.reason IS NOT NULL AND a.decided_at IS NOT NULL
  GROUP BY 1, 3, 4;
  RETURN NULL;
END $$;
CREATE TRIGGER figure_of_steps AFTER UPDATE ON recovery_step
  REFERENCING OLD TABLE AS before NEW TABLE AS after
  FOR EACH STATEMENT EXECUTE FUNCTION figure_of_steps();

CREATE FUNCTION figure_of_messages() RETURNS TRIGGER LANGUAGE plpgsql AS $$
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
  SELECT m.shop_id, 'sent', r.sequence_id, m.at, m.count FROM (
    SELECT u.shop_id, u.recovery_id, date_bin('15 minutes', u.at, 'epoch') AS at,
      sum(u.sign) AS count
    FROM (
      SELECT a.shop_id, a.recovery_id, a.sent_at AS at, 1 AS sign FROM after a
      UNION ALL SELECT b.shop_id, b.recovery_id, b.sent_at, -1 FROM before b) u
    WHERE u.recovery_id IS NOT NULL AND u.at IS NOT NULL
    GROUP BY 1, 2, 3 HAVING sum(u.sign) <> 0) m
  JOIN recovery r ON r.shop_id = m.shop_id AND r.id = m.recovery_id
  WHERE r.sequence_id IS NOT NULL;
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
CREATE TRIGGER figure_of_messages AFTER UPDATE ON message
  REFERENCING OLD TABLE AS before NEW TABLE AS after
  FOR EACH STATEMENT EXECUTE FUNCTION figure_of_messages();

CREATE FUNCTION figure_of_touch() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO figure_delta (shop_id, kind, subject, level)
  SELECT l.shop_id, 'stage', l.recovery_id, 4 FROM tracked_link l
  WHERE l.token = NEW.token AND l.shop_id = NEW.shop_id;
  RETURN NULL;
END $$;
CREATE TRIGGER figure_of_touch AFTER INSERT ON touch
  FOR EACH ROW WHEN (NOT NEW.robot) EXECUTE FUNCTION figure_of_touch();

-- People are sums; what they spent is theirs, and goes with them to another arm or another record.
CREATE FUNCTION figure_of_assignment() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO figure_delta (shop_id, kind, label, at, count)
    VALUES (NEW.shop_id, 'people', NEW.experiment_key || ':' || NEW.arm, NEW.assigned_at, 1);
    INSERT INTO figure_delta (shop_id, kind, subject)
    SELECT NEW.shop_id, 'spender', NEW.customer_id
    WHERE EXISTS (SELECT FROM conversion
      WHERE shop_id = NEW.shop_id AND customer_id = NEW.customer_id);
  END IF;
  IF TG_OP <> 'INSERT' AND EXISTS (SELECT FROM shop WHERE id = OLD.shop_id) THEN
    INSERT INTO figure_delta (shop_id, kind, label, at, count)
    VALUES (OLD.shop_id, 'people', OLD.experiment_key || ':' || OLD.arm, OLD.assigned_at, -1);
    INSERT INTO figure_delta (shop_id, kind, subject)
    VALUES (OLD.shop_id, 'spender', OLD.customer_id);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER figure_of_assignment AFTER INSERT OR UPDATE OR DELETE ON assignment
  FOR EACH ROW EXECUTE FUNCTION figure_of_assignment();

CREATE FUNCTION figure_of_conversion() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO figure_delta (shop_id, kind, subject)
  VALUES (NEW.shop_id, 'spender', NEW.customer_id);
  IF TG_OP = 'UPDATE' AND OLD.customer_id <> NEW.customer_id THEN
    INSERT INTO figure_delta (shop_id, kind, subject)
    VALUES (OLD.shop_id, 'spender', OLD.customer_id);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER figure_of_conversion AFTER INSERT OR UPDATE ON conversion
  FOR EACH ROW EXECUTE FUNCTION figure_of_conversion();

-- Deltas have no foreign key, which would cost a look at the shop for each; they go with it all the
-- same.
CREATE FUNCTION figure_of_erased_shop() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM figure_delta WHERE shop_id = OLD.id;
  RETURN NULL;
END $$;
CREATE TRIGGER figure_of_erased_shop AFTER DELETE ON shop
  FOR EACH ROW EXECUTE FUNCTION figure_of_erased_shop();

-- Counts a shop anew from its facts, as deltas that wait to be folded. One statement removes and
-- counts, so a change that commits meanwhile is in neither or in both.
CREATE FUNCTION figure_recount(shop TEXT) RETURNS VOID LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('figures:' || shop, 0));
  WITH no_figure AS (DELETE FROM figure WHERE shop_id = shop),
  no_subject AS (DELETE FROM figure_subject WHERE shop_id = shop),
  no_delta AS (DELETE FROM figure_delta WHERE shop_id = shop)
  INSERT INTO figure_delta (shop_id, kind, subject, label, currency, at, level, count, amount_minor)
  SELECT shop, d.kind, d.subject, d.label, d.currency, d.at, d.level, d.count, d.minor
  FROM figure_facts(shop) d;
END $$;

-- All facts of a shop as deltas.
CREATE FUNCTION figure_facts(shop TEXT)
RETURNS TABLE (kind TEXT, subject TEXT, label TEXT, currency TEXT, at TIMESTAMPTZ, level SMALLINT,
  count BIGINT, minor BIGINT)
LANGUAGE sql STABLE AS $$
  SELECT 'revenue', '', a.sequence_id, e.currency, e.at,
    NULL::smallint,
    (e.rest > 0)::int - (coalesce(lag(e.rest) OVER (
      PARTITION BY e.order_id, e.currency ORDER BY e.at DESC), 0) > 0)::int, e.minor::bigint
  FROM (
    SELECT b.order_id, b.currency, b.at, b.minor,
      sum(b.minor) OVER (PARTITION BY b.order_id, b.currency ORDER BY b.at DESC) AS rest
    FROM (
      SELECT e.order_id, e.currency, e.occurred_at AS at, sum(e.amount_minor) AS minor
      FROM attribution_entry e WHERE e.shop_id = shop GROUP BY 1, 2, 3) b) e
  JOIN attribution a ON a.shop_id = shop AND a.order_id = e.order_id
  UNION ALL
  SELECT 'sent', '', r.sequence_id, '', date_bin('15 minutes', m.sent_at, 'epoch'), NULL, count(*), 0
  FROM message m JOIN recovery r ON r.shop_id = m.shop_id AND r.id = m.recovery_id
  WHERE m.shop_id = shop AND m.sent_at IS NOT NULL AND r.sequence_id IS NOT NULL GROUP BY 3, 5
  UNION ALL
  SELECT 'cart', '', '', '', date_bin('15 minutes', coalesce(r.started_at, c.abandoned_at), 'epoch'),
    NULL, count(*), 0
  FROM cart c
  LEFT JOIN recovery_cart k ON k.shop_id = c.shop_id AND k.cart_id = c.id
  LEFT JOIN recovery r ON r.shop_id = k.shop_id AND r.id = k.recovery_id
  WHERE c.shop_id = shop AND coalesce(r.started_at, c.abandoned_at) IS NOT NULL GROUP BY 5
  UNION ALL
  SELECT 'stage', r.id, '', '', r.started_at, greatest(m.level, l.level, 0)::smallint,
    coalesce(p.orders, 0), 0
  FROM recovery r
  LEFT JOIN (
    SELECT m.recovery_id, max(CASE WHEN m.read_at IS NOT NULL THEN 3
      WHEN m.delivered_at IS NOT NULL THEN 2 WHEN m.sent_at IS NOT NULL THEN 1 ELSE 0 END) AS level
    FROM message m WHERE m.shop_id = shop AND m.recovery_id IS NOT NULL GROUP BY 1) m
    ON m.recovery_id = r.id
  LEFT JOIN (
    SELECT DISTINCT l.recovery_id, 4 AS level FROM tracked_link l
    JOIN touch t ON t.shop_id = l.shop_id AND t.token = l.token
    WHERE l.shop_id = shop AND NOT t.robot) l ON l.recovery_id = r.id
  LEFT JOIN (
    SELECT o.recovery_id, count(*) AS orders FROM (
      SELECT a.recovery_id FROM attribution a
      JOIN attribution_entry e ON e.shop_id = a.shop_id AND e.order_id = a.order_id
      WHERE a.shop_id = shop GROUP BY a.recovery_id, a.order_id HAVING sum(e.amount_minor) > 0) o
    GROUP BY 1) p ON p.recovery_id = r.id
  WHERE r.shop_id = shop AND r.state NOT IN ('declined', 'held_out') AND NOT EXISTS (
    SELECT FROM domain_event d WHERE d.shop_id = r.shop_id AND d.subject_id = r.id
      AND d.type = 'recovery.held_out')
  UNION ALL
  SELECT 'not_sent', '', r.reason, '', r.started_at, NULL, count(*), 0 FROM recovery r
  WHERE r.shop_id = shop AND r.state = 'declined' AND r.reason IS NOT NULL GROUP BY 3, 5
  UNION ALL
  SELECT 'not_sent', '', CASE p.state WHEN 'skipped' THEN p.reason ELSE 'holdout' END, '',
    date_bin('15 minutes', p.decided_at, 'epoch'), NULL, count(*), 0
  FROM recovery_step p WHERE p.shop_id = shop AND p.state IN ('skipped', 'would_have_sent')
    AND p.decided_at IS NOT NULL AND (p.state <> 'skipped' OR p.reason IS NOT NULL) GROUP BY 3, 5
  UNION ALL
  SELECT 'ended', p.recovery_id, p.reason, '', max(p.decided_at), NULL, 0, 0
  FROM recovery_step p WHERE p.shop_id = shop AND p.state = 'cancelled' AND p.reason IS NOT NULL
    AND p.decided_at IS NOT NULL GROUP BY 2, 3
  UNION ALL
  SELECT 'ended', m.recovery_id, m.failure_code, '', max(m.ended_at), NULL, 0, 0
  FROM message m WHERE m.shop_id = shop AND m.state = 'cancelled' AND m.recovery_id IS NOT NULL
    AND m.failure_code IS NOT NULL AND m.ended_at IS NOT NULL GROUP BY 2, 3
  UNION ALL
  SELECT v.kind, '', v.label, '', date_bin('15 minutes', m.ended_at, 'epoch'), NULL, count(*), 0
  FROM message m
  CROSS JOIN LATERAL (VALUES
    ('not_sent', CASE m.failure_code WHEN 'outcome_unknown' THEN 'outcome_unknown'
      ELSE 'send_failed' END),
    ('failure', CASE WHEN m.failure_code IS DISTINCT FROM 'outcome_unknown'
      THEN coalesce(m.failure_code, '0') END)) AS v (kind, label)
  WHERE m.shop_id = shop AND m.state = 'failed' AND m.recovery_id IS NOT NULL
    AND m.ended_at IS NOT NULL AND v.label IS NOT NULL GROUP BY 1, 3, 5
  UNION ALL
  SELECT 'people', '', a.experiment_key || ':' || a.arm, '',
    date_bin('15 minutes', a.assigned_at, 'epoch'), NULL, count(*), 0
  FROM assignment a WHERE a.shop_id = shop GROUP BY 3, 5
  UNION ALL
  SELECT DISTINCT 'spender', c.customer_id, '', '', NULL::timestamptz, NULL::smallint, 0, 0
  FROM conversion c WHERE c.shop_id = shop
$$;

-- A store that moves to another zone has other days.
CREATE FUNCTION figure_of_moved_shop() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  PERFORM figure_recount(NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER figure_of_moved_shop AFTER UPDATE OF time_zone ON shop
  FOR EACH ROW WHEN (OLD.time_zone <> NEW.time_zone) EXECUTE FUNCTION figure_of_moved_shop();

-- What is there already. Nobody writes meanwhile, so that nothing is counted twice or missed.
LOCK TABLE attribution_entry, recovery, recovery_cart, recovery_step, cart, message, touch,
  assignment, conversion IN SHARE ROW EXCLUSIVE MODE;
DO $$
DECLARE
  id TEXT;
BEGIN
  FOR id IN SELECT s.id FROM shop s LOOP
    PERFORM figure_recount(id);
    WHILE figure_fold(id, 200000) > 0 LOOP END LOOP;
  END LOOP;
END $$;
