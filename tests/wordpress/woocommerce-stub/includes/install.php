<?php

function stub_install() {
	global $wpdb;
	require_once ABSPATH . 'wp-admin/includes/upgrade.php';
	$tables = array(
		'woocommerce_sessions'     => 'session_key char(32) NOT NULL, session_value longtext NOT NULL, session_expiry bigint(20) NOT NULL, PRIMARY KEY  (session_key)',
		'woocommerce_api_keys'     => 'key_id bigint(20) NOT NULL AUTO_INCREMENT, user_id bigint(20) NOT NULL, description varchar(200), permissions varchar(10) NOT NULL, consumer_key char(64) NOT NULL, consumer_secret char(43) NOT NULL, nonces longtext, truncated_key char(7) NOT NULL, last_access datetime, PRIMARY KEY  (key_id)',
		'wc_webhooks'              => 'webhook_id bigint(20) NOT NULL AUTO_INCREMENT, status varchar(200) NOT NULL, name text NOT NULL, user_id bigint(20) NOT NULL, delivery_url text NOT NULL, secret text NOT NULL, topic varchar(200) NOT NULL, api_version varchar(20) NOT NULL, failure_count smallint(10) NOT NULL DEFAULT 0, PRIMARY KEY  (webhook_id)',
		'wc_orders'                => 'id bigint(20) NOT NULL AUTO_INCREMENT, parent_order_id bigint(20) NOT NULL DEFAULT 0, status varchar(20), billing_email varchar(320), date_updated_gmt datetime, content longtext, PRIMARY KEY  (id)',
		'wc_orders_meta'           => 'id bigint(20) NOT NULL AUTO_INCREMENT, order_id bigint(20) NOT NULL, meta_key varchar(255), meta_value text, PRIMARY KEY  (id)',
		'actionscheduler_actions'  => 'action_id bigint(20) NOT NULL AUTO_INCREMENT, hook varchar(191) NOT NULL, status varchar(20) NOT NULL, scheduled_date_gmt datetime, args varchar(191), recurrence bigint(20) NOT NULL DEFAULT 0, group_id bigint(20) NOT NULL DEFAULT 0, PRIMARY KEY  (action_id)',
		'actionscheduler_groups'   => 'group_id bigint(20) NOT NULL AUTO_INCREMENT, slug varchar(255) NOT NULL, PRIMARY KEY  (group_id)',
		'actionscheduler_logs'     => 'log_id bigint(20) NOT NULL AUTO_INCREMENT, action_id bigint(20) NOT NULL, message text NOT NULL, PRIMARY KEY  (log_id)',
	);
	foreach ( $tables as $name => $columns ) {
		dbDelta( "CREATE TABLE {$wpdb->prefix}$name ($columns) {$wpdb->get_charset_collate()};" );
	}
	foreach ( array( 'cart', 'checkout', 'my_account' ) as $page ) {
		$id = wp_insert_post( array( 'post_type' => 'page', 'post_status' => 'publish', 'post_name' => str_replace( '_', '-', $page ), 'post_title' => $page, 'post_content' => "[woocommerce_$page]" ) );
		update_option( "woocommerce_{$page}_page_id", $id );
	}
	get_role( 'administrator' )->add_cap( 'manage_woocommerce' );
}
