<?php

namespace Ripresa\Privacy;

use Ripresa\Capture\AccountConsent;
use Ripresa\Capture\CaptureEndpoint;
use Ripresa\Capture\CartSession;
use Ripresa\Connect\ConnectFlow;
use Ripresa\Connect\Disconnect;
use Ripresa\Connect\Exchange;
use Ripresa\Connect\SiteFacts;
use Ripresa\Connection;
use Ripresa\Health;
use Ripresa\Outbox\Schedule;
use Ripresa\Plugin;
use Ripresa\Schema;
use Ripresa\Settings;
use Ripresa\Webhooks\CoreWebhooks;

/** Leaves a site as it was before the plugin. WooCommerce may be gone already: its tables are asked for. */
final class Removal
{
    private const OPTIONS = [
        Schema::OPTION, Connection::OPTION, Settings::OPTION, Health::OPTION,
        ConnectFlow::PENDING, Exchange::OPTION, SiteFacts::OPTION, Disconnect::ENDED,
    ];

    /** Under this the block checkout keeps on an order what was answered in our box. */
    private const BLOCK_FIELDS = '_wc_other/ripresa/';

    public static function everywhere(): void
    {
        Plugin::callLocalApp();
        if (!is_multisite()) {
            self::ofBlog();
            return;
        }
        foreach (get_sites(['fields' => 'ids', 'number' => 0]) as $blog) {
            switch_to_blog($blog);
            self::ofBlog();
            restore_current_blog();
        }
    }

    private static function ofBlog(): void
    {
        global $wpdb;
        Disconnect::sayGoodbye('uninstalled');
        if (self::exists('woocommerce_api_keys')) {
            $wpdb->delete($wpdb->prefix . 'woocommerce_api_keys', ['description' => 'Ripresa']);
        }
        CoreWebhooks::remove();
        self::removeActions();
        foreach (Schema::tables() as $table) {
            $wpdb->query("DROP TABLE IF EXISTS $table"); // phpcs:ignore WordPress.DB
        }
        foreach (self::OPTIONS as $option) {
            delete_option($option);
        }
        self::forgetCounts();
        self::forgetOrders();
        self::forgetSessions();
        delete_metadata('user', 0, $wpdb->get_blog_prefix() . AccountConsent::META, '', true);
    }

    private static function forgetCounts(): void
    {
        global $wpdb;
        foreach (['_transient_', '_transient_timeout_'] as $prefix) {
            $ours = $wpdb->esc_like($prefix . CaptureEndpoint::ASKED) . '%';
            $wpdb->query($wpdb->prepare("DELETE FROM {$wpdb->options} WHERE option_name LIKE %s", $ours)); // phpcs:ignore WordPress.DB
        }
    }

    /** Orders as posts, and in WooCommerce's own tables; WooCommerce itself may be gone. */
    private static function forgetOrders(): void
    {
        global $wpdb;
        foreach (['postmeta', 'wc_orders_meta'] as $table) {
            if (self::exists($table)) {
                foreach (['_ripresa_', self::BLOCK_FIELDS] as $prefix) {
                    $ours = $wpdb->esc_like($prefix) . '%';
                    $wpdb->query($wpdb->prepare("DELETE FROM {$wpdb->prefix}$table WHERE meta_key LIKE %s", $ours)); // phpcs:ignore WordPress.DB
                }
            }
        }
    }

    /** Of shoppers who are still there; WooCommerce drops a session after two days. */
    private static function forgetSessions(): void
    {
        global $wpdb;
        $table = $wpdb->prefix . 'woocommerce_sessions';
        if (!self::exists('woocommerce_sessions')) {
            return;
        }
        $ours = '%' . $wpdb->esc_like('ripresa_') . '%';
        $rows = $wpdb->get_results($wpdb->prepare("SELECT session_key, session_value FROM $table WHERE session_value LIKE %s", $ours)); // phpcs:ignore WordPress.DB
        foreach ($rows as $row) {
            $values = maybe_unserialize($row->session_value);
            if (is_array($values)) {
                $values = array_diff_key($values, array_flip(CartSession::WORDS));
                $wpdb->update($table, ['session_value' => serialize($values)], ['session_key' => $row->session_key]);
            }
        }
    }

    private static function removeActions(): void
    {
        global $wpdb;
        if (!self::exists('actionscheduler_actions')) {
            return;
        }
        $prefix = $wpdb->prefix . 'actionscheduler_';
        foreach (Schedule::HOOKS as $hook) {
            $ids = $wpdb->get_col($wpdb->prepare("SELECT action_id FROM {$prefix}actions WHERE hook = %s", $hook));
            foreach ($ids as $id) {
                $wpdb->delete($prefix . 'logs', ['action_id' => $id]);
            }
            $wpdb->delete($prefix . 'actions', ['hook' => $hook]);
        }
        $wpdb->delete($prefix . 'groups', ['slug' => Schedule::GROUP]);
    }

    private static function exists(string $table): bool
    {
        global $wpdb;
        $name = $wpdb->prefix . $table;
        return $wpdb->get_var($wpdb->prepare('SHOW TABLES LIKE %s', $wpdb->esc_like($name))) === $name;
    }
}
