<?php

/** A row of webhooks; nothing is delivered here. */
class WC_Webhook {
	private $id  = 0;
	private $row = array( 'status' => 'disabled', 'name' => '', 'user_id' => 0, 'delivery_url' => '', 'secret' => '', 'topic' => '', 'api_version' => '', 'failure_count' => 0 );

	public function __construct( $id = 0 ) {
		global $wpdb;
		if ( ! $id ) {
			return;
		}
		$row = $wpdb->get_row( $wpdb->prepare( "SELECT * FROM {$wpdb->prefix}wc_webhooks WHERE webhook_id = %d", $id ), ARRAY_A );
		if ( ! $row ) {
			throw new Exception( 'Invalid webhook.' );
		}
		$this->id = (int) $row['webhook_id'];
		unset( $row['webhook_id'] );
		$this->row = $row;
	}

	public function get_id() {
		return $this->id;
	}

	public function __call( $name, $arguments ) {
		list( $verb, $field ) = explode( '_', $name, 2 );
		if ( ! array_key_exists( $field, $this->row ) || ! in_array( $verb, array( 'get', 'set' ), true ) ) {
			throw new BadMethodCallException( "WC_Webhook has no $name" );
		}
		if ( 'get' === $verb ) {
			return $this->row[ $field ];
		}
		$this->row[ $field ] = $arguments[0];
	}

	public function save() {
		global $wpdb;
		if ( $this->id ) {
			$wpdb->update( $wpdb->prefix . 'wc_webhooks', $this->row, array( 'webhook_id' => $this->id ) );
		} else {
			$wpdb->insert( $wpdb->prefix . 'wc_webhooks', $this->row );
			$this->id = (int) $wpdb->insert_id;
		}
		return $this->id;
	}

	public function delete( $force = false ) {
		global $wpdb;
		$wpdb->delete( $wpdb->prefix . 'wc_webhooks', array( 'webhook_id' => $this->id ) );
		$this->id = 0;
		return true;
	}
}
