<?php

final class WC_Coupon {
	/** @var string */
	private $code;
	/** @var int */
	private $id;

	public function __construct( $code ) {
		$this->code = wc_format_coupon_code( $code );
		$found      = get_posts( array( 'post_type' => 'shop_coupon', 'title' => $this->code, 'numberposts' => 1 ) );
		$this->id   = $found ? $found[0]->ID : 0;
	}

	public function get_id() {
		return $this->id;
	}

	public function get_code() {
		return $this->code;
	}

	public function percent() {
		return (float) get_post_meta( $this->id, 'coupon_amount', true );
	}
}

function wc_format_coupon_code( $code ) {
	return strtolower( trim( (string) $code ) );
}

function wc_coupons_enabled() {
	return true;
}
