<?php

/** An order through CRUD only: whoever reads it past these methods finds no post. */
class WC_Order {
	/** @var array<string, mixed> */
	protected $row;
	/** @var string|null the status before an unsaved change */
	private $from = null;

	public function __construct( array $row = array() ) {
		$this->row = array_merge(
			array( 'id' => 0, 'parent_id' => 0, 'status' => 'pending', 'billing' => array(), 'items' => array(), 'meta' => array(), 'total' => 0.0, 'customer_id' => 0, 'payment_method' => '', 'payment_method_title' => '', 'modified' => time(), 'created' => time(), 'coupons' => array(), 'reason' => '', 'transaction_id' => '', 'paid' => null ),
			$row
		);
	}

	public function get_id() {
		return (int) $this->row['id'];
	}

	public function get_parent_id() {
		return (int) $this->row['parent_id'];
	}

	public function get_type() {
		return $this->get_parent_id() ? 'shop_order_refund' : 'shop_order';
	}

	public function get_status() {
		return $this->row['status'];
	}

	public function has_status( $status ) {
		return in_array( $this->get_status(), (array) $status, true );
	}

	public function set_status( $status ) {
		if ( $status !== $this->row['status'] ) {
			$this->from          = $this->from ?? $this->row['status'];
			$this->row['status'] = $status;
		}
	}

	public function update_status( $status ) {
		$this->set_status( $status );
		return $this->save();
	}

	public function payment_complete() {
		$this->update_status( 'processing' );
		do_action( 'woocommerce_payment_complete', $this->get_id(), $this->row['transaction_id'] );
		return true;
	}

	/** @return WC_Order_Item_Product[] */
	public function get_items() {
		return array_map( fn( $item ) => new WC_Order_Item_Product( $item ), $this->row['items'] );
	}

	public function get_meta( $key ) {
		return $this->row['meta'][ $key ] ?? '';
	}

	public function update_meta_data( $key, $value ) {
		$this->row['meta'][ $key ] = $value;
	}

	public function delete_meta_data( $key ) {
		unset( $this->row['meta'][ $key ] );
	}

	public function get_customer_id() {
		return (int) $this->row['customer_id'];
	}

	public function set_billing_email( $email ) {
		$this->row['billing']['email'] = $email;
	}

	public function get_billing_email() {
		return $this->row['billing']['email'] ?? '';
	}

	public function get_billing_phone() {
		return $this->row['billing']['phone'] ?? '';
	}

	public function get_payment_method() {
		return apply_filters( 'woocommerce_order_get_payment_method', $this->row['payment_method'], $this );
	}

	public function get_payment_method_title() {
		return apply_filters( 'woocommerce_order_get_payment_method_title', $this->row['payment_method_title'], $this );
	}

	public function row() {
		return $this->row;
	}

	public function change( array $fields ) {
		$this->row = array_merge( $this->row, $fields );
	}

	public function delete() {
		global $wpdb;
		do_action( 'woocommerce_before_delete_order', $this->get_id(), $this );
		$wpdb->delete( "{$wpdb->prefix}wc_orders", array( 'id' => $this->get_id() ) );
		$wpdb->delete( "{$wpdb->prefix}wc_orders_meta", array( 'order_id' => $this->get_id() ) );
	}

	public function save() {
		$new                   = ! $this->get_id();
		$this->row['modified'] = time();
		if ( null === $this->row['paid'] && $this->has_status( array( 'processing', 'completed' ) ) ) {
			$this->row['paid'] = time();
		}
		$this->row['id']       = stub_keep_order( $this->row );
		if ( ! $this->get_parent_id() ) {
			do_action( $new ? 'woocommerce_new_order' : 'woocommerce_update_order', $this->get_id(), $this );
		}
		if ( null !== $this->from && ! $new ) {
			$from       = $this->from;
			$this->from = null;
			do_action( 'woocommerce_order_status_changed', $this->get_id(), $from, $this->get_status(), $this );
		}
		return $this->get_id();
	}
}

final class WC_Order_Item_Product {
	/** @var array<string, mixed> */
	private $row;

	public function __construct( array $row ) {
		$this->row = $row;
	}

	public function get_product_id() {
		return (int) $this->row['product_id'];
	}

	public function get_variation_id() {
		return (int) ( $this->row['variation_id'] ?? 0 );
	}

	public function get_quantity() {
		return $this->row['quantity'];
	}
}

final class WC_Order_Refund extends WC_Order {
}
