<?php
/**
 * Plugin Name: WooCommerce
 * Description: A small stand-in that fires the hooks of WooCommerce's public API in their order. For tests only.
 * Version: 10.9.1
 *
 * Written from the public hook list; it holds none of WooCommerce's code.
 */

defined( 'ABSPATH' ) || exit;

define( 'WC_VERSION', '10.9.1' );
define( 'WC_PLUGIN_FILE', __FILE__ );

foreach ( array( 'features', 'settings', 'catalogue', 'coupons', 'session', 'customer', 'cart', 'order', 'payment-gateways', 'order-store', 'action-scheduler', 'rest', 'store-keys', 'order-writes', 'webhook', 'store-api', 'classic-checkout', 'pages', 'install' ) as $part ) {
	require __DIR__ . "/includes/$part.php";
}

final class WooCommerce {
	/** @var WC_Session_Handler|null */
	public $session;
	/** @var WC_Cart|null */
	public $cart;
	/** @var WC_Customer|null */
	public $customer;
	/** @var string */
	public $version = WC_VERSION;

	/** A shopper's request has a session and a cart; wp-admin, cron and the REST of the back office have none. */
	public function load_cart() {
		if ( $this->session ) {
			return;
		}
		$this->session = new WC_Session_Handler();
		$this->session->init();
		$this->customer = new WC_Customer( get_current_user_id(), true );
		$this->cart     = new WC_Cart();
		if ( did_action( 'wp_loaded' ) ) {
			$this->cart->read_session();
		} else {
			add_action( 'wp_loaded', array( $this->cart, 'read_session' ), 10 );
		}
	}
}

function WC() { // phpcs:ignore WordPress.NamingConventions
	static $instance = null;
	if ( null === $instance ) {
		$instance = new WooCommerce();
	}
	return $instance;
}

function wc_load_cart() {
	WC()->load_cart();
}

register_activation_hook( __FILE__, 'stub_install' );

add_action(
	'init',
	function () {
		do_action( 'before_woocommerce_init' );
		$rest = false !== strpos( $_SERVER['REQUEST_URI'] ?? '', rest_get_url_prefix() . '/' ) || isset( $_GET['rest_route'] );
		if ( ! is_admin() && ! wp_doing_cron() && 'cli' !== PHP_SAPI && ! $rest ) {
			WC()->load_cart();
		}
		do_action( 'woocommerce_init' );
		do_action( 'woocommerce_blocks_loaded' );
	},
	0
);
