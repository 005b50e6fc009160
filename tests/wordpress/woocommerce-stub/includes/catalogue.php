<?php

/** A product or a variation, kept as a post with meta. */
class WC_Product {
	/** @var WP_Post */
	protected $post;

	public function __construct( $post ) {
		$this->post = $post;
	}

	public function get_id() {
		return (int) $this->post->ID;
	}

	public function get_parent_id() {
		return (int) $this->post->post_parent;
	}

	public function get_type() {
		$type = $this->meta( '_type' );
		return $type ? $type : 'simple';
	}

	public function is_type( $type ) {
		return in_array( $this->get_type(), (array) $type, true );
	}

	public function get_name() {
		return $this->post->post_title;
	}

	public function get_title() {
		return $this->get_parent_id() ? get_the_title( $this->get_parent_id() ) : $this->post->post_title;
	}

	public function get_status() {
		return $this->post->post_status;
	}

	public function get_sku() {
		return $this->meta( '_sku' );
	}

	public function get_price() {
		return $this->meta( '_price' );
	}

	public function get_regular_price() {
		$price = $this->meta( '_regular_price' );
		return '' === $price ? $this->get_price() : $price;
	}

	public function get_image_id() {
		return (int) $this->meta( '_thumbnail_id' );
	}

	public function get_permalink() {
		return get_permalink( $this->get_id() );
	}

	public function exists() {
		return true;
	}

	public function is_purchasable() {
		return 'publish' === $this->get_status() && '' !== $this->get_price();
	}

	public function is_in_stock() {
		return 'outofstock' !== $this->meta( '_stock_status' );
	}

	public function get_stock_quantity() {
		$stock = $this->meta( '_stock' );
		return '' === $stock ? null : (int) $stock;
	}

	public function managing_stock() {
		return null !== $this->get_stock_quantity();
	}

	public function has_enough_stock( $quantity ) {
		return null === $this->get_stock_quantity() || $this->get_stock_quantity() >= $quantity;
	}

	private function meta( $key ) {
		return (string) get_post_meta( $this->post->ID, $key, true );
	}
}

final class WC_Product_Variation extends WC_Product {
	public function get_type() {
		return 'variation';
	}
}

function wc_get_product( $id ) {
	$post = get_post( $id );
	if ( ! $post || 'trash' === $post->post_status ) {
		return false;
	}
	if ( 'product_variation' === $post->post_type ) {
		return new WC_Product_Variation( $post );
	}
	return 'product' === $post->post_type ? new WC_Product( $post ) : false;
}

function wc_get_price_including_tax( $product, $args = array() ) {
	return (float) ( $args['price'] ?? $product->get_price() ) * ( $args['qty'] ?? 1 );
}

function wc_get_price_excluding_tax( $product, $args = array() ) {
	return (float) ( $args['price'] ?? $product->get_price() ) * ( $args['qty'] ?? 1 );
}

/** What the product screen and the REST write: the post, its meta, then the hook. */
function stub_save_product( array $fields ) {
	$new  = empty( $fields['id'] );
	$type = empty( $fields['parent'] ) ? 'product' : 'product_variation';
	$id   = wp_insert_post(
		array(
			'ID'          => $fields['id'] ?? 0,
			'post_type'   => $type,
			'post_title'  => $fields['name'],
			'post_parent' => $fields['parent'] ?? 0,
			'post_status' => $fields['status'] ?? 'publish',
		)
	);
	foreach ( $fields['meta'] ?? array() as $key => $value ) {
		update_post_meta( $id, $key, $value );
	}
	$name = 'product' === $type ? 'product' : 'product_variation';
	do_action( $new ? "woocommerce_new_$name" : "woocommerce_update_$name", $id, wc_get_product( $id ) );
	return $id;
}

add_action(
	'init',
	function () {
		foreach ( array( 'product', 'product_variation', 'shop_coupon' ) as $type ) {
			register_post_type( $type, array( 'public' => true ) );
		}
	}
);
