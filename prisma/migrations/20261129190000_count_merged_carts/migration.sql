-- Written by hand. A cart that comes under a running recovery is served by that one's messages, so
-- it is a message not sent: `merged`, at the moment when it came there. The event is the fact; the
-- link of a cart to its recovery knows no time, and moves when two records become one person.

-- The carts that came under recoveries of a shop, as deltas. A recovery that gave way never was.
CREATE FUNCTION figure_merged_carts(shop TEXT)
RETURNS TABLE (at TIMESTAMPTZ, count BIGINT)
LANGUAGE sql STABLE AS $$
  SELECT date_bin('15 minutes', d.occurred_at, 'epoch'), count(*)
  FROM domain_event d JOIN recovery r ON r.shop_id = d.shop_id AND r.id = d.subject_id
  WHERE d.shop_id = shop AND d.type = 'recovery.cart_adopted' GROUP BY 1
$$;

CREATE FUNCTION figure_of_merged_cart() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO figure_delta (shop_id, kind, label, at, count)
  VALUES (NEW.shop_id, 'not_sent', 'merged', NEW.occurred_at, 1);
  RETURN NULL;
END $$;
CREATE TRIGGER figure_of_merged_cart AFTER INSERT ON domain_event
  FOR EACH ROW WHEN (NEW.type = 'recovery.cart_adopted') EXECUTE FUNCTION figure_of_merged_cart();

CREATE FUNCTION figure_of_discarded_merges() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM shop WHERE id = OLD.shop_id) THEN RETURN OLD; END IF;
  INSERT INTO figure_delta (shop_id, kind, label, at, count)
  SELECT OLD.shop_id, 'not_sent', 'merged', d.occurred_at, -1 FROM domain_event d
  WHERE d.shop_id = OLD.shop_id AND d.subject_id = OLD.id AND d.type = 'recovery.cart_adopted';
  RETURN OLD;
END $$;
CREATE TRIGGER figure_of_discarded_merges BEFORE DELETE ON recovery
  FOR EACH ROW EXECUTE FUNCTION figure_of_discarded_merges();

ALTER FUNCTION figure_facts(TEXT) RENAME TO figure_facts_of_rows;
CREATE FUNCTION figure_facts(shop TEXT)
RETURNS TABLE (kind TEXT, subject TEXT, label TEXT, currency TEXT, at TIMESTAMPTZ, level SMALLINT,
  count BIGINT, minor BIGINT)
LANGUAGE sql STABLE AS $$
  SELECT * FROM figure_facts_of_rows(shop)
  UNION ALL
  SELECT 'not_sent', '', 'merged', '', m.at, NULL, m.count, 0 FROM figure_merged_carts(shop) m
$$;

-- What is there already. Nobody writes meanwhile, so that nothing is counted twice or missed.
LOCK TABLE domain_event, recovery IN SHARE ROW EXCLUSIVE MODE;
INSERT INTO figure_delta (shop_id, kind, label, at, count)
SELECT s.id, 'not_sent', 'merged', m.at, m.count
FROM shop s CROSS JOIN LATERAL figure_merged_carts(s.id) m;
