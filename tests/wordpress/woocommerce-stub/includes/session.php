<?php

/** Sessions in a table of their own; a guest's follows into the account at log-in. */
final class WC_Session_Handler {
	/** @var string */
	private $customer_id = '';
	/** @var array<string, mixed> */
	private $values = array();
	/** @var bool */
	private $dirty = false;
	/** @var bool */
	private $has_cookie = false;

	public function init() {
		$cookie           = isset( $_COOKIE[ $this->cookie() ] ) ? explode( '||', wp_unslash( $_COOKIE[ $this->cookie() ] ) ) : array();
		$token            = explode( '||', wp_unslash( $_SERVER['HTTP_CART_TOKEN'] ?? '' ) );
		$cookie           = 2 === count( $token ) ? $token : $cookie;
		$known            = 2 === count( $cookie ) && hash_equals( wp_hash( $cookie[0] ), $cookie[1] );
		$this->has_cookie = $known;
		$this->customer_id = $known ? $cookie[0] : ( is_user_logged_in() ? (string) get_current_user_id() : 't_' . substr( wc_rand_hash(), 0, 30 ) );
		$this->values      = $this->read( $this->customer_id );
		if ( $known && is_user_logged_in() && (string) get_current_user_id() !== $this->customer_id ) {
			$this->follow_into_account();
		}
		add_action( 'shutdown', array( $this, 'save_data' ), 20 );
		add_action( 'wp_logout', array( $this, 'destroy_session' ) );
	}

	private function follow_into_account() {
		$guest             = $this->customer_id;
		$this->customer_id = (string) get_current_user_id();
		$this->dirty       = true;
		$this->save_data();
		$GLOBALS['wpdb']->delete( $GLOBALS['wpdb']->prefix . 'woocommerce_sessions', array( 'session_key' => $guest ) );
		$this->set_customer_session_cookie( true );
	}

	/** For programs that fill a cart without cookies. */
	public function cart_token() {
		return $this->customer_id . '||' . wp_hash( $this->customer_id );
	}

	private function cookie() {
		return 'wp_woocommerce_session_' . COOKIEHASH;
	}

	private function read( $key ) {
		global $wpdb;
		$value = $wpdb->get_var( $wpdb->prepare( "SELECT session_value FROM {$wpdb->prefix}woocommerce_sessions WHERE session_key = %s", $key ) );
		return $value ? maybe_unserialize( $value ) : array();
	}

	public function set_customer_session_cookie( $set ) {
		if ( $set && ! headers_sent() ) {
			setcookie( $this->cookie(), $this->customer_id . '||' . wp_hash( $this->customer_id ), time() + 172800, '/', '', false, true );
			$this->has_cookie = true;
		}
	}

	public function has_session() {
		return $this->has_cookie || is_user_logged_in();
	}

	public function get_customer_id() {
		return $this->customer_id;
	}

	public function get( $key, $fallback = null ) {
		return isset( $this->values[ $key ] ) ? maybe_unserialize( $this->values[ $key ] ) : $fallback;
	}

	public function set( $key, $value ) {
		if ( $this->get( $key ) !== $value ) {
			$this->values[ $key ] = maybe_serialize( $value );
			$this->dirty          = true;
		}
	}

	public function save_data() {
		global $wpdb;
		if ( $this->dirty && $this->has_session() ) {
			$wpdb->replace( $wpdb->prefix . 'woocommerce_sessions', array( 'session_key' => $this->customer_id, 'session_value' => serialize( $this->values ), 'session_expiry' => time() + 172800 ) );
			$this->dirty = false;
		}
	}

	public function destroy_session() {
		setcookie( $this->cookie(), '', time() - 3600, '/' );
		$this->values      = array();
		$this->customer_id = 't_' . substr( wc_rand_hash(), 0, 30 );
		$this->has_cookie  = false;
	}
}
