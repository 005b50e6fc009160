<?php

/** Over plain http WooCommerce takes its keys as one-legged OAuth 1.0a, signed, and each nonce once. */
function stub_user_of_keys( $user ) {
	global $wpdb;
	$given = wp_unslash( $_GET );
	if ( $user || empty( $given['oauth_consumer_key'] ) ) {
		return $user;
	}
	$row = $wpdb->get_row( $wpdb->prepare( "SELECT * FROM {$wpdb->prefix}woocommerce_api_keys WHERE consumer_key = %s", wc_api_hash( $given['oauth_consumer_key'] ) ) );
	if ( ! $row || abs( time() - (int) $given['oauth_timestamp'] ) > 900 || ! stub_is_signed( $given, $row->consumer_secret ) ) {
		return $user;
	}
	$nonces = (array) json_decode( (string) $row->nonces, true );
	if ( in_array( $given['oauth_nonce'], $nonces, true ) ) {
		return $user;
	}
	$nonces[] = $given['oauth_nonce'];
	$wpdb->update( "{$wpdb->prefix}woocommerce_api_keys", array( 'nonces' => wp_json_encode( $nonces ) ), array( 'key_id' => $row->key_id ) );
	return (int) $row->user_id;
}

function stub_is_signed( array $given, $secret ) {
	$signature = $given['oauth_signature'] ?? '';
	unset( $given['oauth_signature'] );
	$pairs = array();
	foreach ( $given as $name => $value ) {
		$pairs[] = rawurlencode( $name ) . '=' . rawurlencode( $value );
	}
	sort( $pairs, SORT_STRING );
	$place = get_option( 'home' ) . wp_parse_url( $_SERVER['REQUEST_URI'], PHP_URL_PATH );
	$text  = implode( '&', array_map( 'rawurlencode', array( $_SERVER['REQUEST_METHOD'], $place, implode( '&', $pairs ) ) ) );
	return hash_equals( base64_encode( hash_hmac( 'sha256', $text, $secret . '&', true ) ), $signature );
}

add_filter( 'determine_current_user', 'stub_user_of_keys', 15 );
