<?php

function wc_rest_check_post_permissions( $type, $context = 'read', $id = 0 ) {
	return apply_filters( 'woocommerce_rest_check_permissions', current_user_can( 'manage_woocommerce' ), $context, $id, $type );
}

function stub_order_answer( WC_Order $order ) {
	$row  = $order->row();
	$gmt  = gmdate( 'Y-m-d\TH:i:s', $row['modified'] );
	$meta = array();
	foreach ( $row['meta'] as $key => $value ) {
		$meta[] = array( 'id' => count( $meta ) + 1, 'key' => $key, 'value' => $value );
	}
	return array( 'id' => $order->get_id(), 'parent_id' => 0, 'number' => (string) $order->get_id(), 'status' => $order->get_status(), 'currency' => get_woocommerce_currency(), 'date_created_gmt' => gmdate( 'Y-m-d\TH:i:s', $row['created'] ), 'date_modified_gmt' => $gmt, 'total' => wc_format_decimal( $row['total'], 2 ), 'customer_id' => $row['customer_id'], 'billing' => $row['billing'], 'payment_method' => $row['payment_method'], 'transaction_id' => $row['transaction_id'], 'date_paid_gmt' => $row['paid'] ? gmdate( 'Y-m-d\TH:i:s', $row['paid'] ) : null, 'meta_data' => $meta, 'line_items' => $row['items'], 'coupon_lines' => array_map( fn( $code ) => array( 'code' => $code ), $row['coupons'] ), 'refunds' => stub_refunds( $order->get_id() ) );
}

function stub_refunds( $order_id ) {
	global $wpdb;
	$found = $wpdb->get_results( $wpdb->prepare( "SELECT * FROM {$wpdb->prefix}wc_orders WHERE parent_order_id = %d", $order_id ) );
	return array_map(
		function ( $row ) {
			$refund = json_decode( $row->content, true );
			return array( 'id' => (int) $row->id, 'amount' => wc_format_decimal( abs( $refund['total'] ), 2 ), 'reason' => $refund['reason'] );
		},
		$found
	);
}

function stub_product_answer( WC_Product $product ) {
	$variations = get_posts( array( 'post_type' => 'product_variation', 'post_parent' => $product->get_id(), 'numberposts' => -1, 'fields' => 'ids' ) );
	return array( 'id' => $product->get_id(), 'name' => $product->get_name(), 'type' => $variations ? 'variable' : 'simple', 'status' => $product->get_status(), 'sku' => $product->get_sku(), 'price' => $product->get_price(), 'regular_price' => $product->get_regular_price(), 'permalink' => $product->get_permalink(), 'stock_status' => $product->is_in_stock() ? 'instock' : 'outofstock', 'variations' => $variations );
}

add_action(
	'rest_api_init',
	function () {
		$orders   = fn() => wc_rest_check_post_permissions( 'shop_order' );
		$products = fn() => wc_rest_check_post_permissions( 'product' );
		$answer   = function ( $found, $how ) {
			return $found ? $how( $found ) : new WP_Error( 'woocommerce_rest_invalid_id', 'Invalid ID.', array( 'status' => 404 ) );
		};
		register_rest_route( 'wc/v3', '/orders/(?P<id>\d+)', array( 'methods' => 'GET', 'permission_callback' => $orders, 'callback' => fn( $r ) => $answer( wc_get_order( $r['id'] ), 'stub_order_answer' ) ) );
		register_rest_route( 'wc/v3', '/orders/(?P<id>\d+)/refunds', array( 'methods' => 'GET', 'permission_callback' => $orders, 'callback' => fn( $r ) => stub_refunds( (int) $r['id'] ) ) );
		register_rest_route( 'wc/v3', '/products', array( 'methods' => 'GET', 'permission_callback' => $products, 'callback' => fn( $r ) => array_values( array_map( 'stub_product_answer', array_filter( array_map( 'wc_get_product', wp_parse_id_list( $r['include'] ) ) ) ) ) ) );
		register_rest_route( 'wc/v3', '/products/(?P<id>\d+)', array( 'methods' => 'GET', 'permission_callback' => $products, 'callback' => fn( $r ) => $answer( wc_get_product( $r['id'] ), 'stub_product_answer' ) ) );
		register_rest_route( 'wc/v3', '/products/(?P<id>\d+)/variations', array( 'methods' => 'GET', 'permission_callback' => $products, 'callback' => 'stub_variations' ) );
	}
);

function stub_variations( WP_REST_Request $request ) {
	$found = get_posts( array( 'post_type' => 'product_variation', 'post_parent' => (int) $request['id'], 'numberposts' => (int) ( $request['per_page'] ?? 10 ), 'paged' => (int) ( $request['page'] ?? 1 ), 'orderby' => 'ID' ) );
	return array_map( fn( $post ) => stub_product_answer( wc_get_product( $post->ID ) ), $found );
}
