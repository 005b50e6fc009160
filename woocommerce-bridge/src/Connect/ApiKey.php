<?php

namespace Ripresa\Connect;

/** The key with which the app reads the store by WooCommerce's REST. */
final class ApiKey
{
    /** @return array{id: int, consumerKey: string, consumerSecret: string} */
    public static function create(): array
    {
        global $wpdb;
        $key = 'ck_' . wc_rand_hash();
        $secret = 'cs_' . wc_rand_hash();
        $wpdb->insert($wpdb->prefix . 'woocommerce_api_keys', [
            'user_id' => get_current_user_id(),
            'description' => 'Ripresa',
            'permissions' => 'read_write',
            'consumer_key' => wc_api_hash($key),
            'consumer_secret' => $secret,
            'truncated_key' => substr($key, -7),
        ]);
        return ['id' => (int) $wpdb->insert_id, 'consumerKey' => $key, 'consumerSecret' => $secret];
    }

    public static function revoke(int $id): void
    {
        global $wpdb;
        if ($id > 0) {
            $wpdb->delete($wpdb->prefix . 'woocommerce_api_keys', ['key_id' => $id, 'description' => 'Ripresa']);
        }
    }
}
