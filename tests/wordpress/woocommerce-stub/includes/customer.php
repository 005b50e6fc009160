<?php

/** The shopper: an account's fields, or a guest's from the session. */
final class WC_Customer {
	/** @var int */
	private $id;
	/** @var array<string, string> */
	private $fields;

	public function __construct( $id = 0, $is_session = false ) {
		$this->id     = (int) $id;
		$this->fields = $is_session ? WC()->session->get( 'customer', array() ) : array();
		if ( $this->id && ! $this->fields ) {
			foreach ( array( 'email', 'phone', 'country', 'first_name', 'last_name' ) as $field ) {
				$this->fields[ "billing_$field" ] = (string) get_user_meta( $this->id, "billing_$field", true );
			}
		}
	}

	public function get_id() {
		return $this->id;
	}

	public function __call( $method, $arguments ) {
		$field = substr( $method, 4 );
		if ( 0 === strpos( $method, 'set_' ) ) {
			$this->fields[ $field ] = (string) $arguments[0];
			return null;
		}
		return $this->fields[ $field ] ?? '';
	}

	public function get_email() {
		return $this->id ? get_userdata( $this->id )->user_email : '';
	}

	public function get_meta( $key ) {
		return $this->fields[ "meta $key" ] ?? '';
	}

	public function update_meta_data( $key, $value ) {
		$this->fields[ "meta $key" ] = (string) $value;
	}

	/** Of the meta a session holds what is named. */
	public function save() {
		$named = array_map( fn( $key ) => "meta $key", apply_filters( 'woocommerce_customer_allowed_session_meta_keys', array(), $this ) );
		$kept  = fn( $field ) => 0 !== strpos( $field, 'meta ' ) || in_array( $field, $named, true );
		WC()->session->set( 'customer', array_filter( $this->fields, $kept, ARRAY_FILTER_USE_KEY ) );
	}
}
