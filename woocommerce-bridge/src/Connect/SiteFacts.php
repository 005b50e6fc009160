<?php

namespace Ripresa\Connect;

use Ripresa\Json;
use Ripresa\Outbox\Outbox;

/** What the app needs to know about the store. */
final class SiteFacts
{
    public const OPTION = 'ripresa_site_told';

    /** @return array<string, mixed> */
    public static function read(): array
    {
        $base = wc_get_base_location();
        return [
            'name' => wp_specialchars_decode(get_bloginfo('name'), ENT_QUOTES),
            'homeUrl' => home_url(),
            'restUrl' => get_rest_url(),
            'currency' => get_woocommerce_currency(),
            'decimals' => wc_get_price_decimals(),
            'timeZone' => wp_timezone_string(),
            'country' => $base['country'] ?: null,
            'locale' => get_locale(),
            'versions' => [
                'wordpress' => get_bloginfo('version'),
                'woocommerce' => defined('WC_VERSION') ? WC_VERSION : null,
                'php' => PHP_VERSION,
                'plugin' => RIPRESA_VERSION,
            ],
            'hpos' => self::usesOrderTables(),
            'blockCheckout' => self::usesBlockCheckout(),
            'wpCron' => !(defined('DISABLE_WP_CRON') && DISABLE_WP_CRON),
        ];
    }

    public static function tell(): void
    {
        $facts = self::read();
        update_option(self::OPTION, md5(Json::write($facts)), false);
        Outbox::tell('site', 'site', ['site' => $facts]);
    }

    public static function tellIfChanged(): void
    {
        if (get_option(self::OPTION) !== md5(Json::write(self::read()))) {
            self::tell();
        }
    }

    private static function usesOrderTables(): bool
    {
        $util = '\\Automattic\\WooCommerce\\Utilities\\OrderUtil';
        return class_exists($util) && $util::custom_orders_table_usage_is_enabled();
    }

    private static function usesBlockCheckout(): bool
    {
        $page = wc_get_page_id('checkout');
        return $page > 0 && has_block('woocommerce/checkout', $page);
    }
}
