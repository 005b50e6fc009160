<?php

function get_woocommerce_currency() {
	return get_option( 'woocommerce_currency', 'EUR' );
}

function wc_get_price_decimals() {
	return (int) get_option( 'woocommerce_price_num_decimals', 2 );
}

function wc_format_decimal( $number, $decimals = false ) {
	return false === $decimals ? (string) $number : number_format( (float) $number, (int) $decimals, '.', '' );
}

function wc_get_page_id( $page ) {
	return (int) get_option( "woocommerce_{$page}_page_id" );
}

function wc_get_cart_url() {
	return get_permalink( wc_get_page_id( 'cart' ) );
}

function wc_get_checkout_url() {
	return get_permalink( wc_get_page_id( 'checkout' ) );
}

function is_cart() {
	return is_page( wc_get_page_id( 'cart' ) );
}

function is_checkout() {
	return is_page( wc_get_page_id( 'checkout' ) );
}

function is_order_received_page() {
	return isset( $_GET['order-received'] );
}

function wc_rand_hash() {
	return bin2hex( random_bytes( 20 ) );
}

function wc_api_hash( $text ) {
	return hash_hmac( 'sha256', $text, 'wc-api' );
}

function wc_get_base_location() {
	list( $country, $state ) = array_pad( explode( ':', get_option( 'woocommerce_default_country', 'IT:MI' ) ), 2, '' );
	return compact( 'country', 'state' );
}

function wc_add_notice( $message, $type = 'success' ) {
	$notices   = WC()->session->get( 'wc_notices', array() );
	$notices[] = compact( 'message', 'type' );
	WC()->session->set( 'wc_notices', $notices );
}

function wc_get_notices() {
	return WC()->session->get( 'wc_notices', array() );
}

function wc_set_notices( $notices ) {
	WC()->session->set( 'wc_notices', $notices );
}

function wc_print_notices() {
	foreach ( WC()->session->get( 'wc_notices', array() ) as $notice ) {
		echo '<div class="woocommerce-' . esc_attr( $notice['type'] ) . '">' . wp_kses_post( $notice['message'] ) . '</div>';
	}
	WC()->session->set( 'wc_notices', array() );
}

function wc_tax_enabled() {
	return false;
}

final class WC_Geolocation {
	public static function get_ip_address() {
		return $_SERVER['REMOTE_ADDR'] ?? '';
	}
}
