<?php
// usage: php evaluate.php <root> <url>, the code on standard input; answers what it returns, as JSON
list( , $root, $url ) = $argv;
require __DIR__ . '/request.php';
stub_request( $url );
if ( getenv( 'STUB_UNINSTALL' ) ) {
	define( 'WP_UNINSTALL_PLUGIN', getenv( 'STUB_UNINSTALL' ) );
}
require "$root/wp-load.php";
require_once ABSPATH . 'wp-admin/includes/plugin.php';
wp_set_current_user( (int) getenv( 'STUB_USER' ) );
global $wpdb;
$answer = eval( stream_get_contents( STDIN ) );
echo "\n=answer=" . wp_json_encode( $answer );
