<?php

namespace Ripresa\Restore;

use Ripresa\Schema;

/**
 * The opaque word in a restore link. It is derived with a secret of wp-config.php and kept only as a
 * hash: who reads the database cannot open a cart with it.
 */
final class RestoreTokens
{
    public const PARAMETER = 'ripresa_restore';
    private const DAYS = 30;
    private const MOST_USES = 50;

    public static function url(string $cartToken): string
    {
        $token = hash_hmac('sha256', "restore|$cartToken", wp_salt('auth'));
        self::keep(hash('sha256', $token), $cartToken);
        return add_query_arg(self::PARAMETER, $token, home_url('/'));
    }

    /** @return string|null the cart's token; null when the link is unknown, too old or used up */
    public static function open(string $token): ?string
    {
        global $wpdb;
        if (preg_match('/^[0-9a-f]{64}$/', $token) !== 1) {
            return null;
        }
        $table = Schema::restoreTokens();
        $hash = hash('sha256', $token);
        $used = $wpdb->query($wpdb->prepare(
            "UPDATE $table SET uses = uses + 1 WHERE token_hash = %s AND expires_at > %d AND uses < %d",
            $hash,
            time(),
            self::MOST_USES
        ));
        return $used === 1
            ? $wpdb->get_var($wpdb->prepare("SELECT cart_token FROM $table WHERE token_hash = %s", $hash))
            : null;
    }

    public static function removeOf(string $cartToken): void
    {
        $GLOBALS['wpdb']->delete(Schema::restoreTokens(), ['cart_token' => $cartToken]);
    }

    public static function removeExpired(): void
    {
        global $wpdb;
        $table = Schema::restoreTokens();
        $wpdb->query($wpdb->prepare("DELETE FROM $table WHERE expires_at < %d", time()));
    }

    /** Each change of the cart gives its link new days, and no new uses. */
    private static function keep(string $hash, string $cartToken): void
    {
        global $wpdb;
        $table = Schema::restoreTokens();
        $expires = time() + self::DAYS * DAY_IN_SECONDS;
        $known = $wpdb->query($wpdb->prepare(
            "UPDATE $table SET expires_at = %d WHERE token_hash = %s",
            $expires,
            $hash
        ));
        if (!$known) {
            $wpdb->query($wpdb->prepare(
                "INSERT IGNORE INTO $table (token_hash, cart_token, expires_at, uses) VALUES (%s, %s, %d, 0)",
                $hash,
                $cartToken,
                $expires
            ));
        }
    }
}
