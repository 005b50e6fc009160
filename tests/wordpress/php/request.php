<?php
/** WordPress reads these while it loads, from the command line too. */
function stub_request( $url ) {
	$parts                      = parse_url( $url );
	$_SERVER['HTTP_HOST']       = $parts['host'] . ( isset( $parts['port'] ) ? ':' . $parts['port'] : '' );
	$_SERVER['REQUEST_URI']     = '/wp-admin/';
	$_SERVER['REQUEST_METHOD']  = 'GET';
	$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
	$_SERVER['PHP_SELF']        = '/index.php';
	$_SERVER['REMOTE_ADDR']     = '127.0.0.1';
}
