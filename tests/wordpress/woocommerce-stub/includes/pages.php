<?php

add_shortcode(
	'woocommerce_cart',
	function () {
		ob_start();
		wc_print_notices();
		foreach ( WC()->cart->get_cart() as $item ) {
			printf( '<p class="cart-item" data-key="%s">%s × %d</p>', esc_attr( $item['key'] ), esc_html( $item['data']->get_name() ), (int) $item['quantity'] );
		}
		return ob_get_clean();
	}
);

add_shortcode(
	'woocommerce_checkout',
	function () {
		if ( is_order_received_page() ) {
			WC()->cart->empty_cart();
			return '<p>Thank you.</p>';
		}
		ob_start();
		wc_print_notices();
		echo '<form name="checkout" class="checkout woocommerce-checkout" method="post">';
		foreach ( array( 'first_name', 'last_name', 'country', 'phone', 'email' ) as $field ) {
			printf( '<input type="text" id="billing_%1$s" name="billing_%1$s" value="%2$s">', esc_attr( $field ), esc_attr( WC()->customer->{"get_billing_$field"}() ) );
		}
		do_action( 'woocommerce_after_checkout_billing_form', null );
		do_action( 'woocommerce_review_order_before_submit' );
		echo '</form>';
		return ob_get_clean();
	}
);

add_shortcode(
	'woocommerce_my_account',
	function () {
		ob_start();
		do_action( 'woocommerce_edit_account_form' );
		return ob_get_clean();
	}
);

add_action(
	'template_redirect',
	function () {
		if ( isset( $_POST['save_account_details'] ) && is_user_logged_in() ) {
			do_action( 'woocommerce_save_account_details', get_current_user_id() );
		}
	}
);
