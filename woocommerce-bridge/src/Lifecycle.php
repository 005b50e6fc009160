<?php

namespace Ripresa;

use Ripresa\Outbox\Schedule;

/** Activation and deactivation. A deactivated plugin stays connected: what it missed is read afterwards. */
final class Lifecycle
{
    public static function activate(): void
    {
        Schema::ensure();
    }

    public static function deactivate(): void
    {
        Schedule::stop();
    }

    /** In wp-admin, after an activation or when the queue was wiped by hand. */
    public static function keepGoing(): void
    {
        if (Connection::exists()) {
            Schedule::start();
        }
    }

    public static function loadTranslations(): void
    {
        load_plugin_textdomain('ripresa', false, dirname(plugin_basename(RIPRESA_FILE)) . '/languages');
    }

    public static function declareFeatures(): void
    {
        $features = '\\Automattic\\WooCommerce\\Utilities\\FeaturesUtil';
        if (class_exists($features)) {
            $features::declare_compatibility('custom_order_tables', RIPRESA_FILE, true);
            $features::declare_compatibility('cart_checkout_blocks', RIPRESA_FILE, true);
        }
    }
}
