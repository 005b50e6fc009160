<?php

/** The block checkout's requests: the cart, the shopper's typing, the order. */
function stub_store_cart() {
	$unit   = array( 'currency_code' => get_woocommerce_currency(), 'currency_minor_unit' => 2 );
	$cents  = fn( $price ) => (string) round( (float) $price * 100 );
	$items  = array_map(
		fn( $item ) => array(
			'key'      => $item['key'],
			'id'       => $item['variation_id'] ? $item['variation_id'] : $item['product_id'],
			'name'     => $item['data']->get_title(),
			'quantity' => $item['quantity'],
			'prices'   => $unit + array( 'price' => $cents( $item['data']->get_price() ) ),
			'totals'   => $unit + array( 'line_subtotal' => $cents( $item['data']->get_price() * $item['quantity'] ), 'line_total' => $cents( $item['data']->get_price() * $item['quantity'] ) ),
		),
		WC()->cart->get_cart()
	);
	$answer = new WP_REST_Response(
		array(
			'items'          => array_values( $items ),
			'coupons'        => array_map( fn( $code ) => array( 'code' => $code ), WC()->cart->get_applied_coupons() ),
			'needs_shipping' => false,
			'shipping_rates' => array(),
			'totals'         => $unit + array( 'total_price' => $cents( WC()->cart->get_total( 'edit' ) ) ),
			'billing_phone'  => WC()->customer->get_billing_phone(),
		)
	);
	$answer->header( 'Cart-Token', WC()->session->cart_token() );
	return $answer;
}

function stub_store_add( WP_REST_Request $request ) {
	$product = wc_get_product( $request['id'] );
	if ( $product && $product->is_type( 'variation' ) ) {
		WC()->cart->add_to_cart( $product->get_parent_id(), (int) $request['quantity'], $product->get_id(), (array) $request['variation'] );
	} else {
		WC()->cart->add_to_cart( (int) $request['id'], (int) $request['quantity'] );
	}
	return stub_store_cart();
}

function stub_store_customer( WP_REST_Request $request ) {
	foreach ( (array) $request['billing_address'] as $field => $value ) {
		WC()->customer->{"set_billing_$field"}( $value );
	}
	do_action( 'woocommerce_store_api_cart_update_customer_from_request', WC()->customer, $request );
	WC()->customer->save();
	return stub_store_cart();
}

function stub_store_draft() {
	$order = wc_get_order( (int) WC()->session->get( 'store_api_draft_order', 0 ) );
	if ( ! $order || ! $order->has_status( array( 'checkout-draft', 'failed', 'pending' ) ) ) {
		$order = stub_order_from_cart( 'checkout-draft', array(), '' );
		$order->save();
		WC()->session->set( 'store_api_draft_order', $order->get_id() );
	}
	return array( 'order_id' => $order->get_id(), 'status' => $order->get_status(), 'additional_fields' => stub_store_fields() );
}

/** What the boxes of the checkout's page show when it opens. */
function stub_store_fields() {
	$shown = array();
	foreach ( array_keys( $GLOBALS['stub_checkout_fields'] ?? array() ) as $field ) {
		$value           = WC()->customer->get_meta( "_wc_other/$field" );
		$value           = '' === $value ? apply_filters( "woocommerce_get_default_value_for_$field", null, 'other', WC()->customer ) : $value;
		$shown[ $field ] = '1' === $value;
	}
	return $shown;
}

/** Since 10.9 what changes in the form is kept in the session, and no order is made for it. */
function stub_store_update( WP_REST_Request $request ) {
	foreach ( (array) $request['additional_fields'] as $field => $value ) {
		WC()->customer->update_meta_data( "_wc_other/$field", $value ? '1' : '0' );
	}
	if ( $request['payment_method'] ) {
		WC()->session->set( 'chosen_payment_method', $request['payment_method'] );
	}
	WC()->customer->save();
	do_action( 'woocommerce_store_api_checkout_update_draft', $request );
	return array( 'order_id' => 0, 'additional_fields' => stub_store_fields() );
}

function stub_store_order( WP_REST_Request $request ) {
	if ( WC()->cart->is_empty() ) {
		return new WP_Error( 'woocommerce_rest_cart_empty', 'Cannot place an order, your cart is empty.', array( 'status' => 400 ) );
	}
	$draft = stub_store_draft();
	$order = wc_get_order( $draft['order_id'] );
	$order->change( array( 'billing' => (array) $request['billing_address'], 'payment_method' => (string) $request['payment_method'] ) );
	do_action( 'woocommerce_store_api_checkout_update_customer_from_request', WC()->customer, $request );
	do_action( 'woocommerce_store_api_checkout_update_order_meta', $order );
	do_action( 'woocommerce_store_api_checkout_update_order_from_request', $order, $request );
	foreach ( (array) $request['additional_fields'] as $field => $value ) {
		$order->update_meta_data( "_wc_other/$field", $value ? '1' : '0' );
	}
	$order->update_status( 'pending' );
	do_action( 'woocommerce_store_api_checkout_order_processed', $order );
	$paid = stub_take_payment( $order );
	return array( 'order_id' => $order->get_id(), 'status' => wc_get_order( $order->get_id() )->get_status(), 'payment_result' => array( 'payment_status' => $paid ? 'success' : 'failure' ) );
}

function woocommerce_register_additional_checkout_field( array $field ) {
	$GLOBALS['stub_checkout_fields'][ $field['id'] ] = $field;
}

/** The words beside a box of the block checkout. */
function stub_words_beside( string $id ): string {
	$field = $GLOBALS['stub_checkout_fields'][ $id ];
	return ! empty( $field['required'] ) ? $field['label'] : $field['optionalLabel'] ?? "{$field['label']} (optional)";
}

add_filter(
	'woocommerce_customer_allowed_session_meta_keys',
	fn( $keys ) => array_merge( $keys, array_map( fn( $field ) => "_wc_other/$field", array_keys( $GLOBALS['stub_checkout_fields'] ?? array() ) ) )
);

add_action(
	'rest_api_init',
	function () {
		$routes = array(
			array( 'GET', '/cart', 'stub_store_cart' ),
			array( 'POST', '/cart/add-item', 'stub_store_add' ),
			array( 'POST', '/cart/update-customer', 'stub_store_customer' ),
			array( 'GET', '/checkout', 'stub_store_draft' ),
			array( 'PUT', '/checkout', 'stub_store_update' ),
			array( 'POST', '/checkout', 'stub_store_order' ),
		);
		foreach ( $routes as list( $method, $path, $callback ) ) {
			$with_cart = function ( $request ) use ( $callback ) {
				wc_load_cart();
				return $callback( $request );
			};
			register_rest_route( 'wc/store/v1', $path, array( 'methods' => $method, 'permission_callback' => '__return_true', 'callback' => $with_cart ) );
		}
	}
);
