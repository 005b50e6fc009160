<?php
/** Plugin Name: For tests only: lets requests reach the app's stand-in on this machine. */
add_filter( 'http_request_host_is_external', fn( $external, $host ) => '127.0.0.1' === $host ? true : $external, 10, 2 );
add_filter( 'http_allowed_safe_ports', fn( $ports, $host ) => '127.0.0.1' === $host ? range( 1024, 65535 ) : $ports, 10, 2 );
foreach ( glob( WP_CONTENT_DIR . '/test-snippets/*.php' ) as $snippet ) {
	require $snippet;
}
