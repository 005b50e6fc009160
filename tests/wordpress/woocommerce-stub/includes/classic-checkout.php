<?php

/** `?wc-ajax=…`: the order review, the order, and whatever a plugin hangs there. */
add_action(
	'template_redirect',
	function () {
		if ( empty( $_GET['wc-ajax'] ) ) {
			return;
		}
		define( 'DOING_AJAX', true );
		define( 'WC_DOING_AJAX', true );
		nocache_headers();
		do_action( 'wc_ajax_' . sanitize_text_field( wp_unslash( $_GET['wc-ajax'] ) ) );
		wp_die();
	},
	0
);

add_action(
	'wc_ajax_update_order_review',
	function () {
		do_action( 'woocommerce_checkout_update_order_review', isset( $_POST['post_data'] ) ? wp_unslash( $_POST['post_data'] ) : '' );
		if ( isset( $_POST['payment_method'] ) ) {
			WC()->session->set( 'chosen_payment_method', wc_clean_word( $_POST['payment_method'] ) );
		}
		WC()->cart->calculate_totals();
		wp_send_json( array( 'result' => 'success', 'payment_method' => WC()->session->get( 'chosen_payment_method' ) ) );
	}
);

add_action(
	'wc_ajax_checkout',
	function () {
		$posted  = array_map( 'wp_unslash', $_POST );
		$billing = array();
		foreach ( array( 'first_name', 'last_name', 'email', 'phone', 'country' ) as $field ) {
			$billing[ $field ] = $posted[ "billing_$field" ] ?? '';
		}
		$order = stub_order_from_cart( 'pending', $billing, $posted['payment_method'] ?? 'bacs' );
		do_action( 'woocommerce_checkout_create_order', $order, $posted );
		$order->save();
		do_action( 'woocommerce_checkout_order_processed', $order->get_id(), $posted, $order );
		$paid = stub_take_payment( $order );
		wp_send_json( array( 'result' => $paid ? 'success' : 'failure', 'order_id' => $order->get_id() ) );
	}
);

function wc_clean_word( $text ) {
	return sanitize_text_field( wp_unslash( $text ) );
}

add_action(
	'wp_loaded',
	function () {
		if ( ! WC()->cart ) {
			return;
		}
		if ( isset( $_REQUEST['add-to-cart'] ) ) {
			$variation = (int) ( $_REQUEST['variation_id'] ?? 0 );
			$attribute = array_filter( $_REQUEST, fn( $key ) => 0 === strpos( $key, 'attribute_' ), ARRAY_FILTER_USE_KEY );
			WC()->cart->add_to_cart( (int) $_REQUEST['add-to-cart'], (int) ( $_REQUEST['quantity'] ?? 1 ), $variation, array_map( 'wc_clean_word', $attribute ) );
		}
		foreach ( $_POST['cart'] ?? array() as $key => $line ) {
			WC()->cart->set_quantity( wc_clean_word( $key ), (int) $line['qty'] );
		}
		if ( isset( $_REQUEST['remove_item'] ) ) {
			WC()->cart->remove_cart_item( wc_clean_word( $_REQUEST['remove_item'] ) );
		}
	},
	20
);
