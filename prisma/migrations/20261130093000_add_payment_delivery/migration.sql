-- Where a paid cart is sent to, until its order is made.
ALTER TABLE "payment" ADD COLUMN "delivery" JSON;
