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

	public function save() {
		WC()->session->set( 'customer', $this->fields );
	}
}
