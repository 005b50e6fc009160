<?php

namespace Ripresa;

/** The tables, one set for each blog of a network. */
final class Schema
{
    public const VERSION = '2';
    public const OPTION = 'ripresa_schema';

    public static function carts(): string
    {
        return $GLOBALS['wpdb']->prefix . 'ripresa_carts';
    }

    public static function outbox(): string
    {
        return $GLOBALS['wpdb']->prefix . 'ripresa_outbox';
    }

    public static function restoreTokens(): string
    {
        return $GLOBALS['wpdb']->prefix . 'ripresa_restore_tokens';
    }

    /** @return string[] */
    public static function tables(): array
    {
        return [self::carts(), self::outbox(), self::restoreTokens()];
    }

    /** A blog that joined a network after the activation has no tables yet: each request looks, at no cost. */
    public static function ensure(): void
    {
        if (get_option(self::OPTION) === self::VERSION) {
            return;
        }
        require_once ABSPATH . 'wp-admin/includes/upgrade.php';
        foreach (self::definitions() as $table => $columns) {
            dbDelta("CREATE TABLE $table (\n$columns\n) " . $GLOBALS['wpdb']->get_charset_collate() . ';');
        }
        update_option(self::OPTION, self::VERSION, true);
    }

    /**
     * @param string[] $tables
     * @return string[]
     */
    public static function dropWithBlog(array $tables): array
    {
        return array_merge($tables, self::tables());
    }

    /** @return array<string, string> */
    private static function definitions(): array
    {
        return [
            self::carts() => self::cartColumns(),
            self::outbox() => self::outboxColumns(),
            self::restoreTokens() => self::restoreTokenColumns(),
        ];
    }

    private static function cartColumns(): string
    {
        return "token char(32) NOT NULL,
user_id bigint(20) unsigned NOT NULL DEFAULT 0,
sequence int(10) unsigned NOT NULL DEFAULT 0,
state varchar(10) NOT NULL DEFAULT 'open',
fingerprint char(32) NOT NULL DEFAULT '',
email varchar(190) NOT NULL DEFAULT '',
phone varchar(40) NOT NULL DEFAULT '',
contact text NOT NULL,
consent text NOT NULL,
content longtext NOT NULL,
cart_lines longtext NOT NULL,
restored_from char(32) NOT NULL DEFAULT '',
click varchar(128) NOT NULL DEFAULT '',
order_id bigint(20) unsigned NOT NULL DEFAULT 0,
created_ms bigint(20) unsigned NOT NULL DEFAULT 0,
updated_ms bigint(20) unsigned NOT NULL DEFAULT 0,
PRIMARY KEY  (token),
KEY user_id (user_id),
KEY email (email),
KEY phone (phone),
KEY order_id (order_id),
KEY updated_ms (updated_ms)";
    }

    private static function outboxColumns(): string
    {
        return "id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
event_id char(36) NOT NULL,
topic varchar(20) NOT NULL,
subject varchar(64) NOT NULL,
body longtext NOT NULL,
state varchar(10) NOT NULL DEFAULT 'pending',
attempts smallint(5) unsigned NOT NULL DEFAULT 0,
next_at bigint(20) unsigned NOT NULL DEFAULT 0,
claimed_until bigint(20) unsigned NOT NULL DEFAULT 0,
occurred_ms bigint(20) unsigned NOT NULL DEFAULT 0,
last_error varchar(60) NOT NULL DEFAULT '',
PRIMARY KEY  (id),
UNIQUE KEY event_id (event_id),
KEY due (state,next_at),
KEY subject (subject)";
    }

    private static function restoreTokenColumns(): string
    {
        return "token_hash char(64) NOT NULL,
cart_token char(32) NOT NULL,
expires_at bigint(20) unsigned NOT NULL DEFAULT 0,
uses int(10) unsigned NOT NULL DEFAULT 0,
PRIMARY KEY  (token_hash),
KEY cart_token (cart_token)";
    }
}
