<?php
// usage: php network.php <root> <url>: makes the installed site the first one of a network by paths
list( , $root, $url ) = $argv;
require __DIR__ . '/request.php';
stub_request( $url );
require "$root/wp-load.php";
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . 'wp-admin/includes/network.php';
update_option( 'home', $url );
update_option( 'siteurl', $url );
foreach ( $wpdb->tables( 'ms_global' ) as $table => $name ) {
	$wpdb->$table = $name;
}
install_network();
$domain = $_SERVER['HTTP_HOST'];
populate_network( 1, $domain, 'admin@example.test', 'Network', '/', false );
$config = (string) file_get_contents( "$root/wp-config.php" );
// Each site of a network has addresses of its own.
$config  = (string) preg_replace( "/^define\( 'WP_(HOME|SITEURL)'.*\n/m", '', $config );
$network = array( 'MULTISITE' => true, 'SUBDOMAIN_INSTALL' => false, 'DOMAIN_CURRENT_SITE' => $domain, 'PATH_CURRENT_SITE' => '/', 'SITE_ID_CURRENT_SITE' => 1, 'BLOG_ID_CURRENT_SITE' => 1 );
$lines   = '';
foreach ( $network as $name => $value ) {
	$lines .= "define( '$name', " . var_export( $value, true ) . " );\n";
}
file_put_contents( "$root/wp-config.php", str_replace( "\$table_prefix", "$lines\$table_prefix", $config ) );
