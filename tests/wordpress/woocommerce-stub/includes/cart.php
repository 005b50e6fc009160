<?php

/** Fires the hooks where WooCommerce fires them: also `woocommerce_cart_updated` on a mere read. */
final class WC_Cart {
	/** @var array<string, array<string, mixed>> */
	public $cart_contents = array();
	/** @var string[] */
	private $coupons = array();
	/** @var float */
	private $total = 0.0;

	public function read_session() {
		$this->coupons = WC()->session->get( 'applied_coupons', array() );
		foreach ( WC()->session->get( 'cart', array() ) as $key => $item ) {
			$product = wc_get_product( $item['variation_id'] ? $item['variation_id'] : $item['product_id'] );
			if ( $product && $product->is_purchasable() ) {
				$this->cart_contents[ $key ] = array_merge( $item, array( 'data' => $product ) );
			}
		}
		do_action( 'woocommerce_cart_loaded_from_session', $this );
		$this->calculate_totals();
		$this->set_session();
	}

	public function set_session() {
		$plain = array_map(
			function ( $item ) {
				unset( $item['data'] );
				return $item;
			},
			$this->cart_contents
		);
		WC()->session->set( 'cart', $plain );
		WC()->session->set( 'applied_coupons', $this->coupons );
		do_action( 'woocommerce_cart_updated' );
	}

	public function generate_cart_id( $product_id, $variation_id = 0, $variation = array(), $data = array() ) {
		return md5( wp_json_encode( array( $product_id, $variation_id, $variation, $data ) ) );
	}

	public function add_to_cart( $product_id, $quantity = 1, $variation_id = 0, $variation = array(), $data = array() ) {
		$product = wc_get_product( $variation_id ? $variation_id : $product_id );
		if ( ! $product || ! $product->is_purchasable() ) {
			wc_add_notice( 'Sorry, this product cannot be purchased.', 'error' );
			return false;
		}
		if ( ! $product->is_in_stock() || ! $product->has_enough_stock( $quantity ) ) {
			wc_add_notice( 'You cannot add that amount to the cart.', 'error' );
			return false;
		}
		$data = (array) apply_filters( 'woocommerce_add_cart_item_data', $data, $product_id, $variation_id, $quantity );
		$key  = $this->generate_cart_id( $product_id, $variation_id, $variation, $data );
		$had  = $this->cart_contents[ $key ]['quantity'] ?? 0;

		$this->cart_contents[ $key ] = array_merge(
			$data,
			array(
				'key'          => $key,
				'product_id'   => (int) $product_id,
				'variation_id' => (int) $variation_id,
				'variation'    => $variation,
				'quantity'     => $had + $quantity,
				'data'         => $product,
				'data_hash'    => md5( (string) $product->get_price() ),
			)
		);
		WC()->session->set_customer_session_cookie( true );
		do_action( 'woocommerce_add_to_cart', $key, $product_id, $quantity, $variation_id, $variation, $data );
		$this->calculate_totals();
		$this->set_session();
		return $key;
	}

	public function set_quantity( $key, $quantity = 1, $refresh = true ) {
		if ( $quantity <= 0 ) {
			return $this->remove_cart_item( $key );
		}
		$old                                     = $this->cart_contents[ $key ]['quantity'];
		$this->cart_contents[ $key ]['quantity'] = $quantity;
		do_action( 'woocommerce_after_cart_item_quantity_update', $key, $quantity, $old, $this );
		$this->calculate_totals();
		$this->set_session();
		return true;
	}

	public function remove_cart_item( $key ) {
		unset( $this->cart_contents[ $key ] );
		do_action( 'woocommerce_cart_item_removed', $key, $this );
		$this->calculate_totals();
		$this->set_session();
		return true;
	}

	public function empty_cart() {
		$this->cart_contents = array();
		$this->coupons       = array();
		$this->calculate_totals();
		$this->set_session();
		do_action( 'woocommerce_cart_emptied', true );
	}

	public function apply_coupon( $code ) {
		$coupon = new WC_Coupon( $code );
		if ( ! $coupon->get_id() ) {
			wc_add_notice( sprintf( 'Coupon "%s" does not exist!', esc_html( $code ) ), 'error' );
			return false;
		}
		if ( ! in_array( $coupon->get_code(), $this->coupons, true ) ) {
			$this->coupons[] = $coupon->get_code();
		}
		do_action( 'woocommerce_applied_coupon', $coupon->get_code() );
		$this->calculate_totals();
		$this->set_session();
		return true;
	}

	public function calculate_totals() {
		$this->total = 0.0;
		foreach ( $this->cart_contents as $item ) {
			$this->total += (float) $item['data']->get_price() * $item['quantity'];
		}
		foreach ( $this->coupons as $code ) {
			$this->total *= 1 - ( new WC_Coupon( $code ) )->percent() / 100;
		}
		do_action( 'woocommerce_after_calculate_totals', $this );
	}

	public function get_cart() {
		return $this->cart_contents;
	}

	public function get_cart_item( $key ) {
		return $this->cart_contents[ $key ] ?? array();
	}

	public function is_empty() {
		return array() === $this->cart_contents;
	}

	public function get_applied_coupons() {
		return $this->coupons;
	}

	public function has_discount( $code = '' ) {
		return in_array( wc_format_coupon_code( $code ), $this->coupons, true );
	}

	public function get_total( $context = 'view' ) {
		return $this->total;
	}

	public function display_prices_including_tax() {
		return true;
	}

	public function get_cart_hash() {
		return $this->is_empty() ? '' : md5( wp_json_encode( WC()->session->get( 'cart' ) ) . $this->total );
	}
}
