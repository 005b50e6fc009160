<?php

/** The part of a way to pay by which an order's screen names it. */
abstract class WC_Payment_Gateway {
	public $id           = '';
	public $title        = '';
	public $method_title = '';
	public $enabled      = 'yes';

	public function get_title() {
		return apply_filters( 'woocommerce_gateway_title', $this->title, $this->id );
	}
}

final class WC_Payment_Gateways {
	/** @return array<string, WC_Payment_Gateway> by their ids */
	public function payment_gateways() {
		$known = array();
		foreach ( apply_filters( 'woocommerce_payment_gateways', array() ) as $gateway ) {
			$gateway = is_string( $gateway ) ? new $gateway() : $gateway;
			if ( $gateway instanceof WC_Payment_Gateway ) {
				$known[ $gateway->id ] = $gateway;
			}
		}
		return $known;
	}
}

/** What WooCommerce says above an order of its method; it does not ask the order for a title. */
function stub_payment_via( WC_Order $order ) {
	$method   = $order->get_payment_method();
	$gateways = ( new WC_Payment_Gateways() )->payment_gateways();
	return 'Payment via ' . ( isset( $gateways[ $method ] ) ? $gateways[ $method ]->get_title() : $method );
}
