<?php

namespace Ripresa\Webhooks;

use Ripresa\Connection;
use Ripresa\Health;
use Ripresa\Settings;

/**
 * WooCommerce's own webhooks as a second signal beside the outbox, where the merchant wants one.
 * WooCommerce switches a webhook off without a word when its deliveries fail; here it is switched on again.
 */
final class CoreWebhooks
{
    /** Their ids by topic, on whose behalf they read, and when one was last repaired. */
    public const OPTION = 'ripresa_webhooks';
    private const TOPICS = ['order.created', 'order.updated', 'order.restored', 'product.deleted'];
    private const SECRET_OF = 'core webhook';

    /** Makes what is missing and repairs what was switched off; removes all where none is wanted. */
    public static function keep(): void
    {
        $connection = Connection::current();
        if (!class_exists('WC_Webhook')) {
            return;
        }
        if ($connection === null || !Settings::usesCoreWebhooks()) {
            self::remove();
            return;
        }
        $kept = self::kept();
        $kept['user'] = (int) ($kept['user'] ?? 0) ?: get_current_user_id();
        foreach (self::TOPICS as $topic) {
            $kept = self::keepOne($connection, $topic, $kept);
        }
        update_option(self::OPTION, $kept, false);
    }

    /** Also where WooCommerce is gone already, and its table is still there. */
    public static function remove(): void
    {
        global $wpdb;
        foreach (self::kept()['ids'] ?? [] as $id) {
            $webhook = class_exists('WC_Webhook') ? self::read((int) $id) : null;
            if ($webhook !== null) {
                $webhook->delete(true);
            } elseif ($wpdb->get_var("SHOW TABLES LIKE '{$wpdb->prefix}wc_webhooks'") !== null) {
                $wpdb->delete($wpdb->prefix . 'wc_webhooks', ['webhook_id' => (int) $id]);
            }
        }
        delete_option(self::OPTION);
    }

    /** @return int|null when one was last repaired, in seconds since 1970 */
    public static function repairedAt(): ?int
    {
        return self::kept()['repairedAt'] ?? null;
    }

    /**
     * @param array<string, mixed> $kept
     * @return array<string, mixed>
     */
    private static function keepOne(Connection $connection, string $topic, array $kept): array
    {
        $webhook = self::read((int) ($kept['ids'][$topic] ?? 0));
        if ($webhook === null) {
            $kept['ids'][$topic] = self::create($connection, $topic, (int) $kept['user']);
            return $kept;
        }
        if (self::isOld($webhook, $connection)) {
            self::address($webhook, $connection)->save();
        }
        // While the app is away it would only fail again; a paused one was paused by a person.
        if ($webhook->get_status() === 'disabled' && empty(Health::read()['error'])) {
            $webhook->set_failure_count(0);
            $webhook->set_status('active');
            $webhook->save();
            $kept['repairedAt'] = time();
        }
        return $kept;
    }

    private static function create(Connection $connection, string $topic, int $user): int
    {
        $webhook = new \WC_Webhook();
        $webhook->set_name("Ripresa $topic");
        $webhook->set_user_id($user);
        $webhook->set_topic($topic);
        $webhook->set_api_version('wp_api_v3');
        $webhook->set_status('active');
        return (int) self::address($webhook, $connection)->save();
    }

    /** @param \WC_Webhook $webhook */
    private static function isOld($webhook, Connection $connection): bool
    {
        return $webhook->get_delivery_url('edit') !== self::url($connection)
            || $webhook->get_secret('edit') !== self::secret($connection);
    }

    /**
     * @param \WC_Webhook $webhook
     * @return \WC_Webhook
     */
    private static function address($webhook, Connection $connection)
    {
        $webhook->set_delivery_url(self::url($connection));
        $webhook->set_secret(self::secret($connection));
        return $webhook;
    }

    private static function url(Connection $connection): string
    {
        return $connection->appUrl() . '/webhooks/woocommerce?site=' . $connection->siteId();
    }

    /** Derived, so that whoever may read WooCommerce's webhooks does not learn the key. */
    private static function secret(Connection $connection): string
    {
        return hash_hmac('sha256', self::SECRET_OF, $connection->signingKey());
    }

    /** @return \WC_Webhook|null */
    private static function read(int $id)
    {
        if ($id === 0) {
            return null;
        }
        try {
            $webhook = new \WC_Webhook($id);
            return $webhook->get_id() > 0 ? $webhook : null;
        } catch (\Exception $gone) {
            return null;
        }
    }

    /** @return array<string, mixed> */
    private static function kept(): array
    {
        $kept = get_option(self::OPTION);
        return is_array($kept) ? $kept : [];
    }
}
