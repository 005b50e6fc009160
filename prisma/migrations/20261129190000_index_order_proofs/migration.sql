-- Whether an order carries a click or a code of ours is asked before each message. Shopify compares
-- discount codes without regard to case.
CREATE FUNCTION in_capitals(codes TEXT[]) RETURNS TEXT[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_agg(upper(code)) FROM unnest(codes) AS code
$$;
CREATE INDEX "orders_click_token" ON "orders" ("shop_id", "click_token")
  WHERE "click_token" IS NOT NULL;
CREATE INDEX "orders_discount_codes" ON "orders" USING gin (in_capitals("discount_codes"))
  WHERE "discount_codes" <> '{}';
