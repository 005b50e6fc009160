<?php

function stub_keep_order( array $row ) {
	global $wpdb;
	$meta        = $row['meta'];
	$row['meta'] = array();
	$columns     = array( 'parent_order_id' => $row['parent_id'], 'status' => 'wc-' . $row['status'], 'billing_email' => $row['billing']['email'] ?? '', 'date_updated_gmt' => gmdate( 'Y-m-d H:i:s', $row['modified'] ), 'content' => wp_json_encode( $row ) );
	$id          = (int) $row['id'];
	if ( $id ) {
		$wpdb->update( "{$wpdb->prefix}wc_orders", $columns, array( 'id' => $id ) );
	} else {
		$wpdb->insert( "{$wpdb->prefix}wc_orders", $columns );
		$id = (int) $wpdb->insert_id;
	}
	$wpdb->delete( "{$wpdb->prefix}wc_orders_meta", array( 'order_id' => $id ) );
	foreach ( $meta as $key => $value ) {
		$wpdb->insert( "{$wpdb->prefix}wc_orders_meta", array( 'order_id' => $id, 'meta_key' => $key, 'meta_value' => maybe_serialize( $value ) ) );
	}
	return $id;
}

function stub_order_from( $found ) {
	global $wpdb;
	$rows = $wpdb->get_results( $wpdb->prepare( "SELECT meta_key, meta_value FROM {$wpdb->prefix}wc_orders_meta WHERE order_id = %d ORDER BY id", $found->id ) );
	$meta = array_map( 'maybe_unserialize', wp_list_pluck( $rows, 'meta_value', 'meta_key' ) );
	$row  = array_merge( json_decode( $found->content, true ), array( 'id' => (int) $found->id, 'meta' => $meta ) );
	return $row['parent_id'] ? new WC_Order_Refund( $row ) : new WC_Order( $row );
}

function wc_get_order( $id ) {
	global $wpdb;
	if ( $id instanceof WC_Order ) {
		return $id;
	}
	$found = $wpdb->get_row( $wpdb->prepare( "SELECT * FROM {$wpdb->prefix}wc_orders WHERE id = %d", $id ) );
	return $found ? stub_order_from( $found ) : false;
}

function wc_get_orders( array $query ) {
	global $wpdb;
	$email = $query['billing_email'] ?? '';
	$found = $wpdb->get_results( $wpdb->prepare( "SELECT * FROM {$wpdb->prefix}wc_orders WHERE parent_order_id = 0 AND billing_email = %s LIMIT %d OFFSET %d", $email, $query['limit'] ?? 10, ( ( $query['page'] ?? 1 ) - 1 ) * ( $query['limit'] ?? 10 ) ) );
	return array_map( 'stub_order_from', $found );
}

function wc_create_refund( array $fields ) {
	$refund = new WC_Order_Refund( array( 'parent_id' => $fields['order_id'], 'status' => 'completed', 'total' => -1 * (float) $fields['amount'], 'reason' => $fields['reason'] ?? '' ) );
	$refund->save();
	wc_get_order( $fields['order_id'] )->save();
	do_action( 'woocommerce_order_refunded', $fields['order_id'], $refund->get_id() );
	return $refund;
}

/** The shopper's cart as an order's rows. */
function stub_order_from_cart( $status, array $billing, $gateway ) {
	$items = array();
	foreach ( WC()->cart->get_cart() as $item ) {
		$items[] = array( 'product_id' => $item['product_id'], 'variation_id' => $item['variation_id'], 'quantity' => $item['quantity'], 'name' => $item['data']->get_name(), 'price' => (float) $item['data']->get_price() );
	}
	return new WC_Order( array( 'status' => $status, 'billing' => $billing, 'payment_method' => $gateway, 'items' => $items, 'total' => WC()->cart->get_total( 'edit' ), 'coupons' => WC()->cart->get_applied_coupons(), 'customer_id' => get_current_user_id() ) );
}

/** What the gateways do: money later (bacs), at the door (cod), at once (card), refused (declined), elsewhere (redirect). */
function stub_take_payment( WC_Order $order ) {
	$outcomes = array( 'bacs' => 'on-hold', 'cod' => 'processing', 'card' => 'processing', 'declined' => 'failed' );
	$gateway  = $order->row()['payment_method'];
	if ( isset( $outcomes[ $gateway ] ) ) {
		$order->update_status( $outcomes[ $gateway ] );
	}
	if ( 'declined' !== $gateway && 'redirect' !== $gateway ) {
		WC()->cart->empty_cart();
	}
	return 'declined' !== $gateway;
}

/** As WooCommerce does where the merchant lets the eraser reach orders: nobody finds them by address any more. */
function stub_erase_orders( $email ) {
	foreach ( wc_get_orders( array( 'billing_email' => $email ) ) as $order ) {
		$order->set_billing_email( 'deleted@site.invalid' );
		$order->save();
	}
	return array( 'items_removed' => true, 'items_retained' => false, 'messages' => array(), 'done' => true );
}

add_filter(
	'wp_privacy_personal_data_erasers',
	function ( $erasers ) {
		$erasers['woocommerce-customer-orders'] = array( 'eraser_friendly_name' => 'WooCommerce Customer Orders', 'callback' => 'stub_erase_orders' );
		return $erasers;
	}
);
