<?php

namespace Ripresa\Capture;

use Ripresa\Schema;

final class CartStore
{
    public static function find(string $token): ?Cart
    {
        global $wpdb;
        $table = Schema::carts();
        $row = $wpdb->get_row($wpdb->prepare("SELECT * FROM $table WHERE token = %s", $token));
        return $row ? Cart::fromRow($row) : null;
    }

    public static function keep(Cart $cart): void
    {
        $GLOBALS['wpdb']->replace(Schema::carts(), $cart->toRow());
    }

    /** The cart that an account left open or ordered last, for a session that lost its token. */
    public static function latestOfUser(int $userId): ?Cart
    {
        global $wpdb;
        $table = Schema::carts();
        $row = $wpdb->get_row($wpdb->prepare(
            "SELECT * FROM $table WHERE user_id = %d AND state IN ('open', 'ordered') ORDER BY updated_ms DESC LIMIT 1",
            $userId
        ));
        return $row ? Cart::fromRow($row) : null;
    }

    /** @return Cart[] */
    public static function ofOrder(int $orderId): array
    {
        global $wpdb;
        $table = Schema::carts();
        $rows = $wpdb->get_results($wpdb->prepare("SELECT * FROM $table WHERE order_id = %d", $orderId));
        return array_map([Cart::class, 'fromRow'], $rows);
    }

    /** @return Cart[] */
    public static function ofPerson(string $email, int $userId): array
    {
        global $wpdb;
        $table = Schema::carts();
        $rows = $wpdb->get_results($wpdb->prepare(
            "SELECT * FROM $table WHERE (email <> '' AND email = %s) OR (user_id > 0 AND user_id = %d)",
            strtolower($email),
            $userId
        ));
        return array_map([Cart::class, 'fromRow'], $rows);
    }

    /** @return Cart[] oldest first, those that the app was or will be told */
    public static function changedSince(int $sinceMs, string $afterToken, int $limit): array
    {
        global $wpdb;
        $table = Schema::carts();
        $rows = $wpdb->get_results($wpdb->prepare(
            "SELECT * FROM $table WHERE (phone <> '' OR email <> '') "
                . 'AND (updated_ms > %d OR (updated_ms = %d AND token > %s)) ORDER BY updated_ms, token LIMIT %d',
            $sinceMs,
            $sinceMs,
            $afterToken,
            $limit
        ));
        return array_map([Cart::class, 'fromRow'], $rows);
    }

    public static function remove(string $token): void
    {
        $GLOBALS['wpdb']->delete(Schema::carts(), ['token' => $token]);
    }

    public static function removeUnchangedSince(int $milliseconds): void
    {
        global $wpdb;
        $table = Schema::carts();
        $wpdb->query($wpdb->prepare("DELETE FROM $table WHERE updated_ms < %d", $milliseconds));
    }
}
