<?php

/** What a program with keys may do to orders: list them, make one, change one. */
function stub_order_list( WP_REST_Request $request ) {
	global $wpdb;
	$all   = array_map( 'stub_order_from', $wpdb->get_results( "SELECT * FROM {$wpdb->prefix}wc_orders WHERE parent_order_id = 0" ) );
	$since = array( 'created' => $request['after'], 'modified' => $request['modified_after'] );
	$found = array_filter(
		$all,
		function ( $order ) use ( $since ) {
			foreach ( $since as $field => $moment ) {
				if ( $moment && $order->row()[ $field ] <= strtotime( "$moment UTC" ) ) {
					return false;
				}
			}
			return true;
		}
	);
	$size = (int) ( $request['per_page'] ?? 10 );
	return array_map( 'stub_order_answer', array_slice( array_values( $found ), ( (int) ( $request['page'] ?? 1 ) - 1 ) * $size, $size ) );
}

function stub_order_make( WP_REST_Request $request ) {
	$items = array();
	$total = 0.0;
	foreach ( (array) $request['line_items'] as $line ) {
		$own     = (int) ( $line['variation_id'] ?? 0 );
		$product = wc_get_product( $own ? $own : (int) $line['product_id'] );
		if ( ! $product ) {
			return new WP_Error( 'woocommerce_rest_invalid_product_id', 'Product ID is invalid.', array( 'status' => 400 ) );
		}
		$worth   = $line['total'] ?? (string) ( (float) $product->get_price() * (int) $line['quantity'] );
		$total  += (float) $worth;
		$items[] = array( 'product_id' => (int) $line['product_id'], 'variation_id' => $own, 'quantity' => (int) $line['quantity'], 'total' => $worth );
	}
	$order = new WC_Order( array( 'status' => $request['status'] ?? 'pending', 'billing' => (array) $request['billing'], 'payment_method' => (string) $request['payment_method'], 'items' => $items, 'total' => $total, 'meta' => wp_list_pluck( (array) $request['meta_data'], 'value', 'key' ) ) );
	$order->save();
	return new WP_REST_Response( stub_order_answer( $order ), 201 );
}

function stub_order_change( WP_REST_Request $request ) {
	$order = wc_get_order( (int) $request['id'] );
	if ( ! $order ) {
		return new WP_Error( 'woocommerce_rest_shop_order_invalid_id', 'Invalid ID.', array( 'status' => 404 ) );
	}
	if ( isset( $request['transaction_id'] ) ) {
		$order->change( array( 'transaction_id' => $request['transaction_id'] ) );
	}
	if ( true === $request['set_paid'] ) {
		$order->payment_complete();
	} elseif ( isset( $request['status'] ) ) {
		$order->update_status( $request['status'] );
	}
	return stub_order_answer( wc_get_order( $order->get_id() ) );
}

add_action(
	'rest_api_init',
	function () {
		$allowed = fn() => wc_rest_check_post_permissions( 'shop_order', 'edit' );
		register_rest_route( 'wc/v3', '/orders', array( array( 'methods' => 'GET', 'permission_callback' => $allowed, 'callback' => 'stub_order_list' ), array( 'methods' => 'POST', 'permission_callback' => $allowed, 'callback' => 'stub_order_make' ) ) );
		register_rest_route( 'wc/v3', '/orders/(?P<id>\d+)', array( 'methods' => 'POST', 'permission_callback' => $allowed, 'callback' => 'stub_order_change' ) );
	}
);
