<?php
/**
 * Plugin Name:       Ripresa for WooCommerce
 * Description:       Wins back abandoned carts over WhatsApp and shows what it earned.
 * Version:           0.1.0
 * Requires at least: 6.5
 * Requires PHP:      7.4
 * Requires Plugins:  woocommerce
 * WC requires at least: 9.3
 * WC tested up to:   10.9
 * License:           MIT
 * Text Domain:       ripresa
 * Domain Path:       /languages
 */

namespace Ripresa;

defined('ABSPATH') || exit;

define('RIPRESA_FILE', __FILE__);
define('RIPRESA_VERSION', '0.1.0');

require __DIR__ . '/src/Autoload.php';

register_activation_hook(__FILE__, [Lifecycle::class, 'activate']);
register_deactivation_hook(__FILE__, [Lifecycle::class, 'deactivate']);

Plugin::register();
